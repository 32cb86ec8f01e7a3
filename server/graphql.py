"""The `/graphql` endpoint: GraphQL over HTTP for POST, server-sent events, WebSocket."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from domain.errors import BadUserInput, RequestError
from schema import errors
from schema.execution import Operation, Prepared, Service
from schema.request_context import RequestContext
from server import graphql_credentials, graphql_request, graphql_sse, graphql_ws, presence
from server import graphql_responses as responses
from server.graphql_credentials import Credentials, Origins, SessionCookie

C = TypeVar("C", bound=RequestContext)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TransportLimits:
    """Bounds of connections and messages."""

    body_bytes: int = 256 * 1024
    body_seconds: float = 10.0
    init_seconds: float = 10.0
    operations_per_socket: int = 50
    ping_seconds: float = 12.0
    send_seconds: float = 10.0


async def never(context: object) -> None:
    """The session end of a service whose sessions do not end."""
    await asyncio.Event().wait()


class GraphQLEndpoint(Generic[C]):
    """An ASGI application for one path, HTTP and WebSocket."""

    def __init__(
        self,
        service: Service,
        authenticate: Callable[[Credentials], Awaitable[C]],
        *,
        own_origins: Collection[str],
        other_origins: Collection[str] = (),
        session_cookie: SessionCookie | None = None,
        session_end: Callable[[C], Awaitable[None]] = never,
        limits: TransportLimits | None = None,
    ) -> None:
        """`authenticate` makes a fresh context for every operation; RequestErrors refuse.

        `own_origins`, as browsers write them: pages that may use the session cookie.
        `other_origins`: pages that may open WebSockets, with bearer tokens only.
        `session_end` returns when the context's session is over: live streams stop then.
        """
        self._service = service
        self._authenticate = partial(_in_time, authenticate, service.limits.seconds)
        self._origins = Origins(frozenset(own_origins), frozenset(other_origins))
        self._cookie = session_cookie or SessionCookie()
        self._session_end = session_end
        self._limits = limits or TransportLimits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request or one WebSocket."""
        if scope["type"] == "websocket":
            await self._serve_socket(WebSocket(scope, receive, send))
            return
        request = Request(scope, receive)
        correlation_id = graphql_credentials.correlation_id_of(request)
        bound = structlog.contextvars.bound_contextvars(correlation_id=correlation_id)
        with bound, suppress(ClientDisconnect):
            response = await self._answered(request, correlation_id)
            response.headers["x-request-id"] = correlation_id
            await response(scope, receive, send)

    async def _serve_socket(self, websocket: WebSocket) -> None:
        correlation_id = graphql_credentials.correlation_id_of(websocket)
        credentials = graphql_credentials.of_handshake(
            websocket, correlation_id, self._cookie, self._origins
        )
        if credentials is None:
            await websocket.close()  # before accept: the handshake is answered with 403
            return
        connection = graphql_ws.Connection(
            websocket,
            self._service,
            self._authenticate,
            self._session_end,
            credentials,
            graphql_ws.Bounds(
                message_bytes=self._limits.body_bytes,
                init_seconds=self._limits.init_seconds,
                operations=self._limits.operations_per_socket,
                send_seconds=self._limits.send_seconds,
            ),
        )
        await connection.serve()

    async def _answered(self, request: Request, correlation_id: str) -> Response:
        """The response, whatever happens: even a bug answers in JSON."""
        language = graphql_credentials.language_of(request)
        try:
            return await self._respond(request, correlation_id)
        except RequestError as refusal:
            return responses.refused(refusal, language, correlation_id, _readable(request))
        except ClientDisconnect:
            raise
        except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
            return responses.failed(bug, language, correlation_id, _readable(request))

    async def _respond(self, request: Request, correlation_id: str) -> Response:
        media_type = _acceptable(request)
        operation = graphql_request.operation(graphql_request.decoded(await self._body(request)))
        credentials = graphql_credentials.of_request(
            request, correlation_id, self._cookie, self._origins
        )
        if media_type == graphql_request.EVENT_STREAM:  # its head is sent before anything runs
            credentials = replace(credentials, can_set_cookie=False)
        return await presence.while_connected(
            request, self._run(operation, credentials, media_type)
        )

    async def _run(
        self, operation: Operation, credentials: Credentials, media_type: str
    ) -> Response:
        context = await self._authenticate(credentials)
        try:
            prepared = self._service.prepare(
                operation, context, trusted_only=credentials.trusted_only
            )
        except errors.Refused as refused:
            return responses.not_executed(refused, media_type)
        if media_type == graphql_request.EVENT_STREAM:
            return self._event_stream(prepared, context)
        if prepared.is_subscription:
            raise BadUserInput("request.streaming")
        response = responses.answered(await self._service.execute(prepared), 200, media_type)
        responses.set_session_cookie(response, context, self._cookie)
        return response

    def _event_stream(self, prepared: Prepared, context: C) -> Response:
        return graphql_sse.EventStream(
            self._service.stream(prepared),
            partial(self._session_end, context),
            graphql_sse.Pace(self._limits.ping_seconds, self._limits.send_seconds),
            context,
            {**responses.NO_STORE, "x-accel-buffering": "no"},
        )

    async def _body(self, request: Request) -> bytes:
        body = bytearray()
        maximum = self._limits.body_bytes
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > maximum:
            raise responses.Malformed(413, "request.too_large", maximum=maximum)
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > maximum:
                        raise responses.Malformed(413, "request.too_large", maximum=maximum)
        except TimeoutError as error:
            limit = self._limits.body_seconds
            raise responses.Malformed(408, "request.too_slow", maximum=limit) from error
        return bytes(body)


def _readable(request: Request) -> str:
    """The media type of an answer in JSON, even to a client that cannot be answered otherwise."""
    media_type = graphql_request.negotiated(request.headers.get("accept"))
    is_graphql = media_type == graphql_request.GRAPHQL_RESPONSE
    return graphql_request.GRAPHQL_RESPONSE if is_graphql else graphql_request.JSON


def _acceptable(request: Request) -> str:
    """The media type of the answer, if method and headers fit."""
    if request.method != "POST":
        raise responses.Malformed(405, "request.method")
    media_type = graphql_request.negotiated(request.headers.get("accept"))
    if media_type is None:
        raise responses.Malformed(406, "request.not_acceptable")
    if not graphql_request.is_json(request.headers.get("content-type", "")):
        raise responses.Malformed(415, "request.content_type")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise responses.Malformed(415, "request.content_encoding")
    return media_type


async def _in_time(
    authenticate: Callable[[Credentials], Awaitable[C]], seconds: float, credentials: Credentials
) -> C:
    """The context, or `LimitExceeded`: whoever waits for a database waits no longer than this."""
    try:
        async with asyncio.timeout(seconds):
            return await authenticate(credentials)
    except TimeoutError as error:
        raise errors.LimitExceeded("request.seconds", maximum=seconds) from error
