"""A webhook worker that is killed, or stalls, at every point that matters: nothing is lost."""

import asyncio
import signal

import pytest

from db.engine import Job
from tests.faults import ledger, waiting
from tests.faults.world import World, locked
from tests.receivers import Receiver, hang, status
from tests.running import Running, kill

pytestmark = pytest.mark.faults


async def test_a_worker_killed_between_claim_and_send_loses_nothing_and_uses_up_no_attempt(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    async with Receiver() as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        await world.share_many(organisation, 6)

        # The claim commits; the transaction that begins the sends cannot write its attempts.
        async with locked(service, "LOCK TABLE delivery_attempts IN EXCLUSIVE MODE"):
            worker = service.work(Job.WEBHOOK)
            await waiting.blocked(world, "delivery_attempts")
            kill(worker)
            held = await ledger.of(world, endpoint, receiver.requests)
        assert held.states() == {"LEASED": 6}
        assert (held.seen, held.unanswered()) == ([], 0)

        await world.end_leases("webhook_deliveries")
        service.work(Job.WEBHOOK)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": 6}
        assert {row["attempts"] for row in told.deliveries} == {1}


async def test_a_worker_killed_between_send_and_finish_sends_the_same_again_and_in_order(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    first, second = world.results(2)
    async with Receiver() as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        worker = service.work(Job.WEBHOOK)
        shares = [await world.share(organisation, own) for own in (first, second)]
        await waiting.until_over(world)

        # Both ends are sent and never answered; a third share of the same result must wait.
        receiver.script(hang, hang, status(204))
        for own, share_id in zip((first, second), shares, strict=True):
            await world.withdraw(own, share_id)
        await world.share(organisation, first)
        await receiver.wait_for(4)
        await asyncio.sleep(0.5)
        kill(worker)
        assert len(receiver.requests) == 4

        await world.end_leases("webhook_deliveries")
        service.work(Job.WEBHOOK)
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": 5}
        assert (told.duplicates(), told.unanswered()) == (2, 2)


async def test_a_worker_that_lost_its_lease_while_it_sent_touches_nothing(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    async with Receiver(status(410, wait=0.3), status(204)) as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        await world.share_many(organisation, 1)
        stalled = service.work(Job.WEBHOOK)
        await receiver.wait_for(1)
        stalled.send_signal(signal.SIGSTOP)

        await world.end_leases("webhook_deliveries")
        service.work(Job.WEBHOOK)
        await waiting.until_over(world)
        stalled.send_signal(signal.SIGCONT)
        await asyncio.sleep(1)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": 1}
        assert (told.duplicates(), told.unanswered()) == (1, 1)
        state = await world.sql.fetchval(
            "SELECT state FROM webhook_endpoints WHERE id = $1", endpoint.id
        )
        assert state == "ACTIVE"


async def test_two_workers_on_two_hundred_deliveries_send_each_once(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    async with Receiver() as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        await world.share_many(organisation, 200)

        service.work_side_by_side([Job.WEBHOOK], [Job.WEBHOOK])
        await waiting.until_over(world)

        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": 200}
        assert len(told.seen) == 200
