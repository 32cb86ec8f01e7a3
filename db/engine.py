"""The database: one pool, and transactions that tell PostgreSQL for whom they act.

Row-level security decides by transaction-local settings (`rvs.…`). Nothing set: nothing read.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine


class Job(StrEnum):
    """A kind of work whose rows a worker may claim; each sees only the tables it needs."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    EXPORT = "export"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """For whom a transaction acts. Each field becomes the setting `rvs.<field>` while it lasts.

    `recipient_id` is an organisation that is told something by a transaction of somebody else:
    it may append to that organisation's events, and read nothing personal of it.
    `credential` (hex of a token's hash) and `email` open just the row that they name.
    """

    organisation_id: UUID | None = None
    candidate_id: UUID | None = None
    user_id: UUID | None = None
    account_id: UUID | None = None
    recipient_id: UUID | None = None
    staff_role: str | None = None
    credential: str | None = None
    email: str | None = None
    job: Job | None = None

    def settings(self) -> dict[str, str]:
        """The settings that are not empty, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {f"rvs.{name}": str(value) for name, value in values.items() if value is not None}


NOBODY = Identity()


class Database:
    """A pool of connections of one login role."""

    def __init__(self, url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 10):
        """`url` is a PostgreSQL address such as `postgresql://rvs_app@host/rvs`.

        A transaction waits for one of `pool_size` connections, first come, first served.
        """
        self.url = url
        # The pool alone lets newcomers pass those who wait, some of them for half a minute.
        self._turns = asyncio.Semaphore(pool_size)
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=0,  # a connection that is opened for one transaction costs ten of them
            pool_pre_ping=True,
            hide_parameters=True,  # errors reach logs, and parameters are values of people
            connect_args={
                "server_settings": {
                    "statement_timeout": str(statement_timeout_seconds * 1000),
                    "idle_in_transaction_session_timeout": "60000",
                    "timezone": "UTC",
                    "application_name": "rvs",
                }
            },
        )

    @asynccontextmanager
    async def transaction(self, identity: Identity) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back on any exception."""
        async with (
            self._turns,
            AsyncSession(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            await act_for(session, identity)
            try:
                yield session
            except BaseException:
                session.expunge_all()  # a refusal may carry rows that were read before it
                raise

    def apart(self) -> "Database":
        """The same database by one connection of its own: whoever uses it waits for nobody else."""
        return Database(self.url, pool_size=1)

    async def listen(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of its own for LISTEN, outside the pool; the caller closes it."""
        return await asyncpg.connect(plain_url(self.url))

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self.engine.dispose()


async def act_for(session: AsyncSession, identity: Identity) -> None:
    """Set what the identity names, until the end of the session's transaction."""
    settings = identity.settings()
    if not settings:
        return
    calls = ", ".join(f"set_config('{name}', :v{n}, true)" for n, name in enumerate(settings))
    values = {f"v{n}": value for n, value in enumerate(settings.values())}
    await session.execute(text(f"SELECT {calls}"), values)  # names are field names


@asynccontextmanager
async def as_user(session: AsyncSession, user_id: UUID) -> AsyncIterator[None]:
    """Let the transaction act as this user for a few statements, then as before."""
    found = await session.execute(text("SELECT current_setting('rvs.user_id', true)"))
    before = found.scalar_one() or ""
    await act_for(session, Identity(user_id=user_id))
    yield
    await session.execute(
        text("SELECT set_config('rvs.user_id', :before, true)"), {"before": before}
    )


def driver_url(url: str) -> str:
    """The address with the driver that SQLAlchemy is to use."""
    return plain_url(url).replace("postgresql://", "postgresql+asyncpg://", 1)


def plain_url(url: str) -> str:
    """The address as asyncpg itself reads it."""
    scheme, _, rest = url.partition("://")
    return f"postgresql://{rest}" if scheme.startswith("postgres") else url
