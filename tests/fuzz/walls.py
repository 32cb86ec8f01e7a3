"""Whether what belongs to others is as it was: digests of rows before and after a viewer's turn."""

from collections.abc import Iterator
from typing import Final

import asyncpg

from domain.permissions import Role
from tests.fuzz.viewers import Viewer

Digests = dict[str, tuple[int, str | None]]

# Nobody who is tried may change these at all.
_NOBODYS: Final = (
    "organisations",
    "centres",
    "candidates",
    "results",
    "result_versions",
    "photos",
    "user_secrets",
    "api_clients",
    "api_keys",
)
# These change for one's own organisation only.
_TENANTS: Final = (
    "shares",
    "share_views",
    "exports",
    "export_subjects",
    "stored_files",
    "webhook_endpoints",
    "webhook_deliveries",
    "delivery_attempts",
    "notification_preferences",
    "events",
    "organisation_counters",
    "mails",
)
# A candidate's share tells the organisation, and moves the marks of what was told.
_TOLD: Final = {
    "notification_preferences",
    "webhook_endpoints",
    "webhook_deliveries",
    "delivery_attempts",
    "events",
    "organisation_counters",
    "mails",
}
_DIGEST: Final = "SELECT count(*), md5(string_agg(row, '' ORDER BY row)) FROM ({rows}) AS rows(row)"


async def digests(viewer: Viewer, database: "asyncpg.Connection[asyncpg.Record]") -> Digests:
    """Number and digest of the rows of each table that this viewer must leave as they are."""
    found: Digests = {}
    for table, rows in _foreign_rows(viewer):
        count, digest = await database.fetchrow(_DIGEST.format(rows=rows)) or (0, None)
        found[table] = (count, digest)
    return found


def changed(before: Digests, after: Digests) -> Iterator[str]:
    """What is not as it was."""
    for table, (count, digest) in before.items():
        if (count, digest) != after[table]:
            yield f"{table}: {count} rows of others before, {after[table][0]} after, or changed"


def _foreign_rows(viewer: Viewer) -> Iterator[tuple[str, str]]:
    for table in _NOBODYS:
        yield table, f"SELECT t::text FROM {table} t"
    # When somebody signed in last is noted by signing in, which anybody may try.
    yield (
        "users",
        "SELECT (to_jsonb(t) - 'last_sign_in_at')::text FROM users t"
        f" WHERE id IS DISTINCT FROM {_id(viewer.user_id)}",
    )
    is_candidate = viewer.kind.role is Role.CANDIDATE
    for table in _TENANTS:
        if is_candidate and table in _TOLD:
            continue
        owner = "candidate_id" if is_candidate and table == "shares" else "organisation_id"
        mine = viewer.candidate_id if owner == "candidate_id" else viewer.organisation_id
        yield table, f"SELECT t::text FROM {table} t WHERE {owner} IS DISTINCT FROM {_id(mine)}"


def _id(value: object) -> str:
    return f"'{value}'::uuid" if value else "NULL::uuid"
