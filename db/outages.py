"""What it looks like when PostgreSQL cannot be asked, or does not answer as it should."""

from typing import Final

import asyncpg
from sqlalchemy.exc import InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from db import sqlstates

DATABASE_ERRORS: Final = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,  # refused, reset, timed out
)
_UNREACHABLE: Final = (InterfaceError, PoolTimeoutError, asyncpg.InterfaceError, OSError)
# Classes of codes: no connection, rolled back, out of room, told to stop.
_PASSING: Final = frozenset({"08", "40", "53", "57"})


def may_pass(error: BaseException) -> bool:
    """Whether the same question may be answered a little later."""
    return isinstance(error, _UNREACHABLE) or sqlstates.of(error)[:2] in _PASSING
