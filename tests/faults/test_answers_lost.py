"""The API is killed before and after COMMIT: the same call sent again is done, once."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import pytest
from sqlmodel import SQLModel

from db.keyring import KeyRing
from domain import global_ids
from tests import mutation_calls, parties
from tests.faults import waiting
from tests.faults import world as worlds
from tests.faults.world import World
from tests.mutation_calls import MutationCall
from tests.parties import Party
from tests.running import Running, kill

pytestmark = pytest.mark.faults

Calls = Mapping[str, MutationCall]

TRIES: Final = "sign_in_attempts"
# COMMIT of whatever keeps a key waits for lock 1.
_SLOW_COMMIT: Final = """
  CREATE FUNCTION wait_for_1() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END';
  CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON idempotency_keys
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_for_1()"""
_WAITING: Final = """
  SELECT count(*) >= $1 FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'rvs_app' AND wait_event_type = 'Lock'"""
_ENDED: Final = """
  SELECT NOT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'rvs_app')"""
_KEPT: Final = "SELECT count(*) >= $1 FROM idempotency_keys"


@pytest.fixture
async def calls(service: Running, keyring: KeyRing) -> Calls:
    """A valid call of each mutation, and connections for all of them at once."""
    made = await mutation_calls.of_all(service.superuser, keyring)
    service.env["POOL_SIZE"] = str(2 * len(made))
    return made


async def test_an_api_killed_between_commit_and_answer_answers_every_mutation_again(
    service: Running, world: World, calls: Calls
) -> None:
    await world.sql.execute(_SLOW_COMMIT)
    api = service.serve()
    before = await _sizes(world)

    async with _all_sent(service, calls) as sent:
        async with worlds.locked(service, "SELECT pg_advisory_xact_lock(1)"):
            await waiting.until_sql(world, _WAITING, len(calls))
            os.kill(api.pid, signal.SIGSTOP)  # PostgreSQL's answer is not heard any more
        await waiting.until_sql(world, _KEPT, len(calls))
        assert not any(call.done() for call in sent)
        kill(api)

    service.serve()
    again = await _answers(service, calls)
    assert not any(answer["userErrors"] for answer in again.values())
    assert again["createWebhookEndpoint"]["secret"] is None
    assert again["confirmTotp"]["recoveryCodes"] is None
    assert again["withdrawShare"]["share"]["state"] == "WITHDRAWN"
    made = await world.sql.fetch("SELECT mutation, subject_id FROM idempotency_keys")
    subjects = {row["mutation"]: row["subject_id"] for row in made}
    for name, member in (
        *(("shareResult", "share"), ("withdrawShare", "share"), ("createExport", "export")),
        *(("createWebhookEndpoint", "endpoint"), ("updateProfile", "user")),
    ):
        assert global_ids.decode(again[name][member]["id"])[1] == subjects[name]
    assert await _sizes(world) - before == _done_once(calls)


async def test_calls_whose_api_was_killed_before_commit_are_done_when_they_come_again(
    service: Running, world: World, calls: Calls
) -> None:
    api = service.serve()
    before = await _sizes(world)

    no_record = worlds.locked(service, "LOCK TABLE audit_rows IN ACCESS EXCLUSIVE MODE")
    async with no_record, _all_sent(service, calls):
        await waiting.until_sql(world, _WAITING, len(calls))
        kill(api)
    await waiting.until_sql(world, _ENDED)
    assert await _sizes(world) == before

    service.serve()
    again = await _answers(service, calls)
    assert not any(answer["userErrors"] for answer in again.values())
    assert again["createWebhookEndpoint"]["secret"].startswith("whsec_")
    assert await _sizes(world) - before == _done_once(calls)


@asynccontextmanager
async def _all_sent(
    service: Running, calls: Calls
) -> AsyncIterator[list["asyncio.Task[dict[str, Any]]"]]:
    """All calls on their way; none of them may be answered by the end of the block."""
    async with parties.connected(service.base_url) as connection:
        sent = [asyncio.create_task(_ask(connection, call)) for call in calls.values()]
        yield sent
        for lost in await asyncio.gather(*sent, return_exceptions=True):
            assert isinstance(lost, httpx.TransportError)


async def _answers(service: Running, calls: Calls) -> dict[str, dict[str, Any]]:
    """What each call is answered when it comes again."""
    async with parties.connected(service.base_url) as connection:
        return {name: await _ask(connection, call) for name, call in calls.items()}


async def _ask(connection: httpx.AsyncClient, call: MutationCall) -> dict[str, Any]:
    given = {**call.input, "idempotencyKey": "the same"}
    answer = await Party(connection, call.bearer).ask(call.document, input=given)
    return dict(answer[call.name])


async def _sizes(world: World) -> Counter[str]:
    """How many rows each table has, but for the audit log and the counts of tries."""
    tables = sorted(SQLModel.metadata.tables.keys() - {"audit_rows", TRIES})
    counts = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in tables)
    return Counter(dict(await world.sql.fetchrow(f"SELECT {counts}") or {}))


def _done_once(calls: Calls) -> Counter[str]:
    adds: Counter[str] = Counter(idempotency_keys=len(calls))
    for call in calls.values():
        adds.update({table: rows for table, rows in call.adds.items() if table != TRIES})
    return adds
