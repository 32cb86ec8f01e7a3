"""The real service with data worth reaching: files, an endpoint with a log, and foreign records."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import asyncpg

from db.engine import Job, plain_url
from tests import factories, parties, running, services
from tests.fuzz import foreigners
from tests.parties import Party
from tests.receivers import Receiver
from tests.running import Running
from tests.services import TestServices

_PATIENCE_SECONDS: Final = 30.0
# Nothing of others runs out by itself while it is watched.
_NOTHING_RUNS_OUT: Final = """
  UPDATE shares SET expires_at = expires_at + interval '60 days'
   WHERE state = 'ACTIVE' AND expires_at < now() + interval '1 day'"""
_SHARES: Final = "{ sharedResults(first: 3) { edges { node { id } } } }"
_EXPORT: Final = """
  mutation ($ids: [ID!]!) {
    createExport(input: { format: CSV, selection: { ids: $ids } }) { userErrors { code } }
  }"""
_EXPORTS: Final = "{ exports { edges { node { state } } } }"
_ENDPOINTS: Final = """
  { webhookEndpoints { edges { node { deliveries { edges { node { state } } } } } } }"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running service, its database past all walls, and an address that takes webhooks."""

    service: Running
    processes: tuple[subprocess.Popen[bytes], ...]
    database: "asyncpg.Connection[asyncpg.Record]"
    receiver_url: str


@asynccontextmanager
async def opened(bug: str | None = None) -> AsyncIterator[Stage]:
    """API and workers on services of their own, on loopback, in directories that go with them.

    `bug`: one of `tests.fuzz.bugs` is in them. From the main thread only.
    """
    keeper = _keeper()
    urls = keeper.clone(f"rvs_fuzz_{bug or 'whole'}")
    with (
        tempfile.TemporaryDirectory(prefix="rvs-fuzz-") as directory,
        running.running(keeper, urls, Path(directory) / "rvs") as service,
    ):
        if bug is not None:
            service.program = ("tests.fuzz.bugs", bug)
        await factories.save(service.superuser, *foreigners.planted())
        database = await asyncpg.connect(plain_url(service.superuser))
        try:
            await database.execute(_NOTHING_RUNS_OUT)
            processes = service.serve(), service.work(Job.WEBHOOK, Job.MAIL, Job.CLOCK)
            async with Receiver() as receiver:
                await _live_in(service, receiver)
                yield Stage(service, processes, database, receiver.url)
        finally:
            await database.close()


@cache
def _keeper() -> TestServices:
    """One for all stages of this process; its directory goes when the process ends."""
    return services.started(Path(tempfile.mkdtemp(prefix="rvs-fuzz-")), os.getpid())


async def _live_in(service: Running, receiver: Receiver) -> None:
    """Files that are ready, and an endpoint that was told something."""
    # No longer than for these: files of everything, made again and again, would take all the time.
    exporter = service.work(Job.EXPORT)
    async with parties.connected(service.base_url) as client:
        primary = await parties.signed_in(client, parties.PRIMARY)
        await primary.ask(parties.ENDPOINT, url=receiver.url)
        edges = (await primary.ask(_SHARES))["sharedResults"]["edges"]
        for edge in edges:
            await primary.ask(_EXPORT, ids=[edge["node"]["id"]])
        await _until(lambda: _is_lived_in(primary, len(edges)))
    running.kill(exporter)


async def _is_lived_in(primary: Party, files: int) -> bool:
    exports = (await primary.ask(_EXPORTS))["exports"]["edges"]
    endpoints = (await primary.ask(_ENDPOINTS))["webhookEndpoints"]["edges"]
    sent: list[Any] = [each for edge in endpoints for each in edge["node"]["deliveries"]["edges"]]
    are_ready = [edge["node"]["state"] for edge in exports].count("READY") == files
    return are_ready and any(each["node"]["state"] == "DELIVERED" for each in sent)


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not await holds():  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.1)
