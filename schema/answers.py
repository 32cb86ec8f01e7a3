"""Answers of operations, and events that give one answer to many."""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import Any

import orjson


class Answer(dict[str, Any]):
    """What a client gets: `data`, `errors`, `extensions`. `cursor`: where to resume behind it."""

    __slots__ = ("_encoded", "cursor")

    def __init__(self, **members: object) -> None:
        super().__init__(members)
        self.cursor: str | None = None
        self._encoded: orjson.Fragment | None = None

    def encoded(self) -> orjson.Fragment:
        """As JSON, made once however many get it. Nothing may be changed afterwards."""
        if self._encoded is None:
            self._encoded = orjson.Fragment(orjson.dumps(dict(self)))
        return self._encoded


class EventForMany(ABC):
    """An event of which all who watch the same get one object."""

    @property
    @abstractmethod
    def answers(self) -> dict[Hashable, Any]:
        """By likeness of the operation: the task that makes the answer."""

    @property
    @abstractmethod
    def resume_after(self) -> str:
        """The cursor with which nothing before and including it comes again."""
