"""What the schema says of itself: everything is described, bounded, and committed as text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
)

from db import pages
from domain.permissions import Scope
from schema import service
from schema.execution import core
from tests.api import Api

SCHEMA: Final = core(service.build())
OWN: Final = {name: type_ for name, type_ in SCHEMA.type_map.items() if not name.startswith("__")}
BUILT_IN: Final = {"Boolean", "Float", "ID", "Int", "String"}
SNAPSHOT: Final = Path(__file__).parents[2] / "schema.graphql"


def undescribed(type_: GraphQLNamedType) -> Iterator[str]:
    """Coordinates of whatever in the type says nothing of itself."""
    if not type_.description:
        yield type_.name
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in type_.fields.items():
            if not field.description:
                yield f"{type_.name}.{name}"
            if field.deprecation_reason == "":
                yield f"{type_.name}.{name}"
    if isinstance(type_, GraphQLInputObjectType):
        yield from (
            f"{type_.name}.{name}" for name, of in type_.fields.items() if not of.description
        )


@pytest.mark.parametrize("name", sorted(OWN.keys() - BUILT_IN))
def test_every_type_and_every_field_is_described(name: str) -> None:
    assert list(undescribed(OWN[name])) == []


def test_every_argument_is_described() -> None:
    silent = [
        f"{type_.name}.{name}({argument}:)"
        for type_ in OWN.values()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in type_.fields.items()
        for argument, definition in field.args.items()
        if not definition.description
    ]

    assert silent == []


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    assert SNAPSHOT.read_text("utf-8") == service.sdl()


def test_enums_have_words_that_a_client_can_write() -> None:
    for type_ in OWN.values():
        if isinstance(type_, GraphQLEnumType):
            assert all(word == word.upper() for word in type_.values)


PAGED: Final = sorted(
    (type_.name, name, argument)
    for type_ in OWN.values()
    if isinstance(type_, GraphQLObjectType)
    for name, field in type_.fields.items()
    for argument in ("first", "last")
    if argument in field.args
)


def test_the_walk_over_pages_finds_the_lists_of_the_contract() -> None:
    assert {name for _, name, _ in PAGED} >= {
        "sharedResults", "myResults", "exports", "webhookEndpoints", "deliveries", "events",
    }  # fmt: skip


@pytest.mark.parametrize("size", [0, -1, pages.MAXIMUM_SIZE + 1, 2**31 - 1])
@pytest.mark.parametrize(("parent", "name", "argument"), PAGED)
async def test_no_list_gives_more_than_a_page(
    sample: Api, parent: str, name: str, argument: str, size: int
) -> None:
    needed = 'search: "no", ' if name == "organisationDirectory" else ""
    inner = f"{name}({needed}{argument}: {size}) {{ edges {{ cursor }} }}"
    outer = {
        "Query": f"{{ {inner} }}",
        "WebhookEndpoint": f"{{ webhookEndpoints {{ edges {{ node {{ {inner} }} }} }} }}",
    }

    error = await sample.error(outer[parent], await sample.client(*Scope))

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "100" in error["message"]
