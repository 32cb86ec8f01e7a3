"""Every value of every operation, replaced by what it must not be: found by walking the schema."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.hostile.target import Target, attack
from tests.permissions.test_role_matrix import DOCUMENTS
from tests.running import ROOT

SCHEMA: Final = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
LONG: Final = "9" * 4_000

# As they stand in JSON. What no value of the type may be; `null` is added where it is not allowed.
WRONG: Final[dict[str, tuple[str, ...]]] = {
    "Int": ('"1"', "1.5", "true", "{}", "[[]]", "2147483648", "-2147483649", LONG, "NaN", "1e999"),
    "Boolean": ('"true"', "1", "0", "{}", "[[]]", LONG, '"yes"'),
    "String": ("1", "1.5", "true", "{}", "[[]]", LONG, '"\\u0000"', '"\\ud800"', '"a\\udfff"'),
    "ID": ("1.5", "true", "{}", "[[]]", "NaN", '"\\u0000"', '"\\ud800"'),
    "DateTime": (
        "0", "true", "{}", "[[]]", LONG, '""', '"now"', '"2026-01-01"', '"2026-01-01T00:00:00"',
        '"2026-02-30T00:00:00Z"', '"2026-W01-1T00:00:00Z"', '"2026-01-01T24:00:00Z"',
        '"2026-12-31T23:59:60Z"', '"2026-01-01T00:00:00+24:00"', '"2026-01-01T00:00:00+05:99"',
        '"0000-01-01T00:00:00Z"', '"9999-12-31T23:59:59-00:01"', '"0001-01-01T00:00:00+00:01"',
        '"2026-01-01T00:00:00Z\\n"', '"٢٠٢٦-01-01T00:00:00Z"', '"2026-01-01 00:00:00Z"',
    ),
    "enum": ('"NOPE"', '""', "0", "true", "{}", "[[]]", '"__proto__"'),
    "input": ("1", '""', "true", "[[]]", '{"nope": 1}', '{"__typename": "a"}'),
}  # fmt: skip


def kind(type_: GraphQLInputType) -> str:
    """The row of `WRONG` for a type."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLEnumType):
        return "enum"
    return "input" if isinstance(named, GraphQLInputObjectType) else named.name


def replaced(type_: GraphQLInputType, name: str) -> Iterator[tuple[str, str]]:
    """What to send instead of a value of this type, as JSON, and where the wrong thing is."""
    if is_non_null_type(type_):
        yield name, "null"
    for wrong in WRONG[kind(type_)]:
        yield name, f"[{wrong}]" if is_list_type(get_nullable_type(type_)) else wrong
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        for inner, field in named.fields.items():
            for place, wrong in replaced(field.type, f"{name}.{inner}"):
                yield place, json.dumps({**least(named), inner: "?"}).replace('"?"', wrong)


def least(type_: GraphQLInputObjectType) -> dict[str, Any]:
    """A value of an input that has only what it must have."""
    return {
        name: example(field.type)
        for name, field in type_.fields.items()
        if is_non_null_type(field.type) and field.default is None
    }


def example(type_: GraphQLInputType) -> Any:
    """Some value of a type: well formed, and naming nothing."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        return least(named)
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    value = {"Int": 1, "Boolean": False, "ID": "share_" + "0193" * 8}.get(named.name, "x")
    return [value] if is_list_type(get_nullable_type(type_)) else value


def attacks(operation: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the body of the request, for every value of a root field."""
    root, field = found(SCHEMA, operation)
    named = {name: argument.type for name, argument in field.args.items()}
    declared = ", ".join(f"${name}: {type_}" for name, type_ in named.items())
    given = ", ".join(f"{name}: ${name}" for name in named)
    query = f"{root} ({declared}) {{ {operation}({given}) {{ __typename }} }}"
    others = {name: example(of) for name, of in named.items() if is_non_null_type(of)}
    for name, type_ in named.items():
        for place, wrong in replaced(type_, name):
            variables = json.dumps({**others, name: "?"}).replace('"?"', wrong)
            yield f"{place} {wrong[-40:]}", f'{{"query": "{query}", "variables": {variables}}}'


def found(schema: GraphQLSchema, operation: str) -> tuple[str, Any]:
    """The kind of an operation, and its field."""
    roots = {
        "query": schema.query_type,
        "mutation": schema.mutation_type,
        "subscription": schema.subscription_type,
    }
    return next(
        (kind, of.fields[operation]) for kind, of in roots.items() if of and operation in of.fields
    )


ROLES: Final = {
    "candidate": {"organisationDirectory", "myResults", "shareResult", "withdrawShare"},
    "primary": set(DOCUMENTS),
}


def role_of(operation: str) -> str:
    """Somebody who may ask for it."""
    return next(role for role, operations in ROLES.items() if operation in operations)


@pytest.mark.parametrize("operation", [name for name in DOCUMENTS if found(SCHEMA, name)[1].args])
async def test_a_value_that_cannot_be_meant_is_refused(target: Target, operation: str) -> None:
    accept = "text/event-stream" if found(SCHEMA, operation)[0] == "subscription" else "*/*"
    headers = {"content-type": "application/json", "accept": accept}
    async with target.client(role_of(operation)) as client:
        for case, body in attacks(operation):
            with attack(case):
                answer = await client.post("/graphql", content=body.encode(), headers=headers)

                assert says_bad_user_input(answer.text), answer.text
                assert answer.status_code < 500


def says_bad_user_input(text: str) -> bool:
    """Whether every error in the answer, JSON or event, is of the request."""
    return '"code":"BAD_USER_INPUT"' in text and '"data":{' not in text
