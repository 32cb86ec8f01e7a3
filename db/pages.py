"""Keyset pages: a cursor names the last row that was seen, so that new rows shift nothing.

A cursor is opaque to clients. It holds a fingerprint of the list it belongs to (its name, tenant,
order and filter), so that a cursor of another list is refused instead of misread.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from operator import gt, lt
from typing import Generic, TypeVar
from uuid import UUID

import orjson

from domain.errors import BadUserInput

MAXIMUM_SIZE = 100
DEFAULT_SIZE = 25
GREATEST_NUMBER = 2**63 - 1

T = TypeVar("T")
Key = str | int | datetime


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list: the key of a row in the list's order, and the id that breaks ties."""

    key: Key
    id: UUID


@dataclass(frozen=True, slots=True)
class Window:
    """What a client asks of a list: `first` after a cursor, or `last` before one."""

    size: int
    is_backward: bool
    position: Position | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in the list's order, and whether there are more on either side."""

    rows: Sequence[T]
    has_next: bool
    has_previous: bool


def window(
    scope: str,
    key_type: type[Key],
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Window:
    """Check Relay's four arguments; raises `BadUserInput` that says what to send instead.

    `key_type` is the type of the keys by which the list is ordered.
    """
    if (first is not None or after is not None) and (last is not None or before is not None):
        raise BadUserInput("reasons.page_both_directions", ("first",))
    is_backward = last is not None or before is not None
    name, size = ("last", last) if is_backward else ("first", first)
    size = DEFAULT_SIZE if size is None else size
    if not 1 <= size <= MAXIMUM_SIZE:
        raise BadUserInput("reasons.page_size", (name,), name=name, maximum=MAXIMUM_SIZE)
    cursor = before if is_backward else after
    field = "before" if is_backward else "after"
    position = None if cursor is None else decode(scope, key_type, cursor, field)
    return Window(size, is_backward, position)


def cut(rows: Sequence[T], asked: Window) -> Page[T]:
    """The page of `size + 1` rows that were read in the direction of the window."""
    more = len(rows) > asked.size
    kept = rows[: asked.size]
    behind = asked.position is not None
    if asked.is_backward:
        return Page(list(reversed(kept)), has_next=behind, has_previous=more)
    return Page(kept, has_next=more, has_previous=behind)


def of_all(
    rows: Sequence[T],
    position: Callable[[T], Position],
    asked: Window,
    *,
    is_descending: bool = False,
) -> Page[T]:
    """The page of a list that was read whole, in the order of its positions.

    By comparison, like any other list: the row of a cursor may have gone meanwhile.
    """
    if asked.position is not None:
        here = astuple(asked.position)
        follows = gt if is_descending == asked.is_backward else lt
        rows = [row for row in rows if follows(astuple(position(row)), here)]
    if asked.is_backward:
        rows = list(reversed(rows))
    return cut(rows[: asked.size + 1], asked)


def encode(scope: str, position: Position) -> str:
    """The cursor of a row in the list that `scope` names."""
    key = position.key
    tagged = ["t", key.isoformat()] if isinstance(key, datetime) else ["v", key]
    document = orjson.dumps([_fingerprint(scope), *tagged, position.id.hex])
    return base64.urlsafe_b64encode(document).rstrip(b"=").decode()


def decode(scope: str, key_type: type[Key], cursor: str, field: str) -> Position:
    """The place that a cursor names; raises `BadUserInput` for any other text.

    Cursors are no secret and can be made up, so nothing but a key of the right type passes.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        fingerprint, tag, key, digits = orjson.loads(base64.urlsafe_b64decode(padded))
        position = Position(_key(tag, key), UUID(hex=digits))
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error):
        raise BadUserInput("reasons.cursor_malformed", (field,)) from None
    if fingerprint != _fingerprint(scope):
        raise BadUserInput("reasons.cursor_of_another_list", (field,))
    if type(position.key) is not key_type:
        raise BadUserInput("reasons.cursor_malformed", (field,))
    return position


def _key(tag: object, key: object) -> Key:
    """A key that PostgreSQL can compare with: no naive time, no NUL, no number beyond 64 bits."""
    if tag == "t" and isinstance(key, str):
        moment = datetime.fromisoformat(key)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    elif tag == "v" and isinstance(key, str):
        if "\0" not in key:
            return key
    elif tag == "v" and type(key) is int and abs(key) <= GREATEST_NUMBER:
        return key
    raise ValueError(tag)


def _fingerprint(scope: str) -> str:
    return hashlib.sha256(scope.encode("utf-8", "replace")).hexdigest()[:12]
