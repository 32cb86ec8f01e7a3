"""What an operation costs: every object that it can return is one, a page as many as asked for.

The tree of a document is built once; a request only fills in its variables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from domain.errors import BadUserInput

# A page of which the client does not say the size, and a list that is no page.
DEFAULT_PAGE: Final = 25
LIST_LENGTH: Final = 5


@dataclass(frozen=True, slots=True)
class Variable:
    """An argument whose value comes with the request."""

    name: str


Length: TypeAlias = int | Variable


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """One field that returns objects: `lengths` are its `first`, `last` or `ids`."""

    is_page: bool
    is_list: bool
    lengths: tuple[Length, ...]
    children: tuple["Cost", ...]


class CostTrees:
    """The trees of one validated document; fragments are built once and shared."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._built: dict[str, tuple[Cost, ...]] = {}

    def of(self, operation: OperationDefinitionNode) -> tuple[Cost, ...]:
        """The fields of the root that return objects."""
        return self._children(
            self._schema.get_root_type(operation.operation), operation.selection_set
        )

    def _children(
        self, parent: GraphQLNamedType | None, selection_set: SelectionSetNode
    ) -> tuple[Cost, ...]:
        # A fragment that is spread twice in one place is one; the executor merges it.
        return tuple(dict.fromkeys(self._walk(parent, selection_set)))

    def _walk(
        self, parent: GraphQLNamedType | None, selection_set: SelectionSetNode
    ) -> Iterator[Cost]:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                yield from self._field(parent, selection)
            elif isinstance(selection, FragmentSpreadNode):
                yield from self._fragment(selection.name.value)
            else:
                condition = selection.type_condition  # type: ignore[attr-defined]
                inner = self._schema.get_type(condition.name.value) if condition else parent
                yield from self._walk(inner, selection.selection_set)  # type: ignore[attr-defined]

    def _fragment(self, name: str) -> tuple[Cost, ...]:
        if name not in self._built:
            definition = self._fragments[name]
            parent = self._schema.get_type(definition.type_condition.name.value)
            self._built[name] = self._children(parent, definition.selection_set)
        return self._built[name]

    def _field(self, parent: GraphQLNamedType | None, node: FieldNode) -> Iterator[Cost]:
        if node.selection_set is None or node.name.value.startswith("__"):
            return
        if isinstance(parent, (GraphQLObjectType, GraphQLInterfaceType)):
            definition = parent.fields[node.name.value]
            yield Cost(
                is_page="first" in definition.args or "last" in definition.args,
                is_list=is_list_type(get_nullable_type(definition.type)),
                lengths=tuple(_lengths(node, definition)),
                children=self._children(get_named_type(definition.type), node.selection_set),
            )


def total(roots: tuple[Cost, ...], variables: Mapping[str, Any], largest_page: int) -> int:
    """The cost with these (coerced) variables; BadUserInput on a page size out of range."""
    memo: dict[tuple[Cost, int | None], int] = {}

    def of(cost: Cost, page: int | None) -> int:
        key = (cost, page)
        if key not in memo:
            own_page = _page(cost, variables, largest_page) if cost.is_page else None
            inner = 1 + sum(of(child, own_page) for child in cost.children)
            memo[key] = inner * _times(cost, page, variables)
        return memo[key]

    return sum(of(root, None) for root in roots)


def _page(cost: Cost, variables: Mapping[str, Any], largest: int) -> int:
    sizes = [size for size in _values(cost, variables) if size is not None]
    if any(not 1 <= size <= largest for size in sizes):
        raise BadUserInput("request.page_size", maximum=largest)
    return max(sizes, default=DEFAULT_PAGE)


def _times(cost: Cost, page: int | None, variables: Mapping[str, Any]) -> int:
    """A list inside a page (its edges) has the page's length; `ids` say their own."""
    if not cost.is_list:
        return 1
    if page is not None:
        return page
    lengths = [] if cost.is_page else [n for n in _values(cost, variables) if n is not None]
    return max(lengths, default=LIST_LENGTH)


def _values(cost: Cost, variables: Mapping[str, Any]) -> Iterator[int | None]:
    for length in cost.lengths:
        value = variables.get(length.name) if isinstance(length, Variable) else length
        yield len(value) if isinstance(value, list) else value


def _lengths(node: FieldNode, definition: GraphQLField) -> Iterator[Length]:
    given = {argument.name.value: argument for argument in node.arguments or ()}
    for name in ("first", "last", "ids"):
        if name in given:
            yield from _length(given[name])
        elif name in definition.args and type(definition.args[name].default_value) is int:
            yield definition.args[name].default_value


def _length(argument: ArgumentNode) -> Iterator[Length]:
    if isinstance(argument.value, VariableNode):
        yield Variable(argument.value.name.value)
    elif isinstance(argument.value, IntValueNode):
        yield int(argument.value.value)
    elif isinstance(argument.value, ListValueNode):
        yield len(argument.value.values)
