"""What every mutation promises by its signature: one input, a key, and refusals as data."""

from collections.abc import Iterator
from typing import Final

import pytest
import strawberry
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)

from schema import service
from schema.execution import core
from schema.idempotency import WITHOUT_KEY, MutationInput
from schema.user_errors import Info, Payload, mutation
from tests.docs import documents

# Nothing can be said of it: it ends the session that asks.
WITHOUT_INPUT: Final = {"signOut"}


def mutations(schema: GraphQLSchema) -> dict[str, GraphQLField]:
    """The root fields that write."""
    return dict(schema.mutation_type.fields) if schema.mutation_type else {}


MUTATIONS: Final = mutations(core(service.build()))


def breaches(name: str, field: GraphQLField) -> Iterator[str]:
    """What a mutation does not keep of the contract."""
    given = field.args.get("input")
    if set(field.args) != (set() if name in WITHOUT_INPUT else {"input"}):
        yield "arguments"
    if given is not None:
        yield from breaches_of_input(name, given.type)
    yield from breaches_of_payload(name, field.type)


def breaches_of_input(name: str, given: object) -> Iterator[str]:
    """The input is required, has the mutation's name, and its last member is the key."""
    of = given.of_type if isinstance(given, GraphQLNonNull) else None
    if not isinstance(of, GraphQLInputObjectType) or of.name != f"{_capital(name)}Input":
        yield "input"
        return
    key = of.fields.get("idempotencyKey")
    expected = None if name in WITHOUT_KEY else GraphQLString
    if (key and key.type) is not expected or (key and list(of.fields)[-1] != "idempotencyKey"):
        yield "key"


def breaches_of_payload(name: str, given: object) -> Iterator[str]:
    """The payload is never null; a refusal leaves out all but `userErrors`."""
    of = given.of_type if isinstance(given, GraphQLNonNull) else None
    if not isinstance(of, GraphQLObjectType) or of.name != f"{_capital(name)}Payload":
        yield "payload"
        return
    for field, definition in of.fields.items():
        if (field == "userErrors") != isinstance(definition.type, GraphQLNonNull):
            yield f"payload.{field}"
    if "userErrors" not in of.fields or str(of.fields["userErrors"].type) != "[UserError!]!":
        yield "payload.userErrors"


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mutation_keeps_the_contract(name: str) -> None:
    assert list(breaches(name, MUTATIONS[name])) == []


def test_every_key_is_described_in_the_same_words() -> None:
    inputs = [field.args["input"].type for field in MUTATIONS.values() if field.args]
    keys = [of.of_type.fields.get("idempotencyKey") for of in inputs]

    assert len({key.description for key in keys if key}) == 1


def test_no_mutation_is_without_a_key_that_is_not_there() -> None:
    assert WITHOUT_KEY.keys() <= MUTATIONS.keys()
    assert WITHOUT_KEY.keys() >= WITHOUT_INPUT


def test_the_documentation_says_which_mutations_have_no_key_and_why() -> None:
    _, section = documents.text("docs/api.md").split("\n## Idempotency\n")
    section, *_ = section.split("\n## ")
    rows = [line for line in section.splitlines() if line.startswith("| `")]

    assert rows == [f"| `{name}` | {reason} |" for name, reason in WITHOUT_KEY.items()]


@strawberry.input
class KeylessInput:
    name: str


@strawberry.input
class NamedInput(MutationInput):
    name: str


async def rename(info: Info, input: KeylessInput) -> Payload:
    return Payload()


async def erase(info: Info) -> Payload:
    return Payload()


async def sign_in(info: Info, input: NamedInput) -> Payload:
    return Payload()


@pytest.mark.parametrize("resolver", [rename, erase, sign_in])
def test_a_mutation_that_forgets_the_key_or_has_one_against_the_table_is_not_declared(
    resolver: object,
) -> None:
    with pytest.raises(TypeError, match="MutationInput"):
        mutation(Payload, "Added in a hurry.")(resolver)  # type: ignore[arg-type]


@strawberry.type
class ErasePayload:
    id: int


@strawberry.type
class Careless:
    @strawberry.mutation
    def rename(self, input: KeylessInput | None = None, to: str = "") -> str | None:
        return to

    @strawberry.mutation
    def erase(self, input: KeylessInput) -> ErasePayload:
        return ErasePayload(id=1)


def test_a_mutation_that_is_declared_past_the_contract_is_noticed() -> None:
    schema = core(strawberry.Schema(ErasePayload, Careless))

    found = {name: list(breaches(name, field)) for name, field in mutations(schema).items()}

    assert found == {
        "rename": ["arguments", "input", "payload"],
        "erase": ["input", "payload.id", "payload.userErrors"],
    }


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
