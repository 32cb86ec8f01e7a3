"""GraphQL over server-sent events, one operation per request (distinct connections mode)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Mapping
from contextlib import aclosing, suppress
from typing import Any, Final

import orjson

from schema.errors import Refused
from schema.execution import Answer

COMPLETE: Final = b"event: complete\ndata:\n\n"
PING: Final = b":\n\n"


async def events(
    answers: AsyncGenerator[Answer, None], ended: Awaitable[None], ping_seconds: float
) -> AsyncIterator[bytes]:
    """`next` for each answer, then `complete`; comments keep idle connections open.

    `ended` returns when the session is over: the stream stops at once.
    """
    end = asyncio.ensure_future(ended)
    try:
        async with aclosing(answers):
            async for chunk in _chunks(answers, end, ping_seconds):
                yield chunk
    except Refused as refused:
        yield next_event({"errors": refused.formatted})
    finally:
        end.cancel()
    yield COMPLETE


async def _chunks(
    answers: AsyncGenerator[Answer, None], end: asyncio.Future[None], ping_seconds: float
) -> AsyncIterator[bytes]:
    coming = _following(answers)
    try:
        while True:
            pending: set[asyncio.Future[Any]] = {coming, end}
            done, _ = await asyncio.wait(
                pending, timeout=ping_seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if end in done:
                return
            if not done:
                yield PING
                continue
            if (answer := coming.result()) is None:
                return
            yield next_event(answer)
            coming = _following(answers)
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, Refused):
            await coming


def _following(answers: AsyncGenerator[Answer, None]) -> asyncio.Task[Answer | None]:
    async def following() -> Answer | None:
        return await anext(answers, None)

    return asyncio.create_task(following())


def next_event(answer: Mapping[str, object]) -> bytes:
    """One answer; LF line ends, and JSON has none of its own."""
    return b"event: next\ndata: " + orjson.dumps(answer) + b"\n\n"
