"""Who leaves takes the work along: SQL included, within a second, with nothing written."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from db.engine import plain_url
from tests import parties
from tests.faults import waiting
from tests.faults.world import locked
from tests.running import Running

pytestmark = pytest.mark.faults

POOL: Final = 2
SHARES: Final = "{ sharedResults(first: 1) { edges { node { id } } } }"
# A view of what is behind the walls; nothing can be read while somebody holds it.
HELD: Final = "LOCK TABLE shares IN ACCESS EXCLUSIVE MODE"
ENDPOINT: Final = """mutation { createWebhookEndpoint(input: {url: "http://127.0.0.1:8099/in"}) {
  endpoint { id } } }"""
# What the API runs now, but for its listener.
AT_WORK: Final = """
  SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'rvs_app' AND pid <> pg_backend_pid()
  AND state IN ('active', 'idle in transaction') AND wait_event_type = 'Lock'"""


class Api:
    """The service, a primary user of it, and a look at what its database does."""

    def __init__(self, service: Running, party: parties.Party, sql: Any) -> None:
        self.service = service
        self.party = party
        self.sql = sql

    async def waits(self) -> None:
        """Return as soon as a statement of the API waits for a lock."""
        await waiting.until(self._is_waiting)

    async def is_rid_of_it(self, seconds: float = 1.0) -> bool:
        """Whether no statement of the API waits any more, within a time."""

        async def is_gone() -> bool:
            return not await self._is_waiting()

        try:
            await waiting.until(is_gone, seconds)
        except TimeoutError:
            return False
        return True

    async def serves(self) -> bool:
        """Whether every connection of its pool can be used: twice as many queries as it has."""
        asked = [self.party.ask(SHARES) for _ in range(4 * POOL)]
        async with asyncio.timeout(5):
            return all(answer["sharedResults"]["edges"] for answer in await asyncio.gather(*asked))

    async def count(self, table: str) -> int:
        """How many rows there are."""
        return int(await self.sql.fetchval(f"SELECT count(*) FROM {table}"))

    async def _is_waiting(self) -> bool:
        return bool(await self.sql.fetchval(AT_WORK))


@pytest.fixture
async def api(service: Running) -> AsyncIterator[Api]:
    """The API, with few connections to its database."""
    service.env["POOL_SIZE"] = str(POOL)
    service.serve()
    sql = await asyncpg.connect(plain_url(service.superuser))
    async with parties.connected(service.base_url) as client:
        yield Api(service, await parties.signed_in(client, parties.PRIMARY), sql)
    await sql.close()


@asynccontextmanager
async def asking(api: Api, query: str, **headers: str) -> AsyncIterator[asyncio.StreamReader]:
    """A request over a socket of its own, which is hung up at the end of the block."""
    body = json.dumps({"query": query}).encode()
    lines = {
        "host": "127.0.0.1",
        "content-type": "application/json",
        "content-length": str(len(body)),
        **api.party.headers,
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    reader, writer = await asyncio.open_connection("127.0.0.1", api.service.port)
    writer.write(f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + body)
    try:
        yield reader
    finally:
        writer.close()


@pytest.mark.parametrize("query", [SHARES, "{ newShareCount { count } }"])
async def test_a_query_ends_when_its_client_hangs_up(api: Api, query: str) -> None:
    async with locked(api.service, HELD):
        for _ in range(4 * POOL):  # more than the pool could lose
            async with asking(api, query):
                await api.waits()
            assert await api.is_rid_of_it()

    assert await api.serves()


async def test_a_mutation_ends_when_its_client_hangs_up_and_writes_nothing(api: Api) -> None:
    before = await api.count("webhook_endpoints")
    async with locked(api.service, "SELECT FROM organisation_counters FOR UPDATE"):
        async with asking(api, ENDPOINT):
            await api.waits()
        assert await api.is_rid_of_it()

    assert await api.serves()
    assert await api.count("webhook_endpoints") == before


async def test_an_operation_that_takes_ten_seconds_is_stopped_and_writes_nothing(api: Api) -> None:
    before = await api.count("webhook_endpoints")
    started = time.monotonic()
    async with locked(api.service, "SELECT FROM organisation_counters FOR UPDATE"):
        answer = await api.party.client.post(
            "/graphql", json={"query": ENDPOINT}, headers=api.party.headers, timeout=20
        )
        assert await api.is_rid_of_it()

    assert 9.5 < time.monotonic() - started < 12
    check_cost_limit(answer)
    assert await api.serves()
    assert await api.count("webhook_endpoints") == before


def check_cost_limit(answer: httpx.Response) -> None:
    """The answer to an operation that was stopped."""
    [error] = answer.json()["errors"]
    assert answer.status_code == 200
    assert answer.json()["data"] is None
    assert error["extensions"] == {
        "code": "COST_LIMIT", "correlationId": answer.headers["x-request-id"],
    }  # fmt: skip
    assert "10 seconds" in error["message"]


@asynccontextmanager
async def socket(api: Api) -> AsyncIterator[Any]:
    """A socket of the primary user."""
    url = f"ws://127.0.0.1:{api.service.port}/graphql"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as opened:
        await opened.send(json.dumps({"type": "connection_init", "payload": api.party.headers}))
        assert json.loads(await opened.recv())["type"] == "connection_ack"
        yield opened


async def test_an_operation_of_a_socket_ends_when_it_is_completed(api: Api) -> None:
    async with socket(api) as opened, locked(api.service, HELD):
        for number in range(4 * POOL):
            asked = {"id": str(number), "type": "subscribe", "payload": {"query": SHARES}}
            await opened.send(json.dumps(asked))
            await api.waits()
            await opened.send(json.dumps({"id": str(number), "type": "complete"}))
            assert await api.is_rid_of_it()

    assert await api.serves()


async def test_the_operations_of_a_socket_end_when_it_is_cut(api: Api) -> None:
    before = await api.count("webhook_endpoints")
    async with locked(api.service, "SELECT FROM organisation_counters FOR UPDATE"):
        async with socket(api) as opened:
            asked = {"id": "1", "type": "subscribe", "payload": {"query": ENDPOINT}}
            await opened.send(json.dumps(asked))
            await api.waits()
            opened.transport.abort()
        assert await api.is_rid_of_it()

    assert await api.serves()
    assert await api.count("webhook_endpoints") == before


@pytest.mark.parametrize(
    ("query", "held"),
    [
        (SHARES, HELD),
        (
            "subscription { resultShared { cursor } }",
            "LOCK TABLE organisation_counters IN ACCESS EXCLUSIVE MODE",
        ),
        (ENDPOINT, "SELECT FROM organisation_counters FOR UPDATE"),
    ],
    ids=["query", "subscription", "mutation"],
)
async def test_a_reader_of_events_that_leaves_ends_what_it_asked(
    api: Api, query: str, held: str
) -> None:
    before = await api.count("webhook_endpoints")
    async with locked(api.service, held):
        async with asking(api, query, accept="text/event-stream") as reader:
            await reader.readuntil(b"\r\n\r\n")
            await api.waits()
        assert await api.is_rid_of_it()

    assert await api.serves()
    assert await api.count("webhook_endpoints") == before


async def test_a_crowd_that_leaves_at_once_leaves_the_service_to_others(api: Api) -> None:
    async with locked(api.service, HELD):
        for _ in range(3):
            crowd = [asking(api, SHARES) for _ in range(20)]
            for each in crowd:
                await each.__aenter__()
            await api.waits()
            for each in crowd:
                await each.__aexit__(None, None, None)
        assert await api.is_rid_of_it()

    assert await api.serves()
