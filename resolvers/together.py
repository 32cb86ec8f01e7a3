"""What the fields of many objects ask for at the same moment, read for all of them at once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from resolvers.once import Once

K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """Values by key. The first who asks reads them, so that its end ends the reading as well."""

    def __init__(self, read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        """`read` gives a value for every key."""
        self._read = read
        self._keys: dict[K, None] = {}
        self._values: Once[Mapping[K, V]] | None = None

    async def get(self, key: K) -> V:
        """The value of a key, read with those of all who ask before the loop turns again."""
        if self._values is None:
            keys: dict[K, None] = {}
            self._keys, self._values = keys, Once(partial(self._gathered, keys))
        self._keys[key] = None
        return (await self._values.get())[key]

    async def _gathered(self, keys: dict[K, None]) -> Mapping[K, V]:
        await asyncio.sleep(0)  # those who stand beside ask now
        if self._keys is keys:
            self._values = None
        return await self._read(list(keys))
