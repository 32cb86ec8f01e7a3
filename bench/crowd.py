"""Many organisations whose members have signed in, and their open sockets."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import aiohttp

from db.ids import new_id
from domain import global_ids
from domain.global_ids import Kind
from domain.permissions import Role
from resolvers import authentication
from tests import factories
from tests.api import Api

OPENING_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Seat:
    """A session of a member of one of the organisations."""

    organisation_id: str
    token: str


@dataclass(slots=True)
class Arrivals:
    """When each share arrived at each seat, by the one clock of the machine."""

    of_share: dict[str, list[float]] = field(default_factory=dict)
    repeated: int = 0
    wrong: int = 0

    def note(self, seat: Seat, node: dict[str, Any], seen: set[str]) -> None:
        """A share has come; every seat must get it once, and of its own organisation alone."""
        if node["organisation"]["id"] != seat.organisation_id or node["candidate"] is None:
            self.wrong += 1
        elif node["id"] in seen:
            self.repeated += 1
        else:
            seen.add(node["id"])
            self.of_share.setdefault(node["id"], []).append(time.monotonic())


async def seats(api: Api, organisations: int, members: int) -> list[Seat]:
    """So many organisations, each with so many members who have signed in."""
    made: list[Seat] = []
    for _ in range(organisations):
        organisation = factories.organisation()
        rows = [organisation, factories.counter(organisation.id)]
        for _ in range(members):
            token, member = _member(organisation.id)
            rows += member
            made.append(Seat(global_ids.encode(Kind.ORGANISATION, organisation.id), token))
        await api.save(*rows)
    return made


def _member(organisation_id: UUID) -> tuple[str, list[Any]]:
    token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
    user = factories.user(
        id=new_id(),
        email=f"{secrets.token_hex(8)}@crowd.example",
        role=Role.MEMBER,
        organisation_id=organisation_id,
    )
    session = factories.session(user.id, token_hash=authentication.hash_of(token))
    return token, [user, factories.acceptance(user.id), session]


@asynccontextmanager
async def listening(url: str, where: Sequence[Seat], document: str) -> AsyncIterator[Arrivals]:
    """A socket for each seat with this subscription, open while the block lasts."""
    arrivals, gate = Arrivals(), asyncio.Semaphore(OPENING_AT_ONCE)
    opened = [asyncio.Event() for _ in where]
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as client:
        tasks = [
            asyncio.create_task(_listen(client, url, seat, document, arrivals, gate, ready))
            for seat, ready in zip(where, opened, strict=True)
        ]
        try:
            await _all_open(tasks, opened)
            yield arrivals
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _all_open(tasks: list[asyncio.Task[None]], opened: list[asyncio.Event]) -> None:
    waiting = asyncio.ensure_future(asyncio.gather(*(ready.wait() for ready in opened)))
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            waiting.cancel()
            task.result()
    await waiting


async def _listen(
    client: aiohttp.ClientSession,
    url: str,
    seat: Seat,
    document: str,
    arrivals: Arrivals,
    gate: asyncio.Semaphore,
    ready: asyncio.Event,
) -> None:
    seen: set[str] = set()
    async with gate:
        socket = await client.ws_connect(
            url, protocols=["graphql-transport-ws"], autoclose=True, compress=0
        )
        authorization = f"Bearer {seat.token}"
        await socket.send_json(
            {"type": "connection_init", "payload": {"authorization": authorization}}
        )
        acknowledged = await socket.receive_json()
        if acknowledged["type"] != "connection_ack":
            raise RuntimeError(acknowledged)
        await socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": document}})
        # The stream begins when its start was read: a ping comes back behind that on most sockets.
        await socket.send_json({"type": "ping"})
        await socket.receive_json()
    ready.set()
    async for frame in socket:
        message = json.loads(frame.data)
        if message["type"] != "next":
            raise RuntimeError(message)
        arrivals.note(seat, message["payload"]["data"]["resultShared"]["sharedResult"], seen)
