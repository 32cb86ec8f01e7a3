"""What a selection holds, through all of its fragments."""

from collections.abc import Iterator, Mapping

import strawberry
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    VariableNode,
)


def holds(info: strawberry.Info, fields: frozenset[str]) -> bool:
    """Whether one of these fields is asked for below the field that is being resolved.

    By name alone, whatever directives say: to find too much is the safe side.
    """
    raw = info._raw_info
    found = _walk(list(raw.field_nodes), raw.fragments)
    return any(isinstance(node, FieldNode) and node.name.value in fields for node in found)


def inner_variables(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> frozenset[str]:
    """The variables that are used anywhere but in the arguments of the root fields."""
    roots = list(operation.selection_set.selections)
    arguments = {id(each) for root in roots for each in getattr(root, "arguments", None) or ()}
    found = _walk(list(roots), fragments, frozenset(arguments))
    return frozenset(node.name.value for node in found if isinstance(node, VariableNode))


def _walk(
    pending: list[Node],
    fragments: Mapping[str, FragmentDefinitionNode],
    but: frozenset[int] = frozenset(),
) -> Iterator[Node]:
    """Every node from these on, without those whose identity is in `but`; each fragment once."""
    spread: set[str] = set()
    while pending:
        node = pending.pop()
        if id(node) in but:
            continue
        yield node
        if isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
            spread.add(node.name.value)
            pending.append(fragments[node.name.value])
        for key in node.keys:
            inner = getattr(node, key, None)
            pending += [each for each in _listed(inner) if isinstance(each, Node)]


def _listed(inner: object) -> list[object]:
    return list(inner) if isinstance(inner, (list, tuple)) else [inner]
