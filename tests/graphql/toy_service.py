"""A small schema behind the real endpoint, on a real socket: what the frame's tests talk to."""

import asyncio
import concurrent.futures.thread  # noqa: F401 here, not in a thread: it hooks into forks
import itertools
import math
import socket
import threading
import time
from collections.abc import AsyncGenerator, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from strawberry.schema.config import StrawberryConfig

from domain import errors
from domain.texts import Language
from resolvers.progress import Progress
from schema.answers import EventForMany
from schema.execution import Service
from schema.limits import Limits
from schema.scalars import SCALARS, BigInt
from schema.trusted_documents import TrustedDocuments
from schema.user_errors import Payload, mutation
from server.graphql import GraphQLEndpoint, TransportLimits
from server.graphql_credentials import Credentials, SessionCookie
from server.http_protocol import BoundedHttp
from server.ws_protocol import LingeringSocket

ORIGIN = "http://portal.example"
OTHER = "https://crm.example"
SECRET = "password=hunter2 SELECT * FROM candidate /srv/app/secret.py"

cancelled = threading.Event()
session_over = threading.Event()
contexts: list["ToyContext"] = []
kept: dict[int, dict[Hashable, Any]] = {}


@dataclass
class ToyContext:
    language: Language
    correlation_id: str
    viewer: str | None
    session_changes: list[str | None] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)

    @property
    def audience(self) -> str | None:
        return self.viewer


Info = strawberry.Info[ToyContext, None]


@strawberry.type
class Person:
    name: str

    @strawberry.field
    def friend(self) -> "Person":
        return Person(name="friend")

    @strawberry.field
    def friends(self) -> list["Person"]:
        return [Person(name="friend")]


@strawberry.type
class PersonEdge:
    node: Person


