"""Generated documents made to reach the data: real ids and cursors in them, values as variables."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    REMOVE,
    SKIP,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    ListValueNode,
    NameNode,
    Node,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    parse_const_value,
    parse_type,
    value_from_ast_untyped,
    visit,
)
from hypothesis import strategies as st

from tests.fuzz import values
from tests.fuzz.orders import Groups, Listing

_REFUSALS: Final = parse("{ userErrors { field code message } }").definitions[0].selection_set  # type: ignore[attr-defined]
_CHOICES: Final = frozenset({"selection"})
_FORWARD, _BACKWARD = ("first", "after"), ("last", "before")


@dataclass(frozen=True, slots=True)
class Material:
    """What exists: values by the name of the argument that takes them, and lists that were read."""

    texts: Mapping[str, Groups]
    listings: Sequence[Listing]


def with_real_values(
    draw: st.DrawFn, schema: GraphQLSchema, document: DocumentNode, material: Material
) -> DocumentNode:
    """The document with most of its ids, cursors, names and sizes replaced by ones that exist."""
    types = TypeInfo(schema)
    real: DocumentNode = visit(document, TypeInfoVisitor(types, _Real(draw, types, material)))
    return real


def with_refusals(document: DocumentNode) -> DocumentNode:
    """The mutation with what it says if it changes nothing: generated ones seldom ask for it."""
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    if operation.operation is not OperationType.MUTATION:
        return document
    (asked,) = operation.selection_set.selections
    assert isinstance(asked, FieldNode)
    assert asked.selection_set is not None
    kept = [each for each in asked.selection_set.selections if not _is_about_refusals(each)]
    whole = SelectionSetNode(selections=(*_REFUSALS.selections, *kept))
    field = FieldNode(
        name=asked.name,
        alias=asked.alias,
        arguments=asked.arguments,
        directives=(),
        selection_set=whole,
    )
    return _document(operation, SelectionSetNode(selections=(field,)), ())


def with_variables(
    schema: GraphQLSchema, document: DocumentNode
) -> tuple[DocumentNode, dict[str, Any]]:
    """The document with each argument's value taken out, as generated clients send it."""
    types = TypeInfo(schema)
    hoisting = _Hoisting(types)
    bare = visit(document, TypeInfoVisitor(types, hoisting))
    (operation,) = bare.definitions
    assert isinstance(operation, OperationDefinitionNode)
    return _document(operation, operation.selection_set, hoisting.definitions), hoisting.values


def _document(
    operation: OperationDefinitionNode,
    selected: SelectionSetNode,
    variables: Sequence[VariableDefinitionNode],
) -> DocumentNode:
    whole = OperationDefinitionNode(
        operation=operation.operation,
        variable_definitions=tuple(variables),
        directives=(),
        selection_set=selected,
    )
    return DocumentNode(definitions=(whole,))


def _is_about_refusals(node: Node) -> bool:
    return isinstance(node, FieldNode) and node.name.value == "userErrors"


class _Real(Visitor):
    def __init__(self, draw: st.DrawFn, types: TypeInfo, material: Material) -> None:
        super().__init__()
        self._draw = draw
        self._types = types
        self._material = material
        self._settled: list[ArgumentNode] = []

    def enter_field(self, node: FieldNode, *_: Any) -> FieldNode | None:
        """A page that exists, or one direction; both at once are mostly refused."""
        directions = self._directions()
        known = [each for each in self._material.listings if each.field == node.name.value]
        if known and directions and self._draw(st.integers(0, 2)) == 0:
            page = self._page(self._draw(st.sampled_from(known)), directions)
            self._settled += page
            return self._with(node, page)
        if len(directions) == 2 and self._draw(st.integers(0, 7)):
            dropped = self._draw(st.sampled_from([_FORWARD, _BACKWARD]))
            kept = [each for each in node.arguments or () if each.name.value not in dropped]
            return self._with(node, kept)
        return None

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        """An argument's value, unless it belongs to a page that was put in whole."""
        if any(each is node for each in self._settled):
            return SKIP
        new = self._value(node.name.value, node.value)
        return None if new is None else ArgumentNode(name=node.name, value=new)

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> ObjectFieldNode | None:
        """A value inside an input."""
        new = self._one_of(node) or self._value(node.name.value, node.value)
        return None if new is None else ObjectFieldNode(name=node.name, value=new)

    def _one_of(self, node: ObjectFieldNode) -> ObjectValueNode | None:
        """Exactly one field where the service wants one, which its schema says in words only."""
        value = node.value
        if node.name.value not in _CHOICES or not isinstance(value, ObjectValueNode):
            return None
        given = [each for each in value.fields if not isinstance(each.value, NullValueNode)]
        return ObjectValueNode(fields=(self._draw(st.sampled_from(given)),)) if given else None

    def _value(self, name: str, value: ValueNode) -> ValueNode | None:
        """A value that fits the name, five of six times; None leaves what is there."""
        groups = self._material.texts.get(name)
        if self._draw(st.integers(0, 5)) == 0:
            return None
        if groups is None:
            return self._draw(values.sizes()) if name in values.SIZES else None
        is_list = isinstance(value, ListValueNode)
        return self._draw(values.lists(groups) if is_list else values.texts(groups))

    def _directions(self) -> list[tuple[str, str]]:
        """In which a page of this field can be read."""
        definition = self._types.get_field_def()
        names = definition.args.keys() if definition else set()
        return [each for each in (_FORWARD, _BACKWARD) if names >= set(each)]

    def _page(self, listing: Listing, directions: list[tuple[str, str]]) -> list[ArgumentNode]:
        size, place = self._draw(st.sampled_from(directions))
        cursor = self._draw(st.sampled_from(listing.cursors))
        given: dict[str, ValueNode] = {
            **{name: parse_const_value(text) for name, text in listing.arguments.items()},
            place: StringValueNode(value=cursor),
        }
        if self._draw(st.booleans()):
            given[size] = self._draw(values.sizes())
        return [
            ArgumentNode(name=NameNode(value=name), value=value) for name, value in given.items()
        ]

    @staticmethod
    def _with(node: FieldNode, arguments: list[ArgumentNode]) -> FieldNode:
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=tuple(arguments),
            directives=(),
            selection_set=node.selection_set,
        )


class _Hoisting(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types
        self._numbers = itertools.count(1)
        self.values: dict[str, Any] = {}
        self.definitions: list[VariableDefinitionNode] = []

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        """Take the value out."""
        argument = self._types.get_argument()
        if argument is None:
            return REMOVE
        name = f"value{next(self._numbers)}"
        variable = VariableNode(name=NameNode(value=name))
        self.values[name] = (
            None if isinstance(node.value, NullValueNode) else value_from_ast_untyped(node.value)
        )
        self.definitions.append(
            VariableDefinitionNode(
                variable=variable, type=parse_type(str(argument.type)), directives=()
            )
        )
        return ArgumentNode(name=node.name, value=variable)
