"""Exports: claim one, make its file aside, check it, show it in one step."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import Row

from db import outbox
from db.engine import Identity, Job
from db.ids import new_id
from db.models.exports import StoredFile
from db.outages import DATABASE_ERRORS
from db.queries import exports
from db.storage import StorageDamaged, StorageFull, StoredFacts
from domain.events import EventType, NewEvent
from domain.exports import FILE_ENDING, ExportFormat
from domain.states import ExportState
from resolvers.exports import KEPT
from workers import isolation
from workers.exports import files, workplace
from workers.exports.files import Made, NothingLeft, Unreadable
from workers.lanes import Lanes
from workers.services import WorkerServices
from workers.statements.render_process import RenderFailed
from workers.statements.renderer import StatementRenderer

LANES: Final = 2
HEARTBEAT_SECONDS: Final = 1.0
MOST_ATTEMPTS: Final = 3

log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """Another worker has the export: leave everything as it is."""


@asynccontextmanager
async def opened(services: WorkerServices) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Holds the processes that render statements."""
    await services.storage.sweep()
    with workplace.opened(services.work_directory) as folder:
        async with (
            StatementRenderer(services.statement_processes, folder) as renderer,
            Lanes(
                LANES,
                lambda: make_one(services, renderer, folder),
                stop_seconds=services.stop_seconds,
            ) as lanes,
        ):
            yield lanes.start_one


async def make_one(services: WorkerServices, renderer: StatementRenderer, folder: Path) -> bool:
    """Make the oldest export that is due, in `folder`; False when none was."""
    async with services.database.transaction(Identity(job=Job.EXPORT)) as session:
        job = await exports.claim(session)
    if job is None:
        return False
    await _forget_earlier(services, job)
    if job.attempts > MOST_ATTEMPTS:
        await _fail(services, job, "GAVE_UP")
        return True
    try:
        await _make(services, renderer, job, folder)
    except NothingLeft:
        await _fail(services, job, "NOTHING_LEFT")
    except StorageFull:
        await _fail(services, job, "STORAGE_FULL")
    except StorageDamaged:
        await _fail(services, job, "STORAGE_DAMAGED")
    except (RenderFailed, Unreadable):
        await _fail(services, job, "RENDERING")
    except LeaseLost:
        log.warning("export_lease_lost")
    return True


async def _make(
    services: WorkerServices, renderer: StatementRenderer, job: Row[Any], folder: Path
) -> None:
    # A thread that still writes after a cancellation may leave something: `workplace` removes it.
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
        key = _key(job, job.attempts)
        path = Path(place) / f"results.{FILE_ENDING[ExportFormat(job.format)]}"
        progress = Progress(services, job)
        async with progress.kept_alive():
            made = await files.make(services, renderer, job, path, move=progress.move)
            facts = await services.storage.put_checked(key, path)
    try:
        await _announce(services, job, key, facts, made)
    except LeaseLost:
        await services.storage.delete(key)
        raise
    services.ring(Job.WEBHOOK)


async def _forget_earlier(services: WorkerServices, job: Row[Any]) -> None:
    """Remove the files of attempts that were killed before they could announce them."""
    for attempt in range(1, min(job.attempts, MOST_ATTEMPTS + 1)):
        await services.storage.delete(_key(job, attempt))


def _key(job: Row[Any], attempt: int) -> str:
    """Each attempt writes its own file, so that a late one never touches what is announced."""
    ending = FILE_ENDING[ExportFormat(job.format)]
    return f"exports/{job.organisation_id.hex}/{job.id.hex}-{attempt}.{ending}"


async def _announce(
    services: WorkerServices, job: Row[Any], key: str, facts: StoredFacts, made: Made
) -> None:
    """The file, the export's end and the event, in one transaction."""
    now = services.clock()
    file = StoredFile(
        id=new_id(),
        organisation_id=job.organisation_id,
        storage_key=key,
        size_bytes=facts.bytes,
        sha256=bytes.fromhex(facts.sha256),
        created_at=now,
        expires_at=now + KEPT,
    )
    identity = Identity(organisation_id=job.organisation_id, job=Job.EXPORT)
    async with services.database.transaction(identity) as session:
        await exports.add_file(session, file)
        await exports.note_shown(session, job.organisation_id, job.id, made.shown)
        is_ours = await exports.finish(
            session,
            job.id,
            job.lease_token,
            state=ExportState.READY,
            now=now,
            omitted=made.omitted,
            file_id=file.id,
        )
        if not is_ours:
            raise LeaseLost
        await outbox.append(session, _ready(job, services))


async def _fail(services: WorkerServices, job: Row[Any], failure: str) -> None:
    identity = Identity(organisation_id=job.organisation_id, job=Job.EXPORT)
    async with services.database.transaction(identity) as session:
        await exports.finish(
            session,
            job.id,
            job.lease_token,
            state=ExportState.FAILED,
            now=services.clock(),
            failure=failure,
        )
        await outbox.wake(session, job.organisation_id)
    log.warning("export_failed", failure=failure, attempts=job.attempts)


def _ready(job: Row[Any], services: WorkerServices) -> NewEvent:
    return NewEvent(
        organisation_id=job.organisation_id,
        type=EventType.EXPORT_READY,
        aggregate_id=job.id,
        aggregate_version=1,
        ordering_key=job.id,
        occurred_at=services.clock(),
    )


class Progress:
    """Renews the lease of an export while its file is made, and tells how far it is."""

    def __init__(self, services: WorkerServices, job: Row[Any]) -> None:
        self._services = services
        self._job = job
        self._rows_done = 0

    def move(self, rows_done: int) -> None:
        """So many results are in the file; told with the next heartbeat."""
        self._rows_done = rows_done

    @asynccontextmanager
    async def kept_alive(self) -> AsyncIterator[None]:
        """Raise `LeaseLost` in the block when another worker has taken the export."""
        try:
            async with asyncio.TaskGroup() as group:
                beat = group.create_task(self._beat())
                yield
                beat.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _beat(self) -> None:
        """A database that is away for less than the lease does no harm."""
        while True:
            try:
                await self._tell()
            except DATABASE_ERRORS as error:
                isolation.report(error, "export_heartbeat_missed")
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _tell(self) -> None:
        identity = Identity(organisation_id=self._job.organisation_id, job=Job.EXPORT)
        async with self._services.database.transaction(identity) as session:
            job = self._job
            if not await exports.progress(session, job.id, job.lease_token, self._rows_done):
                raise LeaseLost
            await outbox.wake(session, job.organisation_id)
