"""Notices that a session or key has ended while connections are open under it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from db import outages
from db.engine import Database
from resolvers import authentication
from resolvers.context import Context, Viewer

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Watched:
    """One session or key, with how many connections wait for its end."""

    viewer: Viewer
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    waiters: int = 0


class SessionWatch:
    """One look every few seconds for each session, however many connections it has."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: dict[str, _Watched] = {}
        self._task: asyncio.Task[None] | None = None

    async def ended(self, context: Context) -> None:
        """Return when the session or key of the context is no longer good; a visitor's never is."""
        viewer = context.viewer
        if viewer is None:
            await asyncio.Event().wait()
            return
        watched = self._watched.setdefault(viewer.credential, _Watched(viewer))
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

    def _ensure_running(self, database: Database) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(database))

    async def _look(self, database: Database) -> None:
        while self._watched:
            await asyncio.sleep(self._seconds)
            for credential, watched in list(self._watched.items()):
                if await _has_ended(database, watched.viewer):
                    watched.ended.set()
                    self._watched.pop(credential, None)


async def _has_ended(database: Database, viewer: Viewer) -> bool:
    """Whether the database says so; while it cannot be asked, nothing new is shown anyway."""
    try:
        return not await authentication.is_still_valid(database, viewer)
    except outages.DATABASE_ERRORS as error:
        log.warning("session_check_failed", error=type(error).__name__)
        return False
