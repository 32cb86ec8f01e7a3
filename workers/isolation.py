"""Keeps one piece of work that fails from taking its neighbours, or what was done, with it."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

import structlog

from db.outages import DATABASE_ERRORS

T = TypeVar("T")

# Between the tries to write something down; together within a lease.
_PATIENCE_SECONDS: Final = (0.1, 0.4, 1.5, 3.0, 5.0)

log = structlog.get_logger(__name__)


async def outcome(work: Coroutine[Any, Any, T], event: str) -> T | None:
    """What the work returns; None, and a line in the log, when it failed."""
    results: Sequence[T | BaseException] = await asyncio.gather(work, return_exceptions=True)
    result = results[0]
    if isinstance(result, Exception):
        report(result, event)
        return None
    if isinstance(result, BaseException):
        raise result
    return result


async def written(write: Callable[[], Awaitable[None]], event: str) -> bool:
    """Write down what has happened outside, again when the database is away for a moment.

    False when it stayed away: then the work is done again with the next lease.
    """
    for seconds in _PATIENCE_SECONDS:
        try:
            await write()
        except DATABASE_ERRORS as error:
            report(error, event)
            await asyncio.sleep(seconds)
        else:
            return True
    return False


def report(error: BaseException, event: str) -> None:
    """Log a bug or an outage: its type and its place, never its words, which may quote values."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error(event, error=type(error).__name__, frames=frames)
