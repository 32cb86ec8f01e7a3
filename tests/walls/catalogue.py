"""Walks PostgreSQL's own catalogue: what is there, who has which right, and what has no wall."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import asyncpg

from db.seeding.copying import Connection

# Tables that everybody may read, each with its reason.
OPEN: Final[Mapping[str, str]] = {
    "organisations": "an institution's name, place and domain are public",
    "exam_periods": "published facts",
    "centres": "published names and places",
    "terms_versions": "published numbers and days",
}
# The only ways to a result.
VIEWS: Final = frozenset(
    {"shared_results", "my_results", "shared_photos", "session_viewers", "api_key_viewers"}
    | {"share_access", "shares_due_to_expire", "share_openings"}
)
# Functions that act with rights which their caller does not have, each with its reason.
PRIVILEGED_FUNCTIONS: Final[Mapping[str, str]] = {
    "live_viewers": "the same, and what their holders may and have to do",
    "live_credentials": "says of hashes that the caller knows which are good, and nothing more",
    "acts_as_primary": "says of the session that the caller names whether it is a primary user's",
    "audit_rows_about": "finds ids of rows that the caller may read anyway, by an index",
}
# Policies that let every row pass.
UNCONDITIONAL: Final[frozenset[str]] = frozenset()

LOGIN_ROLES: Final = ("rvs_app", "rvs_issuer")

_TABLES: Final = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
      EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS has_policy,
      has_any_column_privilege('rvs_app', c.oid, 'SELECT') AS app_reads,
      EXISTS (
        SELECT FROM unnest($1::text[]) AS login(role)
        WHERE has_any_column_privilege(role, c.oid, 'SELECT,INSERT,UPDATE,REFERENCES')
          OR has_table_privilege(role, c.oid, 'DELETE,TRUNCATE,TRIGGER')) AS has_rights,
      EXISTS (
        SELECT FROM unnest($1::text[]) AS login(role)
        WHERE has_any_column_privilege(role, c.oid, 'INSERT,UPDATE')
          OR has_table_privilege(role, c.oid, 'DELETE')) AS is_written,
      EXISTS (
        SELECT FROM unnest($1::text[]) AS login(role)
        WHERE has_any_column_privilege(role, c.oid, 'REFERENCES')
          OR has_table_privilege(role, c.oid, 'TRUNCATE,TRIGGER')) AS is_ruled
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
    ORDER BY c.relname
"""
_VIEWS: Final = """
    SELECT c.relname, c.relkind, pg_get_userbyid(c.relowner) AS owner,
      EXISTS (
        SELECT FROM unnest($1::text[]) AS login(role)
        WHERE has_any_column_privilege(role, c.oid, 'INSERT,UPDATE')
          OR has_table_privilege(role, c.oid, 'DELETE')) AS is_written
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')
      AND EXISTS (
        SELECT FROM unnest($1::text[]) AS login(role)
        WHERE has_any_column_privilege(role, c.oid, 'SELECT,INSERT,UPDATE,REFERENCES'))
    ORDER BY c.relname
"""
_POLICIES: Final = """
    SELECT tablename || '.' || policyname AS name, roles::text[] AS roles,
      'true' IN (qual, with_check) AS is_unconditional
    FROM pg_policies WHERE schemaname = 'public'
"""
# Superusers pass walls too, but a function of an extension acts for its caller.
_FUNCTIONS: Final = """
    SELECT p.proname, NOT p.prosecdef
      OR p.proconfig @> ARRAY['search_path=pg_catalog, public, pg_temp'] AS looks_in_order
    FROM pg_proc p JOIN pg_roles owner ON owner.oid = p.proowner
    WHERE p.pronamespace = 'public'::regnamespace
      AND (p.prosecdef
        OR (owner.rolname <> 'rvs_owner' AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')))
"""
_ROLES: Final = """
    SELECT r.rolname, r.rolcanlogin,
      r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS is_mighty,
      r.rolbypassrls,
      EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) AS is_member,
      EXISTS (
        SELECT FROM pg_shdepend d
        WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype = 'o')
        AS is_owner
    FROM pg_roles r
    WHERE r.oid >= 16384 ORDER BY r.rolname
"""
_PLACES: Final = """
    SELECT role, has_schema_privilege(role, 'public', 'CREATE') AS makes_tables,
      has_database_privilege(role, current_database(), 'CREATE,TEMPORARY') AS makes_schemas
    FROM unnest($1::text[]) AS login(role)
"""


