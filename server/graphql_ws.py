"""The graphql-transport-ws protocol, to its last close code.

What breaks the protocol closes the socket with the protocol's own code; what is wrong with an
operation is an `error` message for that operation and leaves the socket alone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

import orjson
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from domain.errors import RequestError
from domain.texts import Language
from schema import errors
from schema.execution import Operation, Service
from schema.request_context import RequestContext
from server import graphql_credentials
from server import graphql_ws_frames as frames
from server.graphql_credentials import Credentials
from server.graphql_ws_frames import Message, Violation

C = TypeVar("C", bound=RequestContext)

PROTOCOL: Final = "graphql-transport-ws"
# Bytes that a close frame has for its reason.
REASON_BYTES: Final = 123


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one socket may hold."""

    message_bytes: int
    init_seconds: float
    operations: int


class Connection(Generic[C]):
    """One socket: its credentials, and a task for each of its operations."""

    def __init__(
        self,
        websocket: WebSocket,
        service: Service,
        authenticate: Callable[[Credentials], Awaitable[C]],
        session_end: Callable[[C], Awaitable[None]],
        credentials: Credentials,
        bounds: Bounds,
    ) -> None:
        self._websocket = websocket
        self._service = service
        self._authenticate = authenticate
        self._session_end = session_end
        self._credentials = credentials
        self._bounds = bounds
        self._is_acknowledged = False
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Until either side closes; leaves no task behind."""
        offered = PROTOCOL in self._websocket.scope["subprotocols"]
        await self._websocket.accept(subprotocol=PROTOCOL if offered else None)
        if not offered:
            await self._close(4406, "Subprotocol not acceptable")
            return
        try:
            await self._receive()
        except Violation as violation:
            await self._close(violation.code, violation.reason)
        except WebSocketDisconnect:
            pass
        except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
            errors.of_bug(bug, Language.EN, self._credentials.correlation_id)
            await self._close(4500, "Internal server error")
        finally:
            await self._end_tasks()

    async def _receive(self) -> None:
        try:
            async with asyncio.timeout(self._bounds.init_seconds) as init_deadline:
                while True:
                    message = frames.message(
                        await self._websocket.receive(), self._bounds.message_bytes
                    )
                    if message["type"] == "connection_init":
                        await self._initialise(message)
                        init_deadline.reschedule(None)
                    else:
                        await self._take(message)
        except TimeoutError as error:
            raise Violation(4408, "Connection initialisation timeout") from error

    async def _initialise(self, message: Message) -> None:
        if self._is_acknowledged:
            raise Violation(4429, "Too many initialisation requests")
        authorization = frames.authorization(message)
        if authorization is not None:
            self._credentials = replace(
                self._credentials, authorization=authorization, session_cookie=None
            )
        self._credentials = replace(self._credentials, expected_user=frames.expected_user(message))
        context = await self._authenticated()
        self._is_acknowledged = True
        self._watch = asyncio.create_task(self._close_at_session_end(context))
        await self._send({"type": "connection_ack"})

    async def _authenticated(self) -> C:
        try:
            return await self._authenticate(self._credentials)
        except RequestError as refusal:
            raise Violation(4403, "Forbidden") from refusal

    async def _close_at_session_end(self, context: C) -> None:
        await self._session_end(context)
        await self._cancel_operations()
        await self._close(4403, "Session ended")

    async def _take(self, message: Message) -> None:
        match message["type"]:
            case "ping":
                await self._send({"type": "pong", **frames.echo(message)})
            case "pong":
                frames.echo(message)
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if (task := self._operations.pop(frames.operation_id(message), None)) is not None:
                    task.cancel()
            case _:
                raise Violation(4400, "Unknown message type")

    async def _subscribe(self, message: Message) -> None:
        if not self._is_acknowledged:
            raise Violation(4401, "Unauthorized")
        operation_id = frames.operation_id(message)
        operation = frames.operation(message)
        if operation_id in self._operations:
            raise Violation(4409, f"Subscriber for {operation_id} already exists")
        if len(self._operations) >= self._bounds.operations:
            await self._send({"id": operation_id, "type": "error", "payload": [self._too_many()]})
            return
        self._operations[operation_id] = asyncio.create_task(self._operate(operation_id, operation))

    def _too_many(self) -> errors.FormattedError:
        refusal = errors.LimitExceeded("request.subscriptions", maximum=self._bounds.operations)
        shown = self._credentials
        return errors.of_refusal(refusal, shown.language, shown.correlation_id)

    async def _operate(self, id: str, operation: Operation) -> None:
        """One operation in a context of its own, to its last message."""
        credentials = replace(
            self._credentials, correlation_id=graphql_credentials.new_correlation_id()
        )
        with structlog.contextvars.bound_contextvars(correlation_id=credentials.correlation_id):
            failed = await self._answer(id, operation, credentials)
            # Forgotten first: the client may use the id again as soon as it reads the end.
            self._operations.pop(id, None)
            if failed:
                await self._send({"id": id, "type": "error", "payload": failed})
            else:
                await self._send({"id": id, "type": "complete"})

    async def _answer(
        self, id: str, operation: Operation, credentials: Credentials
    ) -> list[errors.FormattedError]:
        """Send every answer; return the errors that end the operation, if any."""
        shown = credentials.language, credentials.correlation_id
        try:
            context = await self._authenticate(credentials)
            prepared = self._service.prepare(operation, context)
            async with aclosing(self._service.stream(prepared)) as answers:
                async for answer in answers:
                    await self._send({"id": id, "type": "next", "payload": answer})
        except errors.Refused as refused:
            return refused.formatted
        except RequestError as refusal:
            return [errors.of_refusal(refusal, *shown)]
        except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
            return [errors.of_bug(bug, *shown)]
        return []

    async def _send(self, message: Message) -> None:
        if self._websocket.application_state is WebSocketState.CONNECTED:
            try:
                await self._websocket.send_text(orjson.dumps(message).decode())
            except (WebSocketDisconnect, RuntimeError):
                self._websocket.application_state = WebSocketState.DISCONNECTED

    async def _close(self, code: int, reason: str) -> None:
        if self._websocket.application_state is WebSocketState.CONNECTED:
            short = reason.encode("utf-8")[:REASON_BYTES].decode("utf-8", "ignore")
            try:
                await self._websocket.close(code, short)
            except (WebSocketDisconnect, RuntimeError):
                self._websocket.application_state = WebSocketState.DISCONNECTED

    async def _end_tasks(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._cancel_operations()

    async def _cancel_operations(self) -> None:
        tasks = list(self._operations.values())
        self._operations.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
