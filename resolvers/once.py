"""What several fields of one answer need, and what is read once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A value that is read when the first field asks for it; the others wait for the same."""

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self._known: tuple[T] | None = None
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def known(cls, value: T) -> Self:
        """One that need not be read."""
        once = cls(_never)
        once._known = (value,)
        return once

    async def get(self) -> T:
        """The value. A read that failed is tried again by the next field."""
        async with self._one_at_a_time:
            if self._known is None:
                self._known = (await self._read(),)
            return self._known[0]


async def _never() -> Any:
    raise AssertionError("What is known is not read.")