async def faults(connection: Connection) -> Sequence[str]:
    """Every place without its wall, in words; empty when all stand."""
    tables = await connection.fetch(_TABLES, LOGIN_ROLES)
    views = await connection.fetch(_VIEWS, LOGIN_ROLES)
    policies = await connection.fetch(_POLICIES)
    functions = await connection.fetch(_FUNCTIONS)
    roles = await connection.fetch(_ROLES)
    places = await connection.fetch(_PLACES, LOGIN_ROLES)
    return [
        *_of_tables(tables),
        *_of_views(views),
        *_of_policies(policies),
        *(
            f"{row['proname']} acts with another's rights"
            for row in functions
            if row["proname"] not in PRIVILEGED_FUNCTIONS
        ),
        *(
            f"{row['proname']} may be led to objects that its caller made"
            for row in functions
            if not row["looks_in_order"]
        ),
        *_of_roles(roles),
        *(
            f"{row['role']} may make objects"
            for row in places
            if row["makes_tables"] or row["makes_schemas"]
        ),
    ]


async def readable(connection: Connection) -> Sequence[str]:
    """Every table and view that the application may read, the open ones aside."""
    tables = await connection.fetch(_TABLES, LOGIN_ROLES)
    views = await connection.fetch(_VIEWS, LOGIN_ROLES)
    names = [row["relname"] for row in tables if row["app_reads"]]
    return [name for name in (*names, *(row["relname"] for row in views)) if name not in OPEN]


async def tables(connection: Connection) -> Sequence[str]:
    """Every table."""
    return [row["relname"] for row in await connection.fetch(_TABLES, LOGIN_ROLES)]


def _of_tables(rows: Sequence[asyncpg.Record]) -> Iterator[str]:
    for row in rows:
        name = row["relname"]
        if name in OPEN:
            if row["is_written"]:
                yield f"{name} is open, and a login role may write it"
        elif row["has_rights"] and not (row["is_forced"] and row["has_policy"]):
            yield f"{name} has no wall"
        if row["is_ruled"]:
            yield f"{name} may be truncated, referenced or given triggers by a login role"


def _of_views(rows: Sequence[asyncpg.Record]) -> Iterator[str]:
    for row in rows:
        name = row["relname"]
        if name not in VIEWS:
            yield f"{name} is not on the list of views"
        if row["owner"] != "rvs_reader" or row["relkind"] != b"v":
            yield f"{name} does not read as rvs_reader"
        if row["is_written"]:
            yield f"{name} may be written through"
    yield from (f"{name} is missing" for name in VIEWS - {row["relname"] for row in rows})


def _of_policies(rows: Sequence[asyncpg.Record]) -> Iterator[str]:
    for row in rows:
        if not set(row["roles"]) <= {"rvs_app", "rvs_issuer", "rvs_reader"}:
            yield f"{row['name']} is for {', '.join(row['roles'])}"
        if row["is_unconditional"] and row["name"] not in UNCONDITIONAL:
            yield f"{row['name']} lets every row pass"


def _of_roles(rows: Sequence[asyncpg.Record]) -> Iterator[str]:
    for row in rows:
        name = row["rolname"]
        if row["is_mighty"]:
            yield f"{name} has rights of an administrator"
        if row["rolbypassrls"] and row["rolcanlogin"]:
            yield f"{name} can log in and passes every wall"
        if name in LOGIN_ROLES and (row["is_owner"] or row["is_member"]):
            yield f"{name} owns something or may become somebody else"
    missing = {"rvs_app", "rvs_issuer", "rvs_reader"} - {row["rolname"] for row in rows}
    yield from (f"{name} is missing" for name in missing)
