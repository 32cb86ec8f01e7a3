"""The API is killed, PostgreSQL cuts its connections, Valkey comes back empty: all goes on."""

import asyncio
import os
import shutil
import signal
import time
from pathlib import Path
from uuid import UUID

import pytest

from db.engine import Job
from db.keyring import KeyRing
from domain import global_ids
from domain.global_ids import Kind
from server.embedded.postgres import PostgresUrls
from tests.faults import ledger, sharing_clients, waiting
from tests.faults import world as worlds
from tests.faults.sharing_clients import Shared
from tests.faults.world import World
from tests.receivers import Receiver
from tests.running import Running, kill, running
from tests.services import TestServices

pytestmark = pytest.mark.faults

CUT = """
  SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'rvs_app'"""


async def test_an_api_killed_amid_shares_of_clients_that_retry_makes_each_share_once(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    clients = await sharing_clients.make(world, organisation, 30)
    api = service.serve()

    async with sharing_clients.at_work(service, clients) as shared:
        for reached in (5, 15):
            await shared.wait_for(reached)
            kill(api)
            api = service.serve()
        await shared.wait_for(len(clients))

    await _each_share_was_made_once(world, organisation, shared)


async def test_connections_cut_under_load_are_opened_again_and_nothing_is_lost(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    clients = await sharing_clients.make(world, organisation, 60)
    async with Receiver() as receiver:
        endpoint = await world.endpoint(organisation, receiver.url)
        service.serve_and_work([Job.WEBHOOK, Job.MAIL, Job.CLOCK])

        async with sharing_clients.at_work(service, clients) as shared:
            for reached in (5, 20, 35, 50):
                await shared.wait_for(reached)
                assert await world.sql.fetchval(CUT) > 0
            await shared.wait_for(len(clients))
        await asyncio.sleep(0.5)
        await world.end_leases("webhook_deliveries")
        await waiting.until_over(world)

        await _each_share_was_made_once(world, organisation, shared)
        told = await ledger.of(world, endpoint, receiver.requests)
        told.hold()
        assert told.states() == {"DELIVERED": len(clients)}
    assert service.is_ready()
    assert service.all_run()


async def test_a_valkey_that_dies_and_comes_back_empty_costs_time_and_nothing_else(
    services: TestServices, fresh_database: PostgresUrls, keyring: KeyRing, tmp_path: Path
) -> None:
    sweep_seconds = 3.0
    with running(
        services, fresh_database, tmp_path / "rvs", SWEEP_SECONDS=str(sweep_seconds)
    ) as service:
        async with worlds.opened(service, keyring) as world, Receiver() as receiver:
            organisation = await world.organisation()
            clients = await sharing_clients.make(world, organisation, 6)
            endpoint = await world.endpoint(organisation, receiver.url)
            service.serve_and_work([Job.WEBHOOK])

            await _share_all(service, clients[:2])
            await receiver.wait_for(2, timeout_seconds=1)

            assert service.valkey.process_id is not None
            os.kill(service.valkey.process_id, signal.SIGKILL)
            await _share_all(service, clients[2:4])
            await receiver.wait_for(4, timeout_seconds=sweep_seconds + 1)

            service.valkey.stop()
            shutil.rmtree(service.directory / "valkey" / "appendonlydir")
            service.valkey.start()
            await asyncio.sleep(2)  # the longest wait before the bell is listened to again
            await _share_all(service, clients[4:])
            started = time.monotonic()
            await receiver.wait_for(6, timeout_seconds=1)
            assert time.monotonic() - started < 1

            await waiting.until_over(world)
            told = await ledger.of(world, endpoint, receiver.requests)
            told.hold()
            assert (told.states(), told.duplicates()) == ({"DELIVERED": 6}, 0)
            assert service.all_run()


async def _share_all(service: Running, clients: list[sharing_clients.Client]) -> None:
    async with sharing_clients.at_work(service, clients):
        pass


async def _each_share_was_made_once(world: World, organisation: UUID, shared: Shared) -> None:
    """What the clients were told is what there is, numbered without a gap."""
    rows = await world.sql.fetch(
        "SELECT org_seq, share_id FROM events WHERE organisation_id = $1 ORDER BY org_seq",
        organisation,
    )
    assert [row["org_seq"] for row in rows] == list(range(1, len(shared.ids) + 1))
    events = sorted(global_ids.encode(Kind.SHARE, row["share_id"]) for row in rows)
    assert events == sorted(shared.ids)
    counts = await world.sql.fetchrow(
        "SELECT c.active_shares, (SELECT count(*) FROM shares s WHERE s.organisation_id = $1)"
        " FROM organisation_counters c WHERE c.organisation_id = $1",
        organisation,
    )
    assert tuple(counts or ()) == (len(shared.ids), len(shared.ids))
