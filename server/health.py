"""`/healthz`: the process is alive. `/readyz`: it can do its work, or what is missing."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final
from uuid import uuid4

import structlog
from obstore.exceptions import BaseError
from starlette.requests import Request
from starlette.responses import JSONResponse

from db import outages
from db.engine import NOBODY, Database
from db.queries import installation
from db.storage import Storage
from domain.errors import DomainError
from server.composition import Ground

OK: Final = "ok"
_PATIENCE_SECONDS: Final = 3.0
# Readiness is asked every few seconds by every balancer; a file is written less often.
_STORAGE_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


async def alive(request: Request) -> JSONResponse:
    """The process answers; nothing else is looked at."""
    return JSONResponse({"status": OK})


class Readiness:
    """Looks at everything that the API needs."""

    def __init__(self, ground: Callable[[], Ground]) -> None:
        self._ground = ground
        self._storage_seen = (OK, -_STORAGE_SECONDS)

    async def answer(self, request: Request) -> JSONResponse:
        """200 when all that is needed is there, else 503; each check says what is missing.

        Valkey is reported only: without it everything works, a little later.
        """
        held = self._ground()
        database, storage, is_heard = await asyncio.gather(
            _within(database_state(held.database)),
            _within(self._storage_state(held.storage)),
            held.doorbell.is_heard(),
        )
        is_ready = database == storage == OK
        checks = {
            "database": database,
            "storage": storage,
            "valkey": OK if is_heard else "absent: workers look every few seconds instead",
        }
        body = {"status": "ready" if is_ready else "not ready", "checks": checks}
        return JSONResponse(body, 200 if is_ready else 503)

    async def _storage_state(self, storage: Storage) -> str:
        state, seen_at = self._storage_seen
        if state != OK or time.monotonic() - seen_at >= _STORAGE_SECONDS:
            state = await storage_state(storage)
            self._storage_seen = (state, time.monotonic())
        return state


async def database_state(database: Database) -> str:
    """`ok`, or why the database cannot be used."""
    try:
        async with database.transaction(NOBODY) as session:
            missing = await installation.missing_columns(session)
    except outages.DATABASE_ERRORS as error:
        log.warning("database_unreachable", error=type(error).__name__)
        return "unreachable: check DATABASE_URL and that PostgreSQL runs"
    return OK if not missing else "not migrated: run `rvs migrate`"


async def storage_state(storage: Storage) -> str:
    """`ok`, or why no file can be kept: one is written and removed."""
    key = f"readiness/probe-{uuid4().hex}"
    try:
        with tempfile.NamedTemporaryFile() as probe:
            await storage.put_file(key, Path(probe.name))
        await storage.delete(key)
    except (BaseError, OSError, DomainError) as error:
        log.warning("storage_unwritable", error=type(error).__name__)
        return "not writable: check STORAGE_URL, its rights and the room left"
    return OK


async def _within(check: Awaitable[str]) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await check
    except TimeoutError:
        return f"no answer within {_PATIENCE_SECONDS:g} seconds"
