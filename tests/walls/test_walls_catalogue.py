"""Whatever somebody adds to the database has a wall, or is listed with a reason."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from db.seeding.copying import Connection
from tests import services
from tests.walls import catalogue
from tests.walls.conftest import Crowd


async def test_everything_has_its_wall_also_after_the_seed(
    superuser: Connection,
) -> None:
    assert await catalogue.faults(superuser) == []


async def test_every_table_is_told_of(superuser: Connection) -> None:
    found = set(await catalogue.tables(superuser))
    hidden = {"candidates", "results", "result_versions", "photos", "alembic_version"}
    assert found - set(await catalogue.readable(superuser)) - set(catalogue.OPEN) == hidden


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "CREATE TABLE notes (words text); GRANT SELECT ON notes TO rvs_app",
            "notes has no wall",
        ),
        (
            "CREATE TABLE notes (words text); GRANT INSERT (words) ON notes TO rvs_issuer",
            "notes has no wall",
        ),
        (
            "CREATE TABLE notes (words text); GRANT DELETE ON notes TO PUBLIC",
            "notes has no wall",
        ),
        ("GRANT SELECT (email) ON candidates TO rvs_app", "candidates has no wall"),
        ("ALTER TABLE shares NO FORCE ROW LEVEL SECURITY", "shares has no wall"),
        ("ALTER TABLE shares DISABLE ROW LEVEL SECURITY", "shares has no wall"),
        ("GRANT UPDATE ON centres TO rvs_app", "centres is open, and a login role may write it"),
        (
            "GRANT TRUNCATE ON shares TO rvs_app",
            "shares may be truncated, referenced or given triggers by a login role",
        ),
        (
            "CREATE POLICY more ON mails FOR SELECT TO rvs_app USING (true)",
            "mails.more lets every row pass",
        ),
        (
            "CREATE POLICY more ON mails FOR SELECT USING (state = 'SENT')",
            "mails.more is for public",
        ),
        (
            "CREATE VIEW names AS SELECT first_name FROM candidates;"
            " GRANT SELECT ON names TO rvs_app; ALTER VIEW names OWNER TO rvs_reader",
            "names is not on the list of views",
        ),
        ("ALTER VIEW my_results OWNER TO rvs_owner", "my_results does not read as rvs_reader"),
        ("GRANT INSERT ON share_access TO rvs_app", "share_access may be written through"),
        (
            "CREATE FUNCTION names() RETURNS text SECURITY DEFINER LANGUAGE sql"
            " RETURN (SELECT max(first_name) FROM candidates)",
            "names acts with another's rights",
        ),
        ("ALTER ROLE rvs_app BYPASSRLS", "rvs_app can log in and passes every wall"),
        ("ALTER ROLE rvs_issuer CREATEROLE", "rvs_issuer has rights of an administrator"),
        (
            "GRANT rvs_owner TO rvs_app",
            "rvs_app owns something or may become somebody else",
        ),
        (
            "ALTER TABLE centres OWNER TO rvs_issuer",
            "rvs_issuer owns something or may become somebody else",
        ),
        ("GRANT CREATE ON SCHEMA public TO rvs_app", "rvs_app may make objects"),
    ],
)
async def test_a_hole_turns_the_walk_red(superuser: Connection, statement: str, fault: str) -> None:
    await superuser.execute(statement)

    assert fault in await catalogue.faults(superuser)


@pytest.fixture
async def issuer(crowded: Crowd) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(crowded.urls.issuer)
    yield connection
    await connection.close()


async def test_the_issuer_role_has_no_right_yet(superuser: Connection, issuer: Connection) -> None:
    for table in await catalogue.tables(superuser):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await issuer.fetch(f"SELECT FROM {table}")


async def test_the_sample_data_were_seeded_by_an_owner_who_is_under_the_walls(
    crowded: Crowd,
) -> None:
    owner = await asyncpg.connect(crowded.urls.owner)
    assert await owner.fetchval("SELECT count(*) FROM shares") == 0
    await owner.close()
    superuser = await asyncpg.connect(services.superuser_url(crowded.urls))
    assert await superuser.fetchval("SELECT count(*) FROM shares") > 400
    await superuser.close()
