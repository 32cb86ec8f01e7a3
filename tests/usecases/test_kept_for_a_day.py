"""Idempotency keys and counts of wrong tries are kept for a day, then forgotten by the clock."""

from dataclasses import fields
from typing import Any

from tests.api import Api
from tests.usecases import people
from workers import clock
from workers.services import WorkerServices


def worker_services(api: Api) -> WorkerServices:
    """What the clock needs; the rest of a worker's services is not touched by it."""
    given: dict[str, Any] = {field.name: None for field in fields(WorkerServices)}
    given |= {"database": api.services.database, "clock": api.services.clock}
    return WorkerServices(**given)


async def test_a_key_can_be_used_anew_after_a_day(api: Api) -> None:
    person = await people.person(api)
    northbridge = await people.organisation(api)
    await people.share(api, person, northbridge, key="k")
    await api.sql("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'")

    lakeside = await people.organisation(api, "lakeside.example")
    again = await people.share(api, person, lakeside, key="k")

    assert again["userErrors"] == []
    assert len(await api.sql("SELECT FROM idempotency_keys")) == 1


async def test_the_clock_forgets_what_is_older_than_a_day_and_nothing_else(api: Api) -> None:
    person = await people.person(api)
    await people.share(api, person, await people.organisation(api), key="old")
    await api.sql("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'")
    await people.share(api, person, await people.organisation(api, "lakeside.example"), key="new")
    await api.sql(
        "INSERT INTO sign_in_attempts VALUES ('\\x01', 7, now() - interval '25 hours'),"
        " ('\\x02', 7, now() - interval '23 hours')"
    )

    assert await clock.forget(worker_services(api)) == 2

    assert [row["key"] for row in await api.sql("SELECT key FROM idempotency_keys")] == ["new"]
    left = await api.sql("SELECT subject_hash FROM sign_in_attempts")
    assert [row["subject_hash"] for row in left] == [b"\x02"]
    assert await clock.forget(worker_services(api)) == 0
