"""The graphql-transport-ws protocol, to its last close code.

What breaks the protocol closes the socket with the protocol's own code; what is wrong with an
operation is an `error` message for that operation and leaves the socket alone.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from domain.errors import RequestError
from domain.texts import Language
from schema import errors
from schema.execution import Operation, Service
from schema.request_context import RequestContext
from server import graphql_credentials
from server import graphql_ws_frames as frames
from server.graphql_credentials import Credentials
from server.graphql_ws_frames import Message, Violation
from server.graphql_ws_outlet import Outlet

C = TypeVar("C", bound=RequestContext)

PROTOCOL: Final = "graphql-transport-ws"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one socket may hold."""

    message_bytes: int
    init_seconds: float
    operations: int
    send_seconds: float


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
        self._contexts: dict[str, C] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._receiving: asyncio.Task[None] | None = None
        self._outlet = Outlet(websocket, bounds.send_seconds, self._lags)

    async def serve(self) -> None:
        """Until either side closes; leaves no task behind."""
        offered = PROTOCOL in self._websocket.scope["subprotocols"]
        await self._websocket.accept(subprotocol=PROTOCOL if offered else None)
        if not offered:
            await self._outlet.close(4406, "Subprotocol not acceptable")
            return
        self._receiving = self._begin(self._receive_all())
        try:
            await asyncio.wait([self._receiving])
        finally:
            await self._cancel_operations()
            await _cancelled(self._tasks)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task that ends with the socket."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _receive_all(self) -> None:
        try:
            await self._receive()
        except Violation as violation:
            await self._outlet.close(violation.code, violation.reason)
        except WebSocketDisconnect:
            pass
        except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
            errors.of_bug(bug, Language.EN, self._credentials.correlation_id)
            await self._outlet.close(4500, "Internal server error")

    async def _receive(self) -> None:
        try:
            async with asyncio.timeout(self._bounds.init_seconds) as init_deadline:
                while True:
                    message = frames.message(
                        await self._websocket.receive(), self._bounds.message_bytes
                    )
                    if message["type"] == "connection_init":
                        init_deadline.reschedule(None)
                        await self._initialise(message)
                    else:
                        await self._take(message)
        except TimeoutError as error:
            if not init_deadline.expired():
                raise
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
        self._begin(self._close_at_session_end(context))
        await self._outlet.send({"type": "connection_ack"})

    async def _authenticated(self) -> C:
        try:
            return await self._authenticate(self._credentials)
        except RequestError as refusal:
            raise Violation(4403, "Forbidden") from refusal

    async def _close_at_session_end(self, context: C) -> None:
        await self._session_end(context)
        await self._cancel_operations()
        await self._end(4403, "Session ended")

    async def _take(self, message: Message) -> None:
        match message["type"]:
            case "ping":
                await self._outlet.send({"type": "pong", **frames.echo(message)})
            case "pong":
                frames.echo(message)
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                operation_id = frames.operation_id(message)
                self._contexts.pop(operation_id, None)
                if (task := self._operations.pop(operation_id, None)) is not None:
                    task.cancel()
            case _:
                raise Violation(4400, "Unknown message type")

    async def _subscribe(self, message: Message) -> None:
        if not self._is_acknowledged:
            raise Violation(4401, "Unauthorized")
        operation_id = frames.operation_id(message)
        operation = frames.operation(message)
        if self._outlet.is_stuck:  # the socket closes as soon as its client reads
            return
        if operation_id in self._operations:
            raise Violation(4409, f"Subscriber for {operation_id} already exists")
        if len(self._operations) >= self._bounds.operations:
            await self._outlet.send(_error(operation_id, [self._too_many()]))
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
            self._contexts.pop(id, None)
            if failed:
                await self._outlet.send(_error(id, failed))
            else:
                await self._outlet.send({"id": id, "type": "complete"})

    async def _answer(
        self, id: str, operation: Operation, credentials: Credentials
    ) -> list[errors.FormattedError]:
        """Send every answer; return the errors that end the operation, if any."""
        shown = credentials.language, credentials.correlation_id
        try:
            context = self._contexts[id] = await self._authenticate(credentials)
            prepared = self._service.prepare(
                operation, context, trusted_only=credentials.trusted_only
            )
            async with aclosing(self._service.stream(prepared)) as answers:
                async for answer in answers:
                    payload = answer.encoded()
                    message = {"id": id, "type": "next", "payload": payload}
                    if await self._outlet.send(message, answer.fresh_until or math.inf):
                        context.progress.cursor = answer.cursor or context.progress.cursor
                    elif answer.fresh_until is not None:
                        await self._outlet.open()
                        context.progress.is_unsent = True
        except errors.Refused as refused:
            return refused.formatted
        except RequestError as refusal:
            return [errors.of_refusal(refusal, *shown)]
        except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
            return [errors.of_bug(bug, *shown)]
        return []

    def _lags(self) -> None:
        self._begin(self._close_lagging())

    async def _close_lagging(self) -> None:
        """Say of each operation where to resume; whoever begins to read again, reads it."""
        ending = dict.fromkeys(self._operations)
        await self._cancel_operations()
        for operation_id in ending:
            if (context := self._contexts.pop(operation_id, None)) is None:  # it had not begun
                continue
            failed = [errors.of_exception(errors.Lagging.of(context), context)]
            if not await self._outlet.send_late(_error(operation_id, failed)):
                break
        await self._end(1013, "Too slow: come back with the last cursor")

    async def _end(self, code: int, reason: str) -> None:
        """Close; who does not even take that is not listened to any more."""
        if not await self._outlet.close(code, reason) and self._receiving is not None:
            self._receiving.cancel()

    async def _cancel_operations(self) -> None:
        tasks = set(self._operations.values())
        self._operations.clear()
        await _cancelled(tasks)


async def _cancelled(tasks: Collection[asyncio.Task[None]]) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


def _error(operation_id: str, failed: list[errors.FormattedError]) -> Message:
    return {"id": operation_id, "type": "error", "payload": failed}
