"""The column types that every table uses."""

from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum, String
from sqlmodel import Field


def stored_enum(enum: type[StrEnum]) -> Enum:
    """A StrEnum as text with a check constraint, read back as members of the enum.

    A plain String column would read back as `str`, and `is` comparisons would fail silently.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=f"{enum.__name__.lower()}_known",
        values_callable=lambda members: [member.value for member in members],
    )


def listed_enum(enum: type[StrEnum]) -> Enum:
    """The same without the check constraint, for lists that grow with the service.

    What is not in the list is refused on the way in, and when it is read.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def instant(**arguments: Any) -> Any:
    """A field for an aware datetime in UTC."""
    return Field(sa_type=DateTime(timezone=True), **arguments)  # type: ignore[call-overload, unused-ignore]


def key_text(length: int, **arguments: Any) -> Any:
    """A field for a normalised key: compared by code point, so that a prefix is a range."""
    return Field(sa_type=String(length, collation="C"), **arguments)  # type: ignore[call-overload, unused-ignore]
