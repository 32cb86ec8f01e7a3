"""Receivers that refuse, ask for time, go away or hang: each delays nobody but itself."""

import asyncio
import time
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from db.engine import Job
from db.keyring import new_ring
from resolvers.webhooks import secret_place
from tests.faults import ledger, waiting
from tests.faults.world import Endpoint, World
from tests.receivers import Receiver, hang, redirect, status
from tests.running import RETRIES, Running

pytestmark = pytest.mark.faults


async def test_a_refused_delivery_is_tried_again_until_it_is_taken(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    async with Receiver(status(500), redirect("/elsewhere"), status(204)) as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        service.work(Job.WEBHOOK)
        await world.share_many(organisation, 1)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        (attempts,) = told.attempts.values()
        assert [(each["status"], each["error"]) for each in attempts] == [
            (500, "HTTP_STATUS"),
            (302, "REDIRECT"),
            (204, None),
        ]
        times = [request.at for request in receiver.requests]
        assert all((later - sooner).total_seconds() >= 0.29 for sooner, later in pairwise(times))


async def test_a_delivery_that_nobody_ever_takes_ends_visibly_dead_and_lets_the_next_go(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    (own,) = world.results(1)
    attempts = len(RETRIES.split(","))
    async with Receiver(*[status(500)] * attempts, status(204)) as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        service.work(Job.WEBHOOK)
        share_id = await world.share(organisation, own)
        await waiting.until_over(world)
        await world.withdraw(own, share_id)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DEAD": 1, "DELIVERED": 1}
        assert [row["attempts"] for row in told.deliveries] == [attempts, 1]


async def test_gone_ends_the_endpoint_and_what_is_open_is_parked(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    first, second = world.results(2)
    async with Receiver(status(410, wait=0.5)) as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        service.work(Job.WEBHOOK)
        share_id = await world.share(organisation, first)
        await receiver.wait_for(1)
        await world.withdraw(first, share_id)
        await waiting.until_over(world)
        await world.share(organisation, second)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert len(told.seen) == 1
        assert [row["state"] for row in told.deliveries] == ["DEAD", "PARKED"]
        state = await world.sql.fetchrow(
            "SELECT state, failure FROM webhook_endpoints WHERE id = $1", endpoint.id
        )
        assert tuple(state or ()) == ("DISABLED", "GONE")


async def test_a_busy_receiver_is_left_alone_for_as_long_as_it_asks(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    busy = status(429, headers={"Retry-After": "1"})
    async with Receiver(busy, status(204)) as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        service.work(Job.WEBHOOK)
        await world.share_many(organisation, 1)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        sooner, later = (request.at for request in receiver.requests)
        assert (later - sooner).total_seconds() >= 1


async def test_twenty_hanging_endpoints_delay_no_healthy_one(
    service: Running, world: World
) -> None:
    healthy_one = await world.organisation()
    async with Receiver(hang) as hanging, Receiver() as receiver:
        for _ in range(2):
            slow = await world.organisation()
            for _ in range(10):
                await world.endpoint(slow, hanging.url)
            await world.share_many(slow, 5)
        endpoint = await world.endpoint(healthy_one, receiver.url)
        service.work(Job.WEBHOOK)
        await hanging.wait_for(20)

        started = time.monotonic()
        shares = [await world.share(healthy_one, own) for own in world.results(10)]
        await receiver.wait_for(len(shares), timeout_seconds=2)

        assert time.monotonic() - started < 2
        told = await ledger.of(world, endpoint, receiver.requests)
        assert told.duplicates() == 0
        assert len(told.seen) == 10


async def test_a_hanging_endpoint_with_fifty_deliveries_holds_at_most_four_and_delays_nobody(
    service: Running, world: World
) -> None:
    slow, healthy_one = await world.organisation(), await world.organisation()
    async with Receiver(hang) as hanging, Receiver() as receiver:
        await world.endpoint(slow, hanging.url)
        endpoint = await world.endpoint(healthy_one, receiver.url)
        # Some that hang and all that are healthy are claimed together, in one batch.
        await world.share_many(slow, 3)
        await world.share_many(healthy_one, 12)
        await world.share_many(slow, 47)

        service.work(Job.WEBHOOK)
        await hanging.wait_for(1)
        await receiver.wait_for(12, timeout_seconds=2)
        await asyncio.sleep(1)

        first = hanging.requests[0].at
        soon = [request for request in hanging.requests if (request.at - first).seconds < 4]
        assert len(soon) == 4
        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": 12}


async def test_a_delivery_that_cannot_be_made_takes_no_other_with_it(
    service: Running, world: World
) -> None:
    broken, healthy_one = await world.organisation(), await world.organisation()
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(Receiver())
        poisoned = await world.endpoint(broken, receiver.url)
        await _lose_the_key(world, poisoned)
        await world.share_many(broken, 3)
        endpoint = await world.endpoint(healthy_one, receiver.url)
        await world.share_many(healthy_one, 6)

        service.work(Job.WEBHOOK)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert (told.states(), len(told.seen)) == ({"DELIVERED": 6}, 6)
        rows = await world.sql.fetch(
            "SELECT d.state, array_agg(DISTINCT a.error) AS errors FROM webhook_deliveries d"
            " JOIN delivery_attempts a ON a.delivery_id = d.id"
            " WHERE d.endpoint_id = $1 GROUP BY d.id",
            poisoned.id,
        )
        assert [tuple(row) for row in rows] == [("DEAD", ["INTERNAL"])] * 3


async def test_nothing_is_sent_for_a_suspended_organisation(service: Running, world: World) -> None:
    organisation = await world.organisation()
    async with Receiver() as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        await world.share_many(organisation, 2)
        await world.sql.execute(
            "UPDATE organisations SET state = 'SUSPENDED' WHERE id = $1", organisation
        )
        service.work(Job.WEBHOOK)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"PARKED": 2}


async def _lose_the_key(world: World, endpoint: Endpoint) -> None:
    """The endpoint's secret is sealed with a key that the service does not have."""
    sealed = new_ring().seal(secret_place(endpoint.id), endpoint.secret)
    await world.sql.execute(
        "UPDATE webhook_endpoints SET secret = $2 WHERE id = $1", endpoint.id, sealed
    )
