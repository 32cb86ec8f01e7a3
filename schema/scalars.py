"""Strict scalars: what is not exactly in the stated form is refused, never guessed."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

BigInt = NewType("BigInt", int)

GREATEST_EXACT: Final = 2**53 - 1
RFC_3339: Final = "https://www.rfc-editor.org/rfc/rfc3339"
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
# The first and last moment there is come back from the database as something else.
_STORED_AS_INFINITY: Final = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def parse_date(value: object) -> date:
    """`YYYY-MM-DD` of a day that exists; no other form of ISO 8601."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError("Expected a date that exists, as YYYY-MM-DD.")


def parse_date_time(value: object) -> datetime:
    """A moment with its offset, as UTC; a time without offset is no moment."""
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
            if moment not in _STORED_AS_INFINITY:
                return moment
        except (ValueError, OverflowError):
            pass
    raise GraphQLError("Expected date and time with an offset, such as 2026-11-30T09:30:00Z.")


def parse_big_int(value: object) -> BigInt:
    """A whole number that every JSON reader keeps exactly.

    No float, not even a whole one: what was rounded to it when it was read is not known.
    """
    if type(value) is int and abs(value) <= GREATEST_EXACT:
        return BigInt(value)
    raise GraphQLError(f"Expected a whole number from -{GREATEST_EXACT} to {GREATEST_EXACT}.")


def serialise_date(value: date) -> str:
    """A day; a moment in its place is a bug."""
    if isinstance(value, datetime):
        raise TypeError("A Date field holds a moment.")
    return value.isoformat()


def serialise_date_time(value: datetime) -> str:
    """UTC with `Z`; a naive time is a bug."""
    if value.tzinfo is None:
        raise TypeError("A DateTime field holds a time without offset.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


# For `StrawberryConfig(scalar_map=SCALARS)`.
SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment: ISO 8601 with seconds and an offset. Answers are in UTC, with Z.",
        specified_by_url=RFC_3339,
        serialize=serialise_date_time,
        parse_value=parse_date_time,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day of the calendar: YYYY-MM-DD, and no other form.",
        specified_by_url=f"{RFC_3339}#section-5.6",
        serialize=serialise_date,
        parse_value=parse_date,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number beyond 32 bits, exact in JSON: at most 2^53 - 1 either way.",
        serialize=parse_big_int,
        parse_value=parse_big_int,
    ),
}
