"""Named checks, and the report of them that the tests read."""

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Final

LONGEST_SECONDS: Final = 30
_found: list[dict[str, str | None]] = []


async def check(name: str, act: Callable[[], Awaitable[None]]) -> None:
    """Do it, and note what came of it; a check that fails does not stop the others."""
    why = None
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await act()
    except Exception:  # noqa: BLE001 - whatever it is, the report says it
        why = traceback.format_exc()
    _found.append({"name": name, "why": why})


def report(*packages: str) -> None:
    """Print what was checked with which packages."""
    versions = {package: version(package) for package in packages}
    print(json.dumps({"versions": versions, "checks": _found}))  # noqa: T201 - for the test
