"""What the built portal asks: each document is one that the server runs, within its bounds."""

import json
from typing import Any, Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
    parse,
    type_from_ast,
)

from domain.texts import Language
from schema import service as schema_service
from schema.execution import Operation, Service, core
from schema.trusted_documents import TrustedDocuments
from server import portal_build, trusted_documents
from tests.graphql.toy_service import ToyContext

LISTED: Final = portal_build.DIRECTORY / trusted_documents.NAME
# Of a type whose values look like something; the dearest number that may be asked for.
SAMPLES: Final[dict[str, Any]] = {
    "Int": 100,
    "Boolean": True,
    "Date": "2026-11-23",
    "DateTime": "2026-11-23T12:00:00Z",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    """The documents of the portal by id."""
    if not LISTED.exists():
        pytest.fail("The portal is not built. Build it with: make portal")
    listed: dict[str, str] = json.loads(LISTED.read_bytes())
    return listed


def test_every_document_of_the_portal_runs_by_its_id_within_the_limits(
    documents: dict[str, str],
) -> None:
    built = schema_service.build()
    service = Service(
        built,
        sensitive=schema_service.SENSITIVE,
        trusted=trusted_documents.read(portal_build.DIRECTORY),
    )
    context = ToyContext(Language.EN, "c-1", viewer="Ana")

    for name, text in documents.items():
        variables = dearest(core(built), text)
        operation = Operation(None, variables, document_id=name)
        prepared = service.prepare(operation, context, trusted_only=True)
        assert prepared.cost <= service.limits.cost, text

    assert len(documents) > 20
    assert len(service.documents) == 0


def test_a_document_has_one_operation_with_a_name_of_its_own(documents: dict[str, str]) -> None:
    operations = [operation_of(text) for text in documents.values()]
    names = [operation.name.value for operation in operations if operation.name]

    assert len(set(names)) == len(documents)


def test_what_graphiql_shows_is_not_trusted(documents: dict[str, str]) -> None:
    sources = portal_build.DIRECTORY.parents[1] / "portal" / "src" / "graphiql"
    texts = [path.read_text("utf-8") for path in sources.rglob("*.graphql")]
    trusted = TrustedDocuments(documents.values())

    assert len(texts) >= 8
    assert not [text for text in texts if text.strip() in trusted]
    assert not [text for text in documents.values() if "query Caller" in text]


def operation_of(text: str) -> OperationDefinitionNode:
    [operation] = [
        each for each in parse(text).definitions if isinstance(each, OperationDefinitionNode)
    ]
    return operation


def dearest(schema: GraphQLSchema, text: str) -> dict[str, Any]:
    """Values for all variables of the one operation."""
    found = {}
    for definition in operation_of(text).variable_definitions or ():
        kind = type_from_ast(schema, definition.type)
        found[definition.variable.name.value] = sample(kind)
    return found


def sample(kind: Any) -> Any:
    """A value of an input type, with what it needs and no more."""
    inner: GraphQLInputType = get_named_type(kind)
    if isinstance(inner, GraphQLEnumType):
        value: Any = next(iter(inner.values))
    elif isinstance(inner, GraphQLInputObjectType):
        fields = list(inner.fields.items())
        needed = [each for each in fields if is_required_input_field(each[1])]
        # Where nothing is needed by itself, one of several is.
        value = {name: sample(field.type) for name, field in needed or fields[:1]}
    else:
        value = SAMPLES.get(inner.name, "x")
    return [value] if is_list_type(get_nullable_type(kind)) else value
