"""The roles of a cluster can do what they are for, and no more."""

import asyncio
from importlib.resources import files

import asyncpg
import pytest

from server.embedded import directories, psql

ROLES = {  # name: may log in, bypasses row-level security
    "rvs_owner": (True, False),
    "rvs_app": (True, False),
    "rvs_issuer": (True, False),
    "rvs_reader": (False, False),
    "rvs_search": (False, True),
}


def test_only_the_search_role_bypasses_policies_and_it_cannot_log_in(postgres):
    async def attributes() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(postgres.urls().app)
        found = await connection.fetch(r"SELECT * FROM pg_roles WHERE rolname LIKE 'rvs\_%'")
        await connection.close()
        return found

    found = asyncio.run(attributes())

    assert {r["rolname"]: (r["rolcanlogin"], r["rolbypassrls"]) for r in found} == ROLES
    powers = ("rolsuper", "rolcreatedb", "rolcreaterole", "rolreplication")
    assert not any(role[power] for role in found for power in powers)


@pytest.mark.parametrize("role", ["app", "issuer"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
        "SET ROLE rvs_owner",
        "SET ROLE rvs_search",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "ALTER SYSTEM SET fsync = off",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
@pytest.mark.parametrize("database", ["rvs", "roles_test"])
def test_the_login_roles_of_the_service_can_create_nothing(
    postgres, query, role, statement, database
):
    if query(postgres.urls().app, f"SELECT 1 FROM pg_database WHERE datname = '{database}'") != 1:
        postgres.create_database(database)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        query(getattr(postgres.urls(database), role), statement)


def test_the_owner_hands_views_and_functions_over_without_inheriting(postgres, query):
    urls = postgres.create_database("hand_over")
    query(urls.owner, "GRANT CREATE ON SCHEMA public TO rvs_reader, rvs_search")
    query(urls.owner, "CREATE TABLE secret AS SELECT 5 AS value")
    query(urls.owner, "GRANT SELECT ON secret TO rvs_reader, rvs_search")
    query(urls.owner, "CREATE VIEW seen AS SELECT value FROM secret")
    query(
        urls.owner,
        "CREATE FUNCTION found() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path = public AS 'SELECT value FROM secret'",
    )

    query(urls.owner, "ALTER VIEW seen OWNER TO rvs_reader")
    query(urls.owner, "ALTER FUNCTION found() OWNER TO rvs_search")

    query(urls.owner, "SET ROLE rvs_reader; GRANT SELECT ON seen TO rvs_app")
    assert query(urls.app, "SELECT value FROM seen") == 5
    assert query(urls.app, "SELECT found()") == 5
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        query(urls.app, "SELECT value FROM secret")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        query(urls.owner, "DROP FUNCTION found(); SET ROLE none; COMMENT ON VIEW seen IS 'x'")


def test_extensions_are_in_every_database(postgres, query):
    urls = postgres.create_database("with_extensions")

    for database in (postgres.urls(), urls):
        assert query(database.app, "SELECT similarity('abc', 'abd') > 0") is True
        assert query(database.app, "SELECT unaccent('é')") == "e"


def test_the_file_of_roles_can_be_run_again_and_mends_what_was_changed(postgres, query):
    sockets = directories.socket_directory(postgres._directory)
    psql.run(sockets, "ALTER ROLE rvs_app SUPERUSER BYPASSRLS CREATEROLE;")

    psql.run(sockets, files("db").joinpath("roles.sql").read_text("utf-8"))

    sql = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'rvs_app'"
    assert query(postgres.urls().app, sql) is False
