"""GraphQL over server-sent events, one operation per request (distinct connections mode)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson

from schema.answers import Answer
from schema.errors import FormattedError, Refused

COMPLETE: Final = b"event: complete\ndata:\n\n"
PING: Final = b":\n\n"

Lagging: TypeAlias = Callable[[str | None], FormattedError]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an idle stream stays without a comment, and how long a reader may keep us."""

    ping_seconds: float
    send_seconds: float


async def events(
    answers: AsyncGenerator[Answer, None], ended: Awaitable[None], pace: Pace, lagging: Lagging
) -> AsyncIterator[bytes]:
    """`next` for each answer, then `complete`; comments keep idle connections open.

    `ended` returns when the session is over: the stream stops at once. `lagging` makes the last
    answer for a reader that was too slow.
    """
    end = asyncio.ensure_future(ended)
    try:
        async with aclosing(answers), aclosing(_chunks(answers, end, pace, lagging)) as chunks:
            async for chunk in chunks:
                yield chunk
    except Refused as refused:
        yield next_event({"errors": refused.formatted})
    finally:
        end.cancel()
    yield COMPLETE


async def _chunks(
    answers: AsyncGenerator[Answer, None],
    end: asyncio.Future[None],
    pace: Pace,
    lagging: Lagging,
) -> AsyncGenerator[bytes, None]:
    coming = _following(answers)
    clock = asyncio.get_running_loop().time
    try:
        while True:
            pending: set[asyncio.Future[Any]] = {coming, end}
            done, _ = await asyncio.wait(
                pending, timeout=pace.ping_seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if end in done:
                return
            if not done:
                yield PING
                continue
            if (answer := coming.result()) is None:
                return
            begun = clock()
            yield next_event(answer)  # returns when there was room for it
            if clock() - begun > pace.send_seconds:
                yield next_event({"errors": [lagging(answer.cursor)]})
                return
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
    whole = answer.encoded() if isinstance(answer, Answer) else answer
    return b"event: next\ndata: " + orjson.dumps(whole) + b"\n\n"
