"""Bounds of a document that can be seen without the schema: checked before it is validated."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from typing import Final

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
)

from domain.errors import BadUserInput
from schema.errors import LimitExceeded

# Lists of a type's members in introspection. `args` are short, and belong to their field.
MEMBERS: Final = frozenset({"fields", "inputFields", "interfaces", "possibleTypes", "enumValues"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one operation may ask for."""

    depth: int = 10
    aliases: int = 15
    tokens: int = 1_000
    directives: int = 20
    cost: int = 5_000
    page: int = 100
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted in a document."""

    nodes: int
    aliases: int
    directives: int
    sensitive_fields: int
    has_strings: bool
    has_nul: bool
    has_infinity: bool
    introspects: bool


def measure(document: DocumentNode, sensitive: frozenset[str]) -> Measures:
    """Count in one walk; fragments count once, however often they are spread."""
    nodes = list(walk(document))
    fields = [node for node in nodes if isinstance(node, FieldNode)]
    strings = [node.value for node in nodes if isinstance(node, StringValueNode)]
    numbers = [node.value for node in nodes if isinstance(node, IntValueNode | FloatValueNode)]
    return Measures(
        nodes=len(nodes),
        aliases=sum(field.alias is not None for field in fields),
        directives=sum(isinstance(node, DirectiveNode) for node in nodes),
        sensitive_fields=sum(field.name.value in sensitive for field in fields),
        has_strings=bool(strings),
        has_nul=any("\0" in string for string in strings),
        has_infinity=any(isinf(float(number)) for number in numbers),
        introspects=any(is_introspection(field) for field in fields),
    )


def check(document: DocumentNode, measures: Measures, limits: Limits) -> None:
    """Raise LimitExceeded or BadUserInput; the sentence says which bound it was."""
    if measures.aliases > limits.aliases:
        raise LimitExceeded("request.aliases", maximum=limits.aliases)
    if measures.directives > limits.directives:
        raise LimitExceeded("request.directives", maximum=limits.directives)
    if measures.sensitive_fields > 1:
        raise LimitExceeded("request.sensitive")
    if measures.has_nul:
        raise BadUserInput("request.nul")
    if measures.has_infinity:  # nobody means it, and Python refuses some in words of its own
        raise BadUserInput("request.number")
    if measures.introspects and (measures.aliases or _lists_in_lists(document)):
        raise LimitExceeded("request.introspection")
    if _is_deeper(document, limits.depth):
        raise LimitExceeded("request.depth", maximum=limits.depth)


def is_introspection(field: FieldNode) -> bool:
    """Whether the field reads the schema; `__typename` does not."""
    return field.name.value in {"__schema", "__type"}


def _lists_in_lists(document: DocumentNode) -> bool:
    """Whether the members of a type are asked for below members of another.

    Each such step takes the answer times ten; nobody who reads a schema takes two.
    """
    fragments = _fragments(document)
    pending = [(each.selection_set, False) for each in _operations(document)]
    followed: set[tuple[str, bool]] = set()
    while pending:
        selection_set, is_inside = pending.pop()
        for selection in selection_set.selections:
            if isinstance(selection, FragmentSpreadNode):
                step = (selection.name.value, is_inside)
                if step not in followed and step[0] in fragments:
                    followed.add(step)
                    pending.append((fragments[step[0]], is_inside))
                continue
            is_list = isinstance(selection, FieldNode) and selection.name.value in MEMBERS
            if is_list and is_inside:
                return True
            if selection.selection_set:  # type: ignore[attr-defined]
                pending.append((selection.selection_set, is_inside or is_list))  # type: ignore[attr-defined]
    return False


def walk(document: DocumentNode) -> Iterator[Node]:
    """Every node of a document, each once."""
    pending: list[Node] = [document]
    while pending:
        node = pending.pop()
        yield node
        for key in node.keys:
            child = getattr(node, key)
            if isinstance(child, Node):
                pending.append(child)
            elif isinstance(child, (list, tuple)):
                pending.extend(child)


def _is_deeper(document: DocumentNode, maximum: int) -> bool:
    """Follow spreads; introspection has a rule of its own in graphql-core.

    Each fragment is followed once per depth, so cycles and floods end.
    """
    fragments = _fragments(document)
    pending = [(each.selection_set, 1) for each in _operations(document)]
    followed: dict[str, int] = {}
    while pending:
        selection_set, depth = pending.pop()
        if depth > maximum:
            return True
        pending += _inner(selection_set, depth, fragments, followed)
    return False


def _fragments(document: DocumentNode) -> dict[str, SelectionSetNode]:
    return {
        definition.name.value: definition.selection_set
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]


def _inner(
    selection_set: SelectionSetNode,
    depth: int,
    fragments: dict[str, SelectionSetNode],
    followed: dict[str, int],
) -> Iterator[tuple[SelectionSetNode, int]]:
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            if selection.selection_set and not is_introspection(selection):
                yield selection.selection_set, depth + 1
        elif not isinstance(selection, FragmentSpreadNode):
            yield selection.selection_set, depth  # type: ignore[attr-defined]
        elif followed.get(selection.name.value, 0) < depth:
            followed[selection.name.value] = depth
            if selection.name.value in fragments:
                yield fragments[selection.name.value], depth
