"""`rvs doctor`: what this machine lacks, and how to get it."""

import asyncio
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db import keyring
from db.engine import Database
from db.keyring import KeyRingError
from db.storage import Storage
from server import health, key_file, modes, portal_build
from server.doorbell import Doorbell
from server.embedded import binaries
from server.embedded.processes import EmbeddedServiceError
from server.portal_build import NotBuilt
from server.settings import Settings
from workers.statements import availability

_OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: present, or what to do; `is_needed` False: everything else works without it."""

    part: str
    says: str
    advice: str = ""
    is_needed: bool = True

    @property
    def is_bad(self) -> bool:
        """Whether something that is needed is missing."""
        return bool(self.advice) and self.is_needed

    def line(self) -> str:
        """The finding for people."""
        mark = "ok     " if not self.advice else "MISSING" if self.is_needed else "without"
        return f"{mark}  {self.part:<11} {self.says}" + (f" {self.advice}" if self.advice else "")


async def findings(settings: Settings) -> Sequence[Finding]:
    """Everything, in the order in which it is needed."""
    return [
        _python(),
        _pango(),
        _portal(),
        _data_directory(settings.data_dir),
        _mode(settings),
        _keys(settings),
        await _database(settings),
        await _valkey(settings),
        await _storage(settings),
    ]


def _python() -> Finding:
    is_old = sys.version_info[:2] < _OLDEST_PYTHON
    advice = "Install Python 3.11 or later." if is_old else ""
    return Finding("Python", f"{platform.python_version()}.", advice)


def _pango() -> Finding:
    missing = availability.missing_libraries()
    if not missing:
        return Finding("Pango", "PDF statements can be made.")
    packages = " ".join(missing)
    advice = f"Install it: apt-get install {packages}"
    return Finding("Pango", "No PDF statements; all else works.", advice, is_needed=False)


def _portal() -> Finding:
    try:
        portal_build.read(portal_build.DIRECTORY)
    except NotBuilt as lack:
        says = f"No web front end ({lack}); the API works all the same."
        return Finding("Portal", says, "Build it: make portal", is_needed=False)
    return Finding("Portal", "The web front end has been built.")


def _data_directory(data_dir: Path) -> Finding:
    place = data_dir.resolve()
    existing = next(path for path in (place, *place.parents) if path.exists())
    if os.access(existing, os.W_OK | os.X_OK):
        return Finding("Data", f"{place} can be written.")
    return Finding("Data", f"{place} cannot be written.", "Set DATA_DIR to a directory of yours.")


def _mode(settings: Settings) -> Finding:
    if settings.mode is None:
        says = "MODE is not set: `make run` works, `rvs serve` and `rvs worker` do not start."
        return Finding("Mode", says, "Set MODE=production for these.", is_needed=False)
    try:
        modes.require_safe(settings)
    except modes.Refused as refused:
        return Finding("Mode", f"{settings.mode.value} does not start.", f"\n{refused}")
    return Finding("Mode", f"{settings.mode.value}.")


def _keys(settings: Settings) -> Finding:
    text = settings.keys or key_file.text(settings.data_dir)
    if not text:
        advice = "`make run` makes one in DATA_DIR; for production use `rvs keys new`."
        return Finding("Keys", "There is no key ring.", advice, is_needed=bool(settings.mode))
    try:
        ring = keyring.parse(text)
    except KeyRingError as error:
        return Finding("Keys", "The key ring cannot be read.", str(error))
    return Finding("Keys", f"{len(ring.keys)} in the ring, number {ring.current} seals.")


async def _database(settings: Settings) -> Finding:
    if not settings.database_url:
        return _embedded("PostgreSQL", lambda: binaries.postgres("postgres"))
    database = Database(settings.database_url, pool_size=1)
    try:
        async with asyncio.timeout(5):
            state = await health.database_state(database)
    except TimeoutError:
        state = "does not answer: check DATABASE_URL"
    finally:
        await database.close()
    if state != health.OK:
        return Finding("PostgreSQL", f"{state}.", "See DATABASE_URL.")
    return Finding("PostgreSQL", "reached and migrated.")


async def _valkey(settings: Settings) -> Finding:
    if not settings.redis_url:
        return _embedded("Valkey", binaries.valkey_server)
    doorbell = Doorbell(settings.redis_url)
    try:
        is_heard = await doorbell.is_heard()
    finally:
        await doorbell.close()
    if is_heard:
        return Finding("Valkey", "answers.")
    return Finding("Valkey", "does not answer.", "Check REDIS_URL.", is_needed=False)


async def _storage(settings: Settings) -> Finding:
    try:
        storage = Storage.from_url(settings.files_url, settings.storage_endpoint or None)
    except (ValueError, OSError) as error:
        return Finding("Storage", "cannot be used.", f"Check STORAGE_URL: {error}")
    state = await health.storage_state(storage)
    if state == health.OK:
        return Finding("Storage", f"{settings.files_url} can be written.")
    return Finding("Storage", f"{state}.", "See STORAGE_URL.")


def _embedded(part: str, program: Callable[[], Path]) -> Finding:
    try:
        program()
    except EmbeddedServiceError as error:
        return Finding(part, "is not installed.", str(error))
    return Finding(part, "embedded, started by `make run`.")
