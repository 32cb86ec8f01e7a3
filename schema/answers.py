"""Answers of operations, and events that give one answer to many."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import Any

import orjson


class Answer(dict[str, Any]):
    """What a client gets: `data`, `errors`, `extensions`.

    Of an event, `cursor` is where to resume behind it, and it is not sent after `fresh_until`, a
    moment of `time.monotonic`.
    """

    __slots__ = ("_encoded", "cursor", "fresh_until")

    def __init__(self, **members: object) -> None:
        super().__init__(members)
        self.cursor: str | None = None
        self.fresh_until: float | None = None
        self._encoded: orjson.Fragment | None = None

    def encoded(self) -> orjson.Fragment:
        """As JSON, made once however many get it. Nothing may be changed afterwards."""
        if self._encoded is None:
            self._encoded = orjson.Fragment(orjson.dumps(dict(self)))
        return self._encoded


class SharedAnswer:
    """An answer that is being made, for all who wait for it; given up when nobody does."""

    def __init__(self, work: asyncio.Task[Answer]) -> None:
        self.is_given_up = False
        self._work = work
        self._waiting = 0

    async def get(self) -> Answer:
        """The answer. Who is cancelled ends the work if nobody else waits, its SQL included."""
        self._waiting += 1
        try:
            return await asyncio.shield(self._work)
        finally:
            self._waiting -= 1
            if not self._waiting and not self._work.done():
                self.is_given_up = True
                self._work.cancel()


class EventForMany(ABC):
    """An event of which all who watch the same get one object."""

    @property
    @abstractmethod
    def answers(self) -> dict[Hashable, SharedAnswer]:
        """By likeness of the operation."""

    @property
    @abstractmethod
    def resume_after(self) -> str:
        """The cursor with which nothing before and including it comes again."""

    @property
    @abstractmethod
    def fresh_until(self) -> float:
        """The moment of `time.monotonic` after which it has to be read again."""
