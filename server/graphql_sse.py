"""GraphQL over server-sent events, one operation per request (distinct connections mode)."""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from schema import errors
from schema.answers import Answer
from schema.errors import Refused
from schema.request_context import RequestContext
from server import presence

EVENT_STREAM: Final = "text/event-stream"
COMPLETE: Final = b"event: complete\ndata:\n\n"
PING: Final = b":\n\n"
# A stream whose session has ended completes by itself, if its reader reads.
GRACE_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an idle stream stays without a comment, and how long a reader may keep us."""

    ping_seconds: float
    send_seconds: float


class EventStream(StreamingResponse):
    """`next` for each answer, then `complete`; comments keep idle connections open."""

    def __init__(
        self,
        answers: AsyncGenerator[Answer, None],
        ended: Callable[[], Awaitable[None]],
        pace: Pace,
        context: RequestContext,
        headers: Mapping[str, str],
    ) -> None:
        """`ended` returns when the session is over: the stream stops then."""
        self._ended = ended
        self._pace = pace
        self._context = context
        self._fresh_until = math.inf
        self._over = asyncio.Event()
        self._chunks = self._events(answers)
        super().__init__(self._chunks, media_type=EVENT_STREAM, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all of it; raises `ClientDisconnect` when the reader leaves."""
        await presence.while_connected(Request(scope, receive), self._until_ended(send))

    async def _until_ended(self, send: Send) -> None:
        streaming = asyncio.create_task(self._stream(send))
        ending = asyncio.ensure_future(self._ended())
        try:
            await asyncio.wait({streaming, ending}, return_when=asyncio.FIRST_COMPLETED)
            self._over.set()
            await asyncio.wait({streaming}, timeout=GRACE_SECONDS)
            if streaming.done():
                streaming.result()
        finally:
            for task in (streaming, ending):
                task.cancel()
            await asyncio.gather(streaming, ending, return_exceptions=True)

    async def _stream(self, send: Send) -> None:
        """A reader that leaves no room is told where to resume, if it begins to read again."""

        async def send_in_time(message: Message) -> None:
            fresh_until, self._fresh_until = self._fresh_until, math.inf
            room_until = monotonic() + self._pace.send_seconds
            if await _is_sent(send, message, min(fresh_until, room_until)):
                return
            self._context.progress.is_unsent = fresh_until < room_until
            # A comment goes out as soon as there is room.
            instead = {**message, "body": PING} if fresh_until < room_until else None
            if instead is None or not await _is_sent(send, instead, room_until):
                raise TimeoutError

        async with aclosing(self._chunks):
            try:
                await self.stream_response(send_in_time)
            except TimeoutError:
                await _is_sent(send, self._last(), monotonic() + self._pace.send_seconds)

    def _last(self) -> Message:
        lagging = errors.of_exception(errors.Lagging.of(self._context), self._context)
        body = next_event({"errors": [lagging]}) + COMPLETE
        return {"type": "http.response.body", "body": body, "more_body": False}

    async def _events(self, answers: AsyncGenerator[Answer, None]) -> AsyncGenerator[bytes, None]:
        try:
            async with aclosing(answers), aclosing(self._nexts(answers)) as nexts:
                async for chunk in nexts:
                    yield chunk
        except Refused as refused:
            yield next_event({"errors": refused.formatted})
        yield COMPLETE

    async def _nexts(self, answers: AsyncGenerator[Answer, None]) -> AsyncGenerator[bytes, None]:
        progress = self._context.progress
        coming = _following(answers)
        over = asyncio.create_task(self._over.wait())
        try:
            while True:
                pending: set[asyncio.Future[Any]] = {coming, over}
                done, _ = await asyncio.wait(
                    pending,
                    timeout=self._pace.ping_seconds,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if over in done:
                    return
                if not done:
                    yield PING
                    continue
                if (answer := coming.result()) is None:
                    return
                self._fresh_until = answer.fresh_until or math.inf
                yield next_event(answer)
                if not progress.is_unsent:
                    progress.cursor = answer.cursor or progress.cursor
                coming = _following(answers)
        finally:
            over.cancel()
            coming.cancel()
            with suppress(asyncio.CancelledError, Refused):
                await coming


async def _is_sent(send: Send, message: Message, until: float) -> bool:
    """Whether there was room in time; what is late is not sent."""
    seconds = until - monotonic()
    if seconds <= 0:
        return False
    try:
        async with asyncio.timeout(seconds):
            await send(message)
    except TimeoutError:
        return False
    return True


def _following(answers: AsyncGenerator[Answer, None]) -> asyncio.Task[Answer | None]:
    async def following() -> Answer | None:
        return await anext(answers, None)

    return asyncio.create_task(following())


def next_event(answer: Mapping[str, object]) -> bytes:
    """One answer; LF line ends, and JSON has none of its own."""
    whole = answer.encoded() if isinstance(answer, Answer) else answer
    return b"event: next\ndata: " + orjson.dumps(whole) + b"\n\n"
