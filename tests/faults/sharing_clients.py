"""Candidates at their own programs: each shares one result, and tries again until it is told so."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from domain import global_ids
from domain.global_ids import Kind
from domain.permissions import Role
from resolvers import authentication
from tests import factories, parties
from tests.faults.world import World
from tests.parties import Party, Refused
from tests.running import Running

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Client:
    """A candidate with a session, and what is to be shared; the key stays the same."""

    token: str = field(repr=False)
    wish: dict[str, str]


class Shared:
    """The shares of which a client has been told."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._told = asyncio.Condition()

    async def add(self, share_id: str) -> None:
        """One more."""
        self.ids.append(share_id)
        async with self._told:
            self._told.notify_all()

    async def wait_for(self, count: int, seconds: float = 40) -> None:
        """Return as soon as there are so many; TimeoutError otherwise."""
        async with asyncio.timeout(seconds), self._told:
            await self._told.wait_for(lambda: len(self.ids) >= count)


async def make(world: World, organisation: UUID, count: int) -> list[Client]:
    """So many candidates who have not shared anything with the organisation."""
    clients: list[Client] = []
    taken = {row[0] for row in await world.sql.fetch("SELECT candidate_id FROM users")}
    while len(clients) < count:
        (own,) = world.results(1)
        if own.candidate_id in taken:
            continue
        taken.add(own.candidate_id)
        token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
        user = factories.user(role=Role.CANDIDATE, candidate_id=own.candidate_id)
        session = factories.session(user.id, token_hash=authentication.hash_of(token))
        await factories.save(world.service.superuser, user, session)
        wish = {
            "resultId": global_ids.encode(Kind.RESULT, own.result_id),
            "organisationId": global_ids.encode(Kind.ORGANISATION, organisation),
            "idempotencyKey": secrets.token_hex(8),
        }
        clients.append(Client(token, wish))
    return clients


@asynccontextmanager
async def at_work(service: Running, clients: Sequence[Client]) -> AsyncIterator[Shared]:
    """All of them share, some at once, while the block lasts; at its end all have to be done."""
    shared, turns = Shared(), asyncio.Semaphore(AT_ONCE)
    async with parties.connected(service.base_url) as connection, asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(_share(Party(connection, client.token), client, turns, shared))
        yield shared


async def _share(party: Party, client: Client, turns: asyncio.Semaphore, shared: Shared) -> None:
    async with turns, asyncio.timeout(40):
        while True:
            await asyncio.sleep(0.02)
            try:
                answer = (await party.ask(parties.SHARE, input=client.wish))["shareResult"]
            except httpx.TransportError:
                continue  # killed: whether it was done is not known
            except Refused as refused:
                if refused.code not in ("INTERNAL", "CONFLICT"):
                    raise
                continue
            assert answer["userErrors"] == []
            return await shared.add(answer["share"]["id"])
