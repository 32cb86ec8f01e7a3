"""Exports whose worker is killed at the worst moments: one entry, one whole file, no remains."""

import asyncio
import hashlib
from pathlib import Path
from uuid import UUID

import pytest

from db.engine import Database, Identity, Job
from db.queries import exports
from domain.exports import ExportFormat
from tests.faults import waiting
from tests.faults.world import World, locked
from tests.journey import contents
from tests.running import Running, kill

pytestmark = pytest.mark.faults

STATE = "SELECT state, rows_done, attempts, failure FROM exports WHERE id = $1"


async def test_an_export_worker_killed_half_way_leaves_one_whole_file_and_no_half_one(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    shares = await world.share_many(organisation, 8)
    export_id = await world.export(organisation, shares, ExportFormat.PDF_ZIP)

    worker = service.work(Job.EXPORT)
    await waiting.until_sql(world, "SELECT rows_done > 0 FROM exports WHERE id = $1", export_id)
    kill(worker)

    assert _announced(service) == []
    left = set((service.directory / "work").iterdir())
    assert left
    await world.end_leases("exports")
    service.work(Job.EXPORT)
    await _until_over(world, export_id)

    assert len(contents.of_zip(await _whole(service, world, export_id))) == 8
    assert await world.sql.fetchval("SELECT count(*) FROM exports") == 1
    service.stop()
    assert left & set((service.directory / "work").iterdir()) == set()
    assert list((service.files / ".incoming").glob("*")) == []


async def test_an_export_worker_killed_before_it_announces_its_file_leaves_no_second_one(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    shares = await world.share_many(organisation, 2)

    export_id = await world.export(organisation, shares, ExportFormat.CSV)
    async with locked(service, "LOCK TABLE stored_files IN EXCLUSIVE MODE"):
        worker = service.work(Job.EXPORT)
        await waiting.blocked(world, "stored_files")
        kill(worker)
    assert len(_announced(service)) == 1
    assert await world.sql.fetchval("SELECT count(*) FROM stored_files") == 0

    await world.end_leases("exports")
    service.work(Job.EXPORT)
    await _until_over(world, export_id)

    assert len(contents.of_csv(await _whole(service, world, export_id))) == 2


async def test_an_export_that_kills_its_worker_each_time_fails_in_the_end(
    service: Running, world: World
) -> None:
    organisation = await world.organisation()
    shares = await world.share_many(organisation, 1)
    export_id = await world.export(organisation, shares, ExportFormat.CSV)
    await world.sql.execute(
        "UPDATE exports SET state = 'RUNNING', attempts = 3, lease_token = gen_random_uuid(),"
        " lease_until = now() WHERE id = $1",
        export_id,
    )

    service.work(Job.EXPORT)
    await _until_over(world, export_id)

    row = await world.sql.fetchrow(STATE, export_id)
    assert row is not None
    assert (row["state"], row["failure"]) == ("FAILED", "GAVE_UP")


async def test_many_exports_of_one_organisation_leave_room_for_those_of_another(
    service: Running, world: World
) -> None:
    greedy, modest = await world.organisation(), await world.organisation()
    for organisation, count in ((greedy, 3), (modest, 1)):
        shares = await world.share_many(organisation, 1)
        for _ in range(count):
            await world.export(organisation, shares, ExportFormat.CSV)

    database = Database(service.urls.app, pool_size=1)
    claimed = []
    for _ in range(3):
        async with database.transaction(Identity(job=Job.EXPORT)) as session:
            job = await exports.claim(session)
            claimed.append(job and job.organisation_id)
    await database.close()

    assert claimed == [greedy, modest, None]


async def _until_over(world: World, export_id: UUID) -> None:
    await waiting.until_sql(
        world, "SELECT state IN ('READY', 'FAILED') FROM exports WHERE id = $1", export_id
    )


async def _whole(service: Running, world: World, export_id: UUID) -> bytes:
    """The bytes of the one file there is: as long, and with the hash, that was announced."""
    row = await world.sql.fetchrow(
        "SELECT e.state, e.attempts, f.* FROM exports e JOIN stored_files f ON f.id = e.file_id"
        " WHERE e.id = $1",
        export_id,
    )
    assert row is not None
    assert (row["state"], row["attempts"]) == ("READY", 2)
    (path,) = _announced(service)
    assert path == service.files / row["storage_key"]
    content = await asyncio.to_thread(path.read_bytes)
    assert (len(content), hashlib.sha256(content).digest()) == (row["size_bytes"], row["sha256"])
    return content


def _announced(service: Running) -> list[Path]:
    """What can be seen in the storage of exports."""
    return [path for path in (service.files / "exports").rglob("*") if path.is_file()]
