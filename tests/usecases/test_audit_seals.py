"""Rows of the audit log are sealed once, by chain, whatever commits late and whoever races."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from db.models.users import User
from domain.seals import NO_ORGANISATION
from resolvers.context import Viewer
from tests import work_factories
from tests.api import Api
from tests.services import superuser_url
from tests.usecases import sealed_log
from workers import clock, sealing

LIST = "{ sharedResults(first: 3) { edges { node { id } } } }"


async def seals(api: Api) -> list[Any]:
    return await api.sql("SELECT * FROM audit_seals ORDER BY serial")


def organisation_of(viewer: Viewer) -> UUID:
    assert viewer.organisation_id
    return viewer.organisation_id


async def test_every_chain_has_a_seal_of_its_own_and_all_stand_in_one_ledger(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    mine, theirs = organisation_of(member), organisation_of(stranger)
    await sealed_log.fill(api, 9, mine, theirs, None)
    assert await sealed_log.seal(api) == 9
    await sealed_log.fill(api, 2, mine)
    assert await sealed_log.seal(api) == 2

    found = await seals(api)

    numbers = {mine: [1, 2], theirs: [1], NO_ORGANISATION: [1]}
    assert [row["serial"] for row in found] == [1, 2, 3, 4]
    assert {
        chain: [row["number"] for row in found if row["chain_id"] == chain] for chain in numbers
    } == numbers
    assert [row["row_count"] for row in found] == [3, 3, 3, 2]
    assert [row["previous"] for row in found[1:]] == [row["digest"] for row in found[:-1]]
    faults, walked = await sealed_log.walked(api)
    assert faults == []
    assert (walked.rows, walked.seals) == (11, 4)
    assert await sealed_log.seal(api) == 0


async def test_a_row_that_commits_after_a_later_one_was_sealed_is_sealed_next(
    api: Api, member: Viewer
) -> None:
    late = work_factories.audit_row(await _user(api, member))
    connection = await asyncpg.connect(superuser_url(api.urls))
    writing = connection.transaction()
    await writing.start()
    await connection.execute(
        "INSERT INTO audit_rows (id, occurred_at, correlation_id, actor_role, organisation_id,"
        " operation, outcome, subject_ids)"
        " VALUES ($1, now(), 'late', 'MEMBER', $2, 'node', 'OK', '{}')",
        late.id,
        member.organisation_id,
    )
    await api.data(LIST, member)
    assert await sealed_log.seal(api) == 1
    await writing.commit()
    await connection.close()

    assert await sealed_log.seal(api) == 1

    row = await api.one("SELECT seal, id FROM audit_rows WHERE correlation_id = 'late'")
    sooner = await api.one("SELECT id FROM audit_rows WHERE seal = 1")
    assert row["seal"] == 2
    assert row["id"] < sooner["id"]
    assert await sealed_log.findings(api) == []


async def test_workers_that_seal_at_once_seal_every_row_once(api: Api, member: Viewer) -> None:
    await sealed_log.fill(api, 2_500, member.organisation_id, None)
    mine = sealed_log.worker_services(api)
    databases = [Database(api.urls.app, pool_size=2) for _ in range(3)]
    workers = [mine, *(replace(mine, database=each) for each in databases)]

    counts = await asyncio.gather(*(sealing.seal_all(each) for each in workers * 4))
    rest = await sealed_log.seal(api)

    for database in databases:
        await database.close()
    assert sum(counts) + rest == 2_500
    faults, walked = await sealed_log.walked(api)
    assert faults == []
    assert walked.rows == 2_500


async def test_a_backlog_is_sealed_in_batches_of_a_bounded_size(api: Api, member: Viewer) -> None:
    await sealed_log.fill(api, 2_100, member.organisation_id)

    assert await sealing.seal_batch(sealed_log.worker_services(api)) == sealing.BATCH
    assert await sealed_log.seal(api) == 2_100 - sealing.BATCH

    assert [row["row_count"] for row in await seals(api)] == [1_000, 1_000, 100]


async def test_a_sealing_that_fails_leaves_nothing_and_is_done_again(
    api: Api, member: Viewer
) -> None:
    await sealed_log.fill(api, 3, member.organisation_id)
    await api.sql("REVOKE INSERT ON audit_seals FROM rvs_app")
    with pytest.raises(DBAPIError):
        await sealed_log.seal(api)
    assert (await api.one("SELECT count(seal) FROM audit_rows"))["count"] == 0

    await api.sql("GRANT INSERT ON audit_seals TO rvs_app")

    assert await sealed_log.seal(api) == 3
    assert await sealed_log.findings(api) == []


async def test_a_look_waits_for_no_sealing(api: Api, member: Viewer) -> None:
    await sealed_log.fill(api, 10, member.organisation_id)
    connection = await asyncpg.connect(superuser_url(api.urls))
    async with connection.transaction():
        await connection.fetch("SELECT FROM audit_rows FOR UPDATE")
        await connection.execute("LOCK audit_seals, audit_chains IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(5):
            await api.data(LIST, member)
    await connection.close()


async def test_the_clock_seals_and_not_more_often_than_asked(api: Api, member: Viewer) -> None:
    services = sealed_log.worker_services(api, seal_seconds=3_600.0, ring=lambda job: None)
    await sealed_log.fill(api, 2, member.organisation_id)

    async with clock.opened(services) as drain:
        await drain()
        await sealed_log.fill(api, 2, member.organisation_id)
        await drain()

    assert (await api.one("SELECT count(seal) FROM audit_rows"))["count"] == 2


async def _user(api: Api, viewer: Viewer) -> Any:
    row = await api.one("SELECT * FROM users WHERE id = $1", viewer.account_id)
    return User(**dict(row))
