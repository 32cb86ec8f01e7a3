"""What Relay's specifications of objects and connections ask of a schema, rule by rule."""

from collections.abc import Iterator
from typing import Final

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
)

FORWARD: Final = {"first": "Int", "after": "String"}
BACKWARD: Final = {"last": "Int", "before": "String"}
PAGE_INFO: Final = {
    "hasNextPage": "Boolean!",
    "hasPreviousPage": "Boolean!",
    "startCursor": "String",
    "endCursor": "String",
}


def of(schema: GraphQLSchema) -> dict[str, bool]:
    """Each type, field or argument that a rule is about, and whether it holds."""
    return {
        **dict(_node(schema)),
        **dict(_page_info(schema)),
        **dict(_connections(schema)),
        **dict(_edges(schema)),
        **dict(_paged_fields(schema)),
    }


def _node(schema: GraphQLSchema) -> Iterator[tuple[str, bool]]:
    interface = schema.get_type("Node")
    assert isinstance(interface, GraphQLInterfaceType)
    yield (
        "Node has an id",
        {name: str(each.type) for name, each in interface.fields.items()} == {"id": "ID!"},
    )
    assert schema.query_type is not None
    root = schema.query_type.fields["node"]
    yield "node(id: ID!): Node", str(root.type) == "Node" and _arguments(root) == {"id": "ID!"}
    many = schema.query_type.fields["nodes"]
    yield (
        "nodes(ids: [ID!]!): [Node]!",
        (str(many.type) == "[Node]!" and _arguments(many) == {"ids": "[ID!]!"}),
    )
    for kind in schema.get_possible_types(interface):
        yield f"{kind.name}.id", str(kind.fields["id"].type) == "ID!"


def _page_info(schema: GraphQLSchema) -> Iterator[tuple[str, bool]]:
    kind = schema.get_type("PageInfo")
    assert isinstance(kind, GraphQLObjectType)
    for name, wanted in PAGE_INFO.items():
        yield f"PageInfo.{name}", name in kind.fields and str(kind.fields[name].type) == wanted


def _connections(schema: GraphQLSchema) -> Iterator[tuple[str, bool]]:
    for kind in _ending_in(schema, "Connection"):
        edges = kind.fields["edges"].type
        name = kind.name.replace("Connection", "Edge")
        yield f"{kind.name}.edges", str(edges) == f"[{name}!]!"
        yield f"{kind.name}.pageInfo", str(kind.fields["pageInfo"].type) == "PageInfo!"


def _edges(schema: GraphQLSchema) -> Iterator[tuple[str, bool]]:
    for kind in _ending_in(schema, "Edge"):
        yield f"{kind.name}.cursor", str(kind.fields["cursor"].type) == "String!"
        node = get_nullable_type(kind.fields["node"].type)
        yield f"{kind.name}.node", not isinstance(node, GraphQLList)


def _paged_fields(schema: GraphQLSchema) -> Iterator[tuple[str, bool]]:
    """Every field that gives a connection can be paged, and none can be asked for half a way."""
    for kind in schema.type_map.values():
        for name, each in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            if get_named_type(each.type).name.endswith("Connection"):
                yield f"{kind.name}.{name}", _is_paged(each)


def _is_paged(field: GraphQLField) -> bool:
    paging = {**FORWARD, **BACKWARD}
    offered = {name: kind for name, kind in _arguments(field).items() if name in paging}
    return offered in (FORWARD, paging) and isinstance(field.type, GraphQLNonNull)


def _arguments(field: GraphQLField) -> dict[str, str]:
    return {name: str(argument.type) for name, argument in field.args.items()}


def _ending_in(schema: GraphQLSchema, ending: str) -> Iterator[GraphQLObjectType]:
    found = [
        kind
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and kind.name.endswith(ending)
    ]
    assert found
    yield from found
