"""The API without HTTP: runs operations for a viewer on a real database."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import asyncpg
from sqlmodel import SQLModel

from db import data, ids
from db.engine import Database, Job
from db.keyring import KeyRing
from db.listener import Listener
from db.storage import Storage
from domain.catalogue import Catalogue
from domain.permissions import Scope
from domain.texts import Language
from resolvers import authentication
from resolvers.context import Context, Services, Viewer
from schema import service as schema_service
from schema.errors import FormattedError, Refused
from schema.execution import Operation, Prepared, Service
from server.embedded.postgres import PostgresUrls
from tests import factories
from tests.services import superuser_url

Answer = dict[str, Any]


@cache
def service() -> Service:
    """What `/graphql` runs; built once for a process, since it is the same for every database."""
    return schema_service.service()


@dataclass(frozen=True, slots=True)
class Api:
    """Operations of any viewer; `rings` are the workers that were told to look."""

    service: Service
    services: Services
    urls: PostgresUrls
    rings: list[Job] = field(default_factory=list)

    async def answer(self, query: str, viewer: Viewer | None = None, /, **variables: Any) -> Answer:
        """What a client reads; a request that was refused has no data."""
        try:
            prepared = self.prepared(query, viewer, **variables)
        except Refused as refused:
            return {"errors": refused.formatted}
        return await self.service.execute(prepared)

    async def data(self, query: str, viewer: Viewer | None = None, /, **variables: Any) -> Answer:
        """The data of an operation that must not fail."""
        answer = await self.answer(query, viewer, **variables)
        assert "errors" not in answer, answer["errors"]
        found: Answer = answer["data"]
        return found

    async def error(
        self, query: str, viewer: Viewer | None = None, /, **variables: Any
    ) -> FormattedError:
        """The only error of an operation that must fail."""
        answer = await self.answer(query, viewer, **variables)
        assert len(answer.get("errors", ())) == 1, answer
        found: FormattedError = answer["errors"][0]
        return found

    async def code(self, query: str, viewer: Viewer | None = None, /, **variables: Any) -> str:
        """The code of the only error."""
        return str((await self.error(query, viewer, **variables))["extensions"]["code"])

    async def watch(
        self, query: str, viewer: Viewer | None = None, /, **variables: Any
    ) -> AsyncGenerator[Answer, None]:
        """The answers of a subscription; raises `Refused` when it ends with an error."""
        stream = self.service.stream(self.prepared(query, viewer, **variables))
        try:
            async for answer in stream:
                yield answer
        finally:
            await stream.aclose()

    def prepared(self, query: str, viewer: Viewer | None = None, /, **variables: Any) -> Prepared:
        """An operation that may run; raises `Refused`."""
        return self.service.prepare(Operation(query, variables), self.context(viewer))

    def context(self, viewer: Viewer | None = None, **changes: Any) -> Context:
        """One call of a viewer, from a documentation address."""
        call = Context(
            services=self.services,
            viewer=viewer,
            language=Language.EN,
            correlation_id=str(ids.new_id()),
            client_address="192.0.2.7",
        )
        return replace(call, **changes)

    async def token(self, email: str) -> str:
        """The token of a new session of a sample user, without the cost of a password."""
        token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
        user = await self.one("SELECT id, last_sign_in_at FROM users WHERE email_key = $1", email)
        row = factories.session(
            user["id"],
            token_hash=authentication.hash_of(token),
            previous_sign_in_at=user["last_sign_in_at"],
        )
        await self.save(row)
        return token

    async def viewer(self, email: str) -> Viewer:
        """A user of the sample data with a session of its own."""
        return await self.signed_in(await self.token(email))

    async def signed_in(self, token: str) -> Viewer:
        """The viewer behind a token that is good."""
        found = await authentication.by_token(self.services, token)
        assert found is not None
        return found[0]

    async def client(self, *scopes: Scope, of: str = "northbridge.example") -> Viewer:
        """An API client of a sample organisation with just these scopes."""
        token = authentication.KEY_PREFIX + secrets.token_urlsafe(32)
        organisation = await self.one("SELECT id FROM organisations WHERE email_domain = $1", of)
        client = factories.api_client(organisation["id"], scopes=[scope.value for scope in scopes])
        key = factories.api_key(client, key_hash=authentication.hash_of(token))
        await self.save(client, key)
        found = await authentication.by_key(self.services, token)
        assert found is not None
        return found

    async def save(self, *rows: SQLModel) -> None:
        """Write rows past all walls."""
        await factories.save(superuser_url(self.urls), *rows)

    async def sql(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """Ask or change the database past all walls."""
        connection = await asyncpg.connect(superuser_url(self.urls))
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement, *values)
            return rows
        finally:
            await connection.close()

    async def one(self, statement: str, *values: Any) -> asyncpg.Record:
        """The only row that a statement gives."""
        (row,) = await self.sql(statement, *values)
        return row

    @asynccontextmanager
    async def holding_counters(self, seconds: float) -> AsyncIterator[None]:
        """Let whoever tells an organisation something wait for this long."""
        connection = await asyncpg.connect(superuser_url(self.urls))

        async def hold() -> None:
            async with connection.transaction():
                await connection.execute("SELECT FROM organisation_counters FOR UPDATE")
                held.set()
                await asyncio.sleep(seconds)

        held = asyncio.Event()
        holding = asyncio.create_task(hold())
        await held.wait()
        try:
            yield
            await holding
        finally:
            await connection.close()

    async def counts(self, *but: str) -> dict[str, int]:
        """How many rows each table has; audit rows count every try, so they are left out."""
        tables = sorted(SQLModel.metadata.tables.keys() - {"audit_rows", *but})
        totals = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
        return dict(await self.one(f"SELECT {totals}"))


@asynccontextmanager
async def opened(
    urls: PostgresUrls,
    storage: Storage,
    keyring: KeyRing,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    poll_seconds: float = 5.0,
) -> AsyncIterator[Api]:
    """An API on a database, listening for events while the block lasts."""
    database = Database(urls.app, pool_size=10)
    listener = Listener(database)
    rings: list[Job] = []
    services = Services(
        database=database,
        listener=listener,
        storage=storage,
        keyring=keyring,
        catalogue=_catalogue(),
        terms=data.terms_versions(),
        clock=clock,
        ring=rings.append,
        base_url="http://127.0.0.1:8000",
        allow_loopback=True,
        version="1.2.3",
        is_demo=True,
        support_email="support@rvs.example",
        poll_seconds=poll_seconds,
    )
    listener.start()
    try:
        yield Api(service(), services, urls, rings)
    finally:
        await listener.stop()
        await database.close()


@cache
def _catalogue() -> Catalogue:
    return data.exam_catalogue()


async def all_of(calls: Iterable[Any]) -> list[Any]:
    """The answers of calls that were made at the same moment."""
    return list(await asyncio.gather(*calls))
