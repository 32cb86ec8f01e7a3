"""What it looks like when PostgreSQL cannot be asked, or does not answer as it should."""

from typing import Final

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

DATABASE_ERRORS: Final = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,  # refused, reset, timed out
)
