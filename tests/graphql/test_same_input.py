"""Which inputs are the same for an idempotency key: what the service cannot tell apart."""

from datetime import datetime
from typing import Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.idempotency import Asked
from schema.idempotency import MutationInput, asked
from schema.scalars import SCALARS


@strawberry.input
class Place:
    town: str | None = None
    street: str | None = strawberry.UNSET


@strawberry.input
class MoveInput(MutationInput):
    ids: list[strawberry.ID]
    to: Place | None = None
    tags: list[str] = strawberry.field(default_factory=list)
    at: datetime | None = None
    is_final: bool = False
    note: str | None = strawberry.UNSET


seen: list[Asked | None] = []


@strawberry.type
class Query:
    @strawberry.field
    def move(self, input: MoveInput) -> bool:
        seen.append(asked(input))
        return True


schema = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS))


def asked_by(literal: str, **variables: Any) -> Asked:
    """What a field makes of the literal of an input object, with the key `k`."""
    declared = "".join(f"${name}: {type_} " for name, type_ in _types(literal))
    head = f"query ({declared})" if declared else "query"
    document = f'{head} {{ move(input: {{idempotencyKey: "k", {literal}}}) }}'
    result = schema.execute_sync(document, variable_values=variables)
    assert result.errors is None
    found = seen.pop()
    assert found is not None
    return found


def _types(literal: str) -> list[tuple[str, str]]:
    known = {"ids": "[ID!]!", "note": "String", "to": "Place", "at": "DateTime"}
    return [(name, type_) for name, type_ in known.items() if f"${name}" in literal]


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ('ids: ["a"], isFinal: true', 'isFinal: true, ids: ["a"]'),
        ('ids: ["a"], to: {town: "x", street: "y"}', 'ids: ["a"], to: {street: "y", town: "x"}'),
        ('ids: ["a"]', 'ids: "a"'),
        ("ids: [1]", 'ids: ["1"]'),
        ('ids: ["a"]', 'ids: ["a"], tags: [], isFinal: false, to: null, at: null'),
        ('ids: ["a"], to: {}', 'ids: ["a"], to: {town: null}'),
        (
            'ids: ["a"], at: "2026-11-30T09:30:00Z"',
            'ids: ["a"], at: "2026-11-30t10:30:00.000+01:00"',
        ),
    ],
    ids=[
        *("order", "order within", "one for a list", "number for an id"),
        *("defaults", "defaults within", "moment"),
    ],
)
def test_what_means_the_same_is_the_same(one: str, same: str) -> None:
    assert asked_by(one) == asked_by(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('ids: ["a", "b"]', 'ids: ["b", "a"]'),
        ('ids: ["a"]', 'ids: ["a", "a"]'),
        ('ids: ["a,b"]', 'ids: ["a", "b"]'),
        ('ids: ["a"]', 'ids: ["A"]'),
        ('ids: ["a"], note: null', 'ids: ["a"]'),
        ('ids: ["a"], note: ""', 'ids: ["a"], note: null'),
        ('ids: ["a"], note: "null"', 'ids: ["a"], note: null'),
        ('ids: ["a"], to: {}', 'ids: ["a"]'),
        ('ids: ["a"], to: {street: null}', 'ids: ["a"], to: {}'),
        ('ids: ["a"], to: {town: "x"}', 'ids: ["a"], to: {street: "x"}'),
        ('ids: ["a"], tags: ["x"]', 'ids: ["a"]'),
        ('ids: ["a"], isFinal: true', 'ids: ["a"]'),
        ('ids: ["é"]', 'ids: ["e\\u0301"]'),
    ],
)
def test_what_means_something_else_is_other_input(one: str, other: str) -> None:
    assert asked_by(one) != asked_by(other)


def test_a_variable_is_the_same_as_its_value_in_the_document() -> None:
    literal = asked_by('ids: ["a"], note: "n", to: {town: "x"}')

    assert literal == asked_by("ids: $ids, note: $note, to: $to", ids=["a"], note="n", to=TOWN)
    assert literal == asked_by('ids: ["a"], note: $note, to: {town: "x"}', note="n")


TOWN = {"town": "x"}


def test_a_variable_that_is_not_given_is_a_member_that_is_left_out() -> None:
    assert asked_by('ids: ["a"], note: $note') == asked_by('ids: ["a"]')
    assert asked_by('ids: ["a"], note: $note', note=None) != asked_by('ids: ["a"]')


def test_half_a_surrogate_pair_and_nul_are_input_like_other() -> None:
    odd = asked_by("ids: $ids", ids=["\ud800", "\0"])

    assert odd == asked_by("ids: $ids", ids=["\ud800", "\0"])
    assert odd != asked_by("ids: $ids", ids=["\ud801", "\0"])


def test_without_a_key_nothing_is_kept() -> None:
    schema.execute_sync('{ move(input: {ids: ["a"]}) }')
    schema.execute_sync('{ move(input: {ids: ["a"], idempotencyKey: null}) }')

    assert [seen.pop(), seen.pop()] == [None, None]


def test_the_key_itself_is_no_part_of_the_input_and_neither_is_shown() -> None:
    found = asked_by('ids: ["secret"]')

    assert b"idempotency" not in found.given
    assert "secret" not in repr(found)
