"""Webhook deliveries: claim a batch, begin it, send, finish. At least once, in order per result."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from db.engine import Identity, Job
from db.queries import deliveries
from webhooks.sender import Sender
from workers.batches import Batch, Room
from workers.lanes import Lanes
from workers.services import WorkerServices

LANES: Final = 32


@asynccontextmanager
async def opened(services: WorkerServices) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Holds the sender's connections. A slow receiver keeps one lane; the others go on."""
    sender = Sender(
        timeout_seconds=services.delivery_timeout_seconds, allow_loopback=services.allow_loopback
    )
    room = Room()
    lanes = Lanes(
        LANES, lambda: deliver_batch(services, sender, room), stop_seconds=services.stop_seconds
    )
    async with sender, lanes:
        yield lanes.start_one


async def deliver_batch(services: WorkerServices, sender: Sender, room: Room) -> bool:
    """Deliver what is due, at most a batch and as much at once as there is room for.

    False when nothing was due.
    """
    async with services.database.transaction(Identity(job=Job.WEBHOOK)) as session:
        claims = await deliveries.claim(session)
    if claims:
        await Batch(services, sender, claims, room).run()
    return bool(claims)
