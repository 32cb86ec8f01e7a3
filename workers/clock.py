"""What the clock does: end the shares whose time is up, forget what has had its day, seal.

Reading paths do not wait for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Final
from uuid import UUID

from db.engine import Identity, Job
from db.queries import accounts, idempotency, letters, links, shares
from resolvers import sharing
from workers import isolation, sealing
from workers.services import WorkerServices

BATCH: Final = 200


@asynccontextmanager
async def opened(services: WorkerServices) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """The clock needs nothing of its own but when it sealed last."""
    seal = sealing.paced(services)

    async def drain() -> None:
        while await end_shares(services):
            services.ring(Job.WEBHOOK)
        while await forget(services):
            pass
        await seal()

    yield drain


async def end_shares(services: WorkerServices) -> int:
    """End a batch of shares whose time is up, an organisation at a time; returns how many."""
    async with services.database.transaction(Identity(job=Job.CLOCK)) as session:
        due = await shares.due_to_expire(session, BATCH)
    ended = 0
    by_organisation = sorted(due, key=lambda row: row.organisation_id)
    for organisation_id, rows in groupby(by_organisation, key=lambda row: row.organisation_id):
        ids = [row.share_id for row in rows]
        ending = _end(services, organisation_id, ids)
        ended += await isolation.outcome(ending, "shares_not_ended") or 0
    return ended


async def forget(services: WorkerServices) -> int:
    """Delete a batch of what has had its day; returns how many rows."""
    now = services.clock()
    async with services.database.transaction(Identity(job=Job.CLOCK)) as session:
        return sum(
            [
                await idempotency.forget_old(session, now, BATCH),
                await accounts.forget_old_tries(session, now, BATCH),
                await letters.forget_old(session, now, BATCH),
                await links.forget_old(session, now, BATCH),
            ]
        )


async def _end(services: WorkerServices, organisation_id: UUID, ids: list[UUID]) -> int:
    identity = Identity(organisation_id=organisation_id)
    async with services.database.transaction(identity) as session:
        overdue = await shares.lock_expired(session, organisation_id, ids)
        for share in overdue:
            await sharing.expire(session, share, services.clock())
    return len(overdue)
