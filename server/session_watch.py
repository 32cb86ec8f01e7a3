"""Notices that a session or key has ended while connections are open under it."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog

from db import outages
from db.engine import NOBODY, Database
from db.queries import live_credentials
from resolvers import authentication
from resolvers.context import Context

_LEAST_PAUSE_SECONDS: Final = 0.05

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Watched:
    """One session or key, with how many connections wait for its end."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)
    waiters: int = 0


class SessionWatch:
    """One look every few seconds for each session, however many connections it has."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: dict[str, _Watched] = {}
        self._task: asyncio.Task[None] | None = None
        self._database: Database | None = None

    async def ended(self, context: Context) -> None:
        """Return when the session or key of the context is no longer good; a visitor's never is."""
        viewer = context.viewer
        if viewer is None:
            await asyncio.Event().wait()
            return
        watched = self._watched.setdefault(viewer.credential, _Watched())
        watched.waiters += 1
        self._ensure_running(context.services.database)
        try:
            await watched.ended.wait()
        finally:
            watched.waiters -= 1
            if watched.waiters == 0 and self._watched.get(viewer.credential) is watched:
                del self._watched[viewer.credential]

    async def close(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._database is not None:
            await self._database.close()

    def _ensure_running(self, database: Database) -> None:
        if self._database is None:
            self._database = database.apart()  # the end of a session is not to wait for its turn
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(self._database))

    async def _look(self, database: Database) -> None:
        """One question for all of them; the time between two looks counts from their begin."""
        clock = asyncio.get_running_loop().time
        while self._watched:
            begun = clock()
            await self._look_once(database)
            await asyncio.sleep(max(self._seconds - (clock() - begun), _LEAST_PAUSE_SECONDS))

    async def _look_once(self, database: Database) -> None:
        watched = dict(self._watched)
        live = await _live(database, watched.keys())
        for credential in watched.keys() - live:
            watched[credential].ended.set()
            if self._watched.get(credential) is watched[credential]:
                del self._watched[credential]


async def _live(database: Database, credentials: Collection[str]) -> Collection[str]:
    """Those that are good; all of them while the database cannot be asked: nothing new is shown."""
    try:
        async with database.transaction(NOBODY) as session:
            return await live_credentials.among(session, credentials, authentication.IDLE)
    except outages.DATABASE_ERRORS as error:
        log.warning("session_check_failed", error=type(error).__name__)
        return credentials