@strawberry.type
class PersonConnection:
    edges: list[PersonEdge]


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self, info: Info) -> str | None:
        return info.context.viewer

    @strawberry.field
    def echo(self, text: str) -> str:
        return text

    @strawberry.field
    def person(self) -> Person:
        return Person(name="Ana")

    @strawberry.field
    def people(self, first: int | None = None, last: int | None = None) -> PersonConnection:
        count = first or last or 0
        return PersonConnection(edges=[PersonEdge(node=Person(name="Ana"))] * count)

    @strawberry.field
    def nodes(self, ids: list[strawberry.ID]) -> list[Person]:
        return [Person(name=key) for key in ids]

    @strawberry.field
    def boom(self) -> str | None:
        raise RuntimeError(SECRET)

    @strawberry.field
    def too_big(self) -> int | None:
        return 2**40

    @strawberry.field
    def nothing(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    def forbidden(self) -> str | None:
        raise errors.Forbidden

    @strawberry.field
    def limited(self) -> str | None:
        raise errors.RateLimited(retry_after_seconds=7)

    @strawberry.field
    def missing(self) -> str | None:
        raise errors.NotFound(("id",))

    @strawberry.field
    async def slow(self, seconds: float) -> str | None:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return "done"

    @strawberry.field
    def moment(self, at: datetime) -> datetime:
        return at

    @strawberry.field
    def day(self, on: date) -> date:
        return on

    @strawberry.field
    def bytes(self, of: BigInt) -> BigInt:
        return of


@strawberry.type
class SignInPayload(Payload):
    name: str | None = None


@strawberry.type
class Mutation:
    @mutation(SignInPayload, "Sign in.")
    async def sign_in(self, info: Info, password: str) -> SignInPayload:
        if password == "wrong":
            raise errors.InvalidCredentials(("input", "password"))
        if password == "forbidden":
            raise errors.Forbidden
        info.context.session_changes.append(password)
        return SignInPayload(name="Ana")

    @mutation(SignInPayload, "Sign out.")
    async def sign_out(self, info: Info) -> SignInPayload:
        info.context.session_changes.append(None)
        return SignInPayload()


@strawberry.type
class News(EventForMany):
    number: strawberry.Private[int]
    bytes: strawberry.Private[int]

    @property
    def answers(self) -> dict[Hashable, Any]:
        return kept.setdefault(self.number, {})

    @property
    def resume_after(self) -> str:
        return f"cursor-{self.number}"

    @property
    def fresh_until(self) -> float:
        return math.inf

    @strawberry.field
    def cursor(self) -> str:
        return self.resume_after

    @strawberry.field
    def text(self) -> str:
        return "x" * self.bytes


@strawberry.type
class Fresh(EventForMany):
    """Good for a moment only."""

    number: int
    attempt: int
    text: str
    until: strawberry.Private[float]

    @property
    def answers(self) -> dict[Hashable, Any]:
        return {}

    @property
    def resume_after(self) -> str:
        return f"cursor-{self.number}"

    @property
    def fresh_until(self) -> float:
        return self.until


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def fresh(
        self, info: Info, count: int, bytes: int, seconds: float
    ) -> AsyncGenerator[Fresh, None]:
        progress = info.context.progress
        for number in range(count):
            for attempt in itertools.count(1):
                until = time.monotonic() + seconds
                yield Fresh(number=number, attempt=attempt, text="x" * bytes, until=until)
                if not progress.is_unsent:
                    break
                progress.is_unsent = False

    @strawberry.subscription
    async def news(self, count: int, bytes: int) -> AsyncGenerator[News, None]:
        kept.clear()
        try:
            for number in range(count):
                yield News(number=number, bytes=bytes)
        except (asyncio.CancelledError, GeneratorExit):
            cancelled.set()
            raise

    @strawberry.subscription
    async def count(self, to: int, wait: float = 0) -> AsyncGenerator[int, None]:
        try:
            for number in range(to):
                yield number
                await asyncio.sleep(wait)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    @strawberry.subscription
    async def quiet(self, info: Info) -> AsyncGenerator[int, None]:
        info.context.progress.cursor = "cursor-of-the-start"
        await asyncio.sleep(60)
        yield 0

    @strawberry.subscription
    async def breaks(self) -> AsyncGenerator[int, None]:
        yield 0
        raise RuntimeError(SECRET)

    @strawberry.subscription
    async def refuses(self) -> AsyncGenerator[int, None]:
        raise errors.Unauthenticated
        yield 0


async def authenticate(credentials: Credentials) -> ToyContext:
    shown = credentials.authorization or credentials.session_cookie
    viewer = {"Bearer good": "Ana", "good": "Ana", None: None}.get(shown, "?")
    if shown == "Bearer explode":
        raise RuntimeError(SECRET)
    if viewer == "?":
        raise errors.Unauthenticated
    context = ToyContext(credentials.language, credentials.correlation_id, viewer)
    contexts.append(context)
    return context


async def session_end(context: ToyContext) -> None:
    while not session_over.is_set():  # noqa: ASYNC110 set by another thread
        await asyncio.sleep(0.02)


schema = strawberry.Schema(
    Query, Mutation, Subscription, config=StrawberryConfig(scalar_map=SCALARS)
)


def service(trusted: TrustedDocuments | None = None, **limits: float) -> Service:
    bounds = Limits(**limits)  # type: ignore[arg-type]
    return Service(schema, sensitive=frozenset({"signIn"}), limits=bounds, trusted=trusted)


@contextmanager
def served(
    transport: TransportLimits,
    *,
    made: Service | None = None,
    is_for_trusted_only: bool = False,
    **limits: float,
) -> Iterator[str]:
    """The endpoint on a port of its own; yields host and port."""
    cookie = SessionCookie("rvs_session", is_secure=False, is_for_trusted_only=is_for_trusted_only)
    endpoint = GraphQLEndpoint(
        made or service(**limits),
        authenticate,
        own_origins=[ORIGIN],
        other_origins=[OTHER],
        session_cookie=cookie,
        session_end=session_end,
        limits=transport,
    )
    app = Starlette(routes=[Route("/graphql", endpoint), WebSocketRoute("/graphql", endpoint)])
    session_over.clear()
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_level="warning", lifespan="off", http=BoundedHttp, ws=LingeringSocket
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield "{}:{}".format(*listening.getsockname())
    finally:
        server.should_exit = True
        thread.join(10)
