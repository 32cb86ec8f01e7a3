"""What is watched, who watches it, and what they are told: the nouns of live streams."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, Final, TypeAlias
from uuid import UUID

from db.audit import Act
from db.listener import Bell
from db.models.events import Event
from db.models.organisations import Organisation
from domain.errors import RequestError, Unauthenticated
from domain.events import EventType
from domain.shared_results import SharedResultRecord

BATCH: Final = 50
# What was read is sent within this time, or read again: access may have ended meanwhile.
FRESH_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class View:
    """Events of some kinds (None: all) of an organisation, and what they are about.

    `shows_shares`: with what the share of an event gives now; without it the events alone.
    `is_personal`: with what differs between users, whether a share is new and was opened.
    """

    operation: str
    organisation_id: UUID
    kinds: tuple[EventType, ...] | None
    shows_shares: bool = True
    is_personal: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Watcher:
    """One who watches: the credential to look at again, and how a look goes on record.

    `user_id` and `new_since` (the previous sign-in) decide what is personal; None: an API client.
    """

    credential: str = field(repr=False)
    act: Callable[[list[UUID]], Act]
    user_id: UUID | None
    new_since: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An event with what it gives now; all to whom it gives the same get this one object.

    `organisation`: whose share the record is of. `fresh_until`: by `time.monotonic`. `answers`
    belongs to whoever makes answers of it: what is made for one serves the others.
    """

    event: Event
    record: SharedResultRecord | None
    organisation: Organisation | None
    fresh_until: float
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def is_fresh(self) -> bool:
        """Whether it may still be sent as it was read."""
        return monotonic() <= self.fresh_until


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: up to which number, and what each watcher is told of it, oldest first.

    A watcher who may not see it any more is not in it: `refused` says why, of those who are known.
    `is_all`: there was no more.
    """

    number: int
    is_all: bool
    told: Mapping[Watcher, Sequence[Told]]
    refused: Mapping[Watcher, RequestError] = field(default_factory=dict)

    def refusal(self, watcher: Watcher) -> RequestError:
        """Why this watcher is told nothing any more."""
        return self.refused.get(watcher) or Unauthenticated()


# From the number of the last event that was read, and of each watcher.
Reading: TypeAlias = Callable[[int, Sequence[tuple[Watcher, int]]], Awaitable[Found]]


@dataclass(frozen=True, slots=True)
class Source:
    """How a view is read again: the reading, what rings when there may be more, the slow look."""

    read: Reading
    bell: Callable[[], AbstractContextManager[Bell]]
    poll_seconds: float
