"""The sample data are stored whole, once, and agree with each other."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import select

from db import migrate
from db.engine import Database, Identity
from db.keyring import new_ring
from db.queries import accounts, exams
from db.sample.accounts import ACCOUNTS
from db.seeding.copying import Connection
from db.seeding.demo import seed_demo
from db.storage import Storage, StoredFacts
from db.views import shared_results
from domain import catalogue_file
from domain.permissions import Scope
from resolvers import authentication
from resolvers.passwords import PasswordChecks
from server.embedded.postgres import PostgresUrls
from tests import services
from tests.services import API_KEY, PASSWORD
from tests.walls import catalogue

TABLES = (
    *("organisations", "users", "candidates", "results", "shares", "events", "exam_periods"),
    "terms_acceptances",
)


@pytest.fixture
async def seeded(database_urls: PostgresUrls) -> AsyncIterator[Connection]:
    """The sample data without walls."""
    connection = await asyncpg.connect(services.superuser_url(database_urls))
    yield connection
    await connection.close()


async def number(connection: Connection, rows: str) -> int:
    return int(await connection.fetchval(f"SELECT count(*) FROM {rows}"))


async def test_events_are_numbered_without_gaps_in_the_order_of_time(seeded: Connection) -> None:
    numbers = "(SELECT count(*) <> max(org_seq) AS bad FROM events GROUP BY organisation_id) n"
    assert await number(seeded, f"{numbers} WHERE bad") == 0
    order = (
        "(SELECT occurred_at < lag(occurred_at) OVER (PARTITION BY organisation_id"
        " ORDER BY org_seq) AS bad FROM events) o"
    )
    assert await number(seeded, f"{order} WHERE bad") == 0
    assert await number(seeded, "events") > 500


async def test_every_share_was_told_and_so_was_its_end(seeded: Connection) -> None:
    told = "(SELECT array_agg(type::text ORDER BY org_seq) FROM events WHERE share_id = s.id)"
    for state, types in (
        ("ACTIVE", ["share.created"]),
        ("EXPIRED", ["share.created", "share.expired"]),
        ("WITHDRAWN", ["share.created", "share.withdrawn"]),
    ):
        rows = f"shares s WHERE s.state = '{state}'"
        assert await number(seeded, rows) > 0
        assert await number(seeded, f"{rows} AND {told} IS DISTINCT FROM ARRAY{types}") == 0


async def test_counters_agree_with_the_rows(seeded: Connection) -> None:
    wrong = (
        "organisation_counters n WHERE last_seq <> (SELECT max(org_seq) FROM events e"
        " WHERE e.organisation_id = n.organisation_id) OR active_shares <> (SELECT count(*)"
        " FROM shares s WHERE s.organisation_id = n.organisation_id AND s.state = 'ACTIVE')"
    )
    assert await number(seeded, "organisation_counters") == 3
    assert await number(seeded, wrong) == 0
    early = "notification_preferences p JOIN organisation_counters n USING (organisation_id)"
    assert await number(seeded, f"{early} WHERE p.each_seq <> n.last_seq") == 0
    assert await number(seeded, f"{early} WHERE p.is_on AND p.every_candidate") == 1


async def test_keys_find_only_what_may_be_shown(seeded: Connection) -> None:
    unfound = "shares WHERE state = 'ACTIVE' AND '' IN (family_name_key, first_name_key)"
    left = "shares WHERE state <> 'ACTIVE' AND family_name_key || first_name_key <> ''"
    hidden = (
        "shares s JOIN results r ON r.id = s.result_id JOIN result_versions v"
        " ON v.result_id = r.id AND v.version = r.version WHERE s.overall_score_key <> CASE"
        " WHEN s.state = 'ACTIVE' AND r.state IN ('RELEASED', 'AMENDED')"
        " THEN coalesce(v.overall_score, -1) ELSE -1 END"
    )
    for rows in (unfound, left, hidden):
        assert await number(seeded, rows) == 0


async def test_photos_are_in_the_storage(seeded: Connection, storage: Storage) -> None:
    rows = await seeded.fetch("SELECT * FROM photos ORDER BY result_id LIMIT 5")
    assert len(rows) == 5
    for row in rows:
        content = b"".join([part async for part in storage.open(row["storage_key"])])
        assert hashlib.sha256(content).digest() == row["sha256"]
        assert len(content) == row["size_bytes"]
        assert content.startswith(b"\xff\xd8")


async def test_every_account_has_the_password(database: Database, seeded: Connection) -> None:
    assert await number(seeded, "users") == len(ACCOUNTS)
    for account in ACCOUNTS:
        async with database.transaction(Identity(email=account.email)) as session:
            user = await accounts.by_email(session, account.email)
        assert user is not None
        assert user.role is account.role
        async with database.transaction(Identity(user_id=user.id)) as session:
            stored, has_second_factor = await accounts.secret(session, user.id)
    assert await PasswordChecks().matches(stored, PASSWORD)
    assert not has_second_factor


async def test_every_member_has_accepted_the_terms(seeded: Connection) -> None:
    members = "users WHERE organisation_id IS NOT NULL"
    accepted = "terms_acceptances a JOIN users u ON u.id = a.user_id"
    assert await number(seeded, accepted) == await number(seeded, members) > 0
    early = "JOIN terms_versions t ON t.id = a.version WHERE a.accepted_at < t.applies_from"
    assert await number(seeded, f"{accepted} {early}") == 0


async def test_the_api_key_opens_northbridge_with_every_scope(database: Database) -> None:
    credential = authentication.hash_of(API_KEY).hex()
    async with database.transaction(Identity(credential=credential)) as session:
        client = await accounts.api_key_viewer(session)
    assert client is not None
    assert set(client.scopes) == set(Scope)
    async with database.transaction(Identity(organisation_id=client.organisation_id)) as session:
        rows = (await session.execute(select(shared_results))).all()
    assert len(rows) > 300
    assert any(row.family_name is not None for row in rows)


async def test_the_stored_catalogue_can_be_read(database: Database) -> None:
    async with database.transaction(Identity()) as session:
        rows = list(await exams.facts(session))
    assert len(catalogue_file.parse({"exams": rows})) == len(rows)


async def seed(owner_url: str, storage: Storage) -> bool:
    return await seed_demo(
        owner_url,
        storage=storage,
        keyring=new_ring(),
        today=datetime.now(UTC),
        password=PASSWORD,
        hash_password=lambda password: f"hash of {len(password)} characters",
        api_key_hash=bytes(32),
    )


async def counts(urls: PostgresUrls) -> list[int]:
    connection = await asyncpg.connect(services.superuser_url(urls))
    try:
        assert await catalogue.faults(connection) == []
        return [await number(connection, table) for table in TABLES]
    finally:
        await connection.close()


def test_two_seeds_at_once_write_one_demonstration(
    empty_database: PostgresUrls, tmp_path: Path
) -> None:
    migrate.upgrade(empty_database.owner)
    storage = Storage.from_url(tmp_path.as_uri())

    async def both() -> list[bool]:
        owner_url = empty_database.owner
        return list(await asyncio.gather(seed(owner_url, storage), seed(owner_url, storage)))

    assert sorted(asyncio.run(both())) == [False, True]
    before = asyncio.run(counts(empty_database))
    # As in a demonstration that is older than the Terms: they are accepted, nothing else changes.
    superuser_url = services.superuser_url(empty_database)
    asyncio.run(_run(superuser_url, "DELETE FROM terms_acceptances"))
    assert asyncio.run(seed(empty_database.owner, storage)) is False
    assert asyncio.run(counts(empty_database)) == before
    assert before[0] == 3


class FullStorage(Storage):
    """A disk without room."""

    async def put_file(self, key: str, path: Path) -> StoredFacts:
        raise OSError("no space left")


def test_a_seed_that_fails_leaves_nothing(empty_database: PostgresUrls, tmp_path: Path) -> None:
    migrate.upgrade(empty_database.owner)
    full = FullStorage.from_url(tmp_path.as_uri())

    with pytest.raises(OSError, match="no space"):
        asyncio.run(seed(empty_database.owner, full))

    assert asyncio.run(counts(empty_database)) == [0] * len(TABLES)


def test_a_seed_that_is_cut_off_while_walls_are_open_leaves_nothing(
    empty_database: PostgresUrls, tmp_path: Path
) -> None:
    """Events are written after most other tables, while every wall is open."""
    migrate.upgrade(empty_database.owner)
    asyncio.run(_run(empty_database.owner, "ALTER TABLE events ADD CHECK (org_seq < 100)"))

    with pytest.raises(asyncpg.CheckViolationError):
        asyncio.run(seed(empty_database.owner, Storage.from_url(tmp_path.as_uri())))

    assert asyncio.run(counts(empty_database)) == [0] * len(TABLES)


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()
