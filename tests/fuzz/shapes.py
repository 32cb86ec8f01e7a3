"""Whether the data of an answer has the shape that the schema promises for its document."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_list_type,
    is_non_null_type,
)

_GREATEST_EXACT: Final = 2**53 - 1
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


def problems(schema: GraphQLSchema, document: DocumentNode, data: object) -> Iterator[str]:
    """What is wrong, each with its path; `data` is null only when the answer has errors.

    The document has one operation, inline fragments and no others.
    """
    (operation,) = (
        each for each in document.definitions if isinstance(each, OperationDefinitionNode)
    )
    root = schema.get_root_type(operation.operation)
    assert root is not None
    if data is not None:
        yield from _of_object(schema, root, operation.selection_set, data, "data")


def _of_object(
    schema: GraphQLSchema,
    type_: GraphQLNamedType,
    selected: SelectionSetNode,
    value: object,
    path: str,
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: no object"
        return
    possible = _object_types(schema, type_)
    fields = [dict(_fields(schema, each, selected)) for each in possible]
    fitting = [
        (each, asked)
        for each, asked in zip(possible, fields, strict=True)
        if asked.keys() == value.keys()
        and ("__typename" not in value or value["__typename"] == each.name)
    ]
    if not fitting:
        yield f"{path}: not the fields that were asked for"
        return
    found = [list(_of_fields(schema, each, asked, value, path)) for each, asked in fitting]
    yield from min(found, key=len)


def _object_types(schema: GraphQLSchema, type_: GraphQLNamedType) -> list[GraphQLObjectType]:
    if is_abstract_type(type_):
        return list(schema.get_possible_types(type_))
    assert isinstance(type_, GraphQLObjectType)
    return [type_]


def _fields(
    schema: GraphQLSchema, type_: GraphQLObjectType, selected: SelectionSetNode
) -> Iterator[tuple[str, FieldNode]]:
    """Each field of an object of this type by its key in the answer, in fragments too."""
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield (node.alias or node.name).value, node
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            wanted = schema.get_type(condition.name.value) if condition else type_
            if wanted is type_ or (is_abstract_type(wanted) and schema.is_sub_type(wanted, type_)):
                yield from _fields(schema, type_, node.selection_set)


def _of_fields(
    schema: GraphQLSchema,
    type_: GraphQLObjectType,
    asked: Mapping[str, FieldNode],
    value: Mapping[str, Any],
    path: str,
) -> Iterator[str]:
    for key, node in asked.items():
        if node.name.value != "__typename":
            promised = type_.fields[node.name.value].type
            yield from _of_value(schema, promised, node, value[key], f"{path}.{key}")


def _of_value(
    schema: GraphQLSchema, type_: GraphQLOutputType, node: FieldNode, value: object, path: str
) -> Iterator[str]:
    if is_non_null_type(type_):
        type_ = type_.of_type
        if value is None:
            yield f"{path}: null, which the schema excludes"
    if value is None:
        return
    if is_list_type(type_):
        if not isinstance(value, list):
            yield f"{path}: no list"
            return
        for index, each in enumerate(value):
            yield from _of_value(schema, type_.of_type, node, each, f"{path}[{index}]")
    elif node.selection_set is not None:
        yield from _of_object(schema, get_named_type(type_), node.selection_set, value, path)
    elif not _is_leaf(get_named_type(type_), value):
        yield f"{path}: no {get_named_type(type_).name}"


def _is_leaf(type_: GraphQLNamedType, value: object) -> bool:
    if isinstance(type_, GraphQLEnumType):
        return value in type_.values
    match type_.name:
        case "Int":
            return type(value) is int and abs(value) < 2**31
        case "BigInt":
            return type(value) is int and abs(value) <= _GREATEST_EXACT
        case "Float":
            return type(value) in {int, float}
        case "Boolean":
            return type(value) is bool
        case "Date":
            return isinstance(value, str) and bool(_DATE.fullmatch(value))
        case "DateTime":
            return isinstance(value, str) and bool(_DATE_TIME.fullmatch(value))
        case _:
            return isinstance(value, str)
