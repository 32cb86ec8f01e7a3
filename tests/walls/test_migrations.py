"""Migrations lead from nothing to exactly what the code says."""

import asyncio

import asyncpg

from db import data, migrate
from db.seeding.catalogue import seed_catalogue
from server.embedded.postgres import PostgresUrls


def test_the_database_is_what_the_models_say(empty_database: PostgresUrls) -> None:
    assert migrate.differences(empty_database.owner) != []
    assert not asyncio.run(migrate.is_current(empty_database.owner))

    migrate.upgrade(empty_database.owner)

    assert migrate.differences(empty_database.owner) == []
    assert asyncio.run(migrate.is_current(empty_database.owner))


def test_migrating_and_seeding_twice_changes_nothing(empty_database: PostgresUrls) -> None:
    for _ in range(2):
        migrate.upgrade(empty_database.owner)
        asyncio.run(seed_catalogue(empty_database.owner))

    assert migrate.differences(empty_database.owner) == []
    assert asyncio.run(_periods(empty_database.owner)) == len(data.exam_periods())


def test_a_seed_brings_changed_facts_up_to_date(empty_database: PostgresUrls) -> None:
    migrate.upgrade(empty_database.owner)
    asyncio.run(seed_catalogue(empty_database.owner))
    asyncio.run(_spoil(empty_database.owner))
    assert asyncio.run(_spoilt(empty_database.owner)) == 1

    asyncio.run(seed_catalogue(empty_database.owner))

    assert asyncio.run(_spoilt(empty_database.owner)) == 0


async def _spoil(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        "UPDATE exam_periods SET facts = '{}' WHERE (code, valid_from) ="
        " (SELECT code, valid_from FROM exam_periods LIMIT 1)"
    )
    await connection.close()


async def _spoilt(url: str) -> int:
    return await _number(url, "SELECT count(*) FROM exam_periods WHERE facts = '{}'")


async def _periods(url: str) -> int:
    return await _number(url, "SELECT count(*) FROM exam_periods")


async def _number(url: str, query: str) -> int:
    connection = await asyncpg.connect(url)
    number = await connection.fetchval(query)
    await connection.close()
    return int(number)
