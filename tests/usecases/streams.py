"""Subscriptions as a client reads them: one answer at a time, each in bounded time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from resolvers.context import Viewer
from schema.errors import Refused
from tests.api import Answer, Api

RESULT_SHARED: Final = """subscription ($after: String) {
  resultShared(after: $after) {
    cursor sharedResult { id state candidate { familyName } result { overallScore }
      organisation { name } } } }"""


class Stream:
    """One subscription; nothing that it sends is lost by a wait that was too short."""

    def __init__(self, source: AsyncGenerator[Answer, None]) -> None:
        self._source = source
        self._next: asyncio.Task[Answer] | None = None

    def listen(self) -> None:
        """Begin to wait for the next answer."""
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._source))

    async def next(self, seconds: float = 5.0) -> Answer:
        """The payload of the next answer; TimeoutError when there is none in time."""
        self.listen()
        assert self._next is not None
        answer = await asyncio.wait_for(asyncio.shield(self._next), seconds)
        self._next = None
        assert "errors" not in answer, answer["errors"]
        (payload,) = answer["data"].values()
        found: Answer = payload
        return found

    async def is_quiet(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for so long."""
        self.listen()
        assert self._next is not None
        done, _ = await asyncio.wait([self._next], timeout=seconds)
        return not done

    async def end(self, seconds: float = 5.0) -> str:
        """The code with which the stream ends next; empty when it is just over."""
        try:
            answer = await self.next(seconds)
        except StopAsyncIteration:
            return ""
        except Refused as refused:
            return str(refused.formatted[0]["extensions"]["code"])
        raise AssertionError(f"The stream went on: {answer}")

    async def close(self) -> None:
        """Hang up."""
        if self._next is not None:
            self._next.cancel()
            await asyncio.wait([self._next])
        await self._source.aclose()


@asynccontextmanager
async def opened(
    api: Api, document: str, viewer: Viewer, **variables: Any
) -> AsyncIterator[Stream]:
    """A subscription that is listening, and is hung up at the end of the block."""
    stream = Stream(api.watch(document, viewer, **variables))
    stream.listen()
    await asyncio.sleep(0.15)  # it stands at the head of the events before anything happens
    try:
        yield stream
    finally:
        await stream.close()


async def ids_of(stream: Stream, count: int) -> list[str]:
    """The ids of so many shares, as they come."""
    return [(await stream.next())["sharedResult"]["id"] for _ in range(count)]
