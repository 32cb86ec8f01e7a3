"""Everything that is null, left out or deprecated says so: when, why, and until when."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from schema import changes, service
from tests.graphql import small_schema


def deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Coordinate and reason of everything that is deprecated."""
    for place, element in elements(schema):
        if element.deprecation_reason is not None:
            yield place, element.deprecation_reason


def elements(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """Fields, arguments, fields of inputs and values of enums, with their coordinates."""
    for type_ in schema.type_map.values():
        if type_.name.startswith("__"):
            continue
        if isinstance(type_, GraphQLEnumType):
            yield from ((f"{type_.name}.{name}", value) for name, value in type_.values.items())
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field
                arguments: dict[str, Any] = getattr(field, "args", {})
                yield from ((f"{type_.name}.{name}({a}:)", of) for a, of in arguments.items())


def is_explained(reason: str) -> bool:
    """Whether a client learns what to do instead, and until when."""
    words = re.sub(r"[0-9-]{10}", "", reason).split()
    return changes.goes_on(reason) is not None and len(words) >= 4


def test_every_deprecation_says_what_to_use_instead_and_when_it_goes() -> None:
    for place, reason in deprecations(build_schema(service.sdl())):
        assert is_explained(reason), f"{place}: {reason}"


@pytest.mark.parametrize(
    ("reason", "explained"),
    [
        ("Use `mode`. Goes on 2027-03-31.", True),
        ("Nobody asks for it; goes on 2027-03-31.", True),
        ("Use `mode`.", False),
        ("No longer supported", False),
        ("2027-03-31", False),
        ("Use `mode`. Goes on 2027-02-30.", False),
        ("Use `mode`. Goes in March 2027.", False),
        ("", False),
    ],
)
def test_a_deprecation_needs_words_and_a_day_that_exists(reason: str, explained: bool) -> None:
    word = f'mode: Mode @deprecated(reason: "{reason}")'

    (found,) = deprecations(build_schema(small_schema.changed(("mode: Mode", word))))

    assert found == ("Search.mode", reason)
    assert is_explained(reason) is explained


def unexplained_nulls(schema: GraphQLSchema) -> Iterator[str]:
    """Fields that may be null, or hold null, and do not say when."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                says = re.search(r"\bnull\b", field.description or "", re.I)
                if may_be_null(field.type) and not says and not type_.name.startswith("__"):
                    yield f"{type_.name}.{name}"


def may_be_null(type_: Any) -> bool:
    """Whether null can stand there, or within the list."""
    inner = get_nullable_type(type_)
    return not is_non_null_type(type_) or (is_list_type(inner) and may_be_null(inner.of_type))


def unexplained_gaps(schema: GraphQLSchema) -> Iterator[str]:
    """What may be left out and does not say what that means."""
    for place, element in elements(schema):
        if hasattr(element, "default_value") and not is_non_null_type(element.type):
            owner: Any = schema.get_type(place.split(".")[0])
            if "left out" not in (element.description or "").lower() and not says_one_of(owner):
                yield place


def says_one_of(type_: Any) -> bool:
    """Of an input of alternatives the type itself says that exactly one of them is given."""
    return isinstance(type_, GraphQLInputObjectType) and "exactly one" in (type_.description or "")


def test_no_field_is_null_without_a_reason() -> None:
    assert list(unexplained_nulls(build_schema(service.sdl()))) == []


def test_nothing_may_be_left_out_without_saying_what_that_means() -> None:
    assert list(unexplained_gaps(build_schema(service.sdl()))) == []


@pytest.mark.parametrize(
    ("replacement", "nulls", "gaps"),
    [
        (("Every exam.", "All exams."), [], []),
        (("An exam; null if there is none.", "An exam."), ["Query.exam"], []),
        (("[Exam!]!", "[Exam]!"), ["Query.exams"], []),
        (("[Exam!]!", "[Exam!]"), ["Query.exams"], []),
        (("interface Coded { ", "interface Coded { mode: Mode "), ["Coded.mode"], []),
        (("Left out: as it is today.", "When."), [], ["Query.exam(on:)"]),
        (("Left out: any mode.", "A mode."), [], ["Search.mode"]),
        (("input Search {", "input Search { a: ID b: ID"), [], ["Search.a", "Search.b"]),
        (("What to look for.", "What: exactly one of these."), [], []),
    ],
)
def test_the_walks_find_what_is_not_explained(
    replacement: tuple[str, str], nulls: list[str], gaps: list[str]
) -> None:
    schema = build_schema(small_schema.changed(replacement), assume_valid=True)

    assert list(unexplained_nulls(schema)) == nulls
    assert list(unexplained_gaps(schema)) == gaps
