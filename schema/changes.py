"""What a schema changes for the clients of a release: graphql-core's comparison, in our words.

A deprecated element is promised until the date in its reason; after that it may go.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from graphql import (
    REMOVE,
    BreakingChange,
    BreakingChangeType,
    DangerousChange,
    DirectiveNode,
    DocumentNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Node,
    StringValueNode,
    Visitor,
    build_ast_schema,
    build_schema,
    find_schema_changes,
    parse,
    visit,
)

_DATE: Final = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_REMOVED: Final = (
    "Keep it: what is to go is deprecated first, and goes after the date in the reason."
)
_REQUIRED: Final = "Make it optional, or give it a default."
_CHANGED: Final = "Leave it as it was, and add a new one beside it."


@dataclass(frozen=True, slots=True)
class Changes:
    """One sentence each: what ends clients of the release, and what they may stumble over."""

    breaking: tuple[str, ...]
    dangerous: tuple[str, ...]


def between(released: str, current: str, today: date) -> Changes:
    """Compare two schemas as text. What was due to go by `today` is not promised any more."""
    found = find_schema_changes(_promised(parse(released), today), build_schema(current))
    return Changes(
        breaking=tuple(_with_advice(each) for each in found if isinstance(each, BreakingChange)),
        dangerous=tuple(each.description for each in found if isinstance(each, DangerousChange)),
    )


def goes_on(reason: str) -> date | None:
    """The day from which a deprecated element may be missing: the last date in its reason."""
    found = _DATE.findall(reason)
    try:
        return date.fromisoformat(found[-1]) if found else None
    except ValueError:
        return None


def _promised(released: DocumentNode, today: date) -> GraphQLSchema:
    """The schema without what was due, and without the types that only this led to."""
    whole = build_ast_schema(visit(released, _WithoutDue(today)))
    return GraphQLSchema(
        query=whole.query_type,
        mutation=whole.mutation_type,
        subscription=whole.subscription_type,
        types=[type_ for type_ in whole.type_map.values() if _is_found_by_interface(type_)],
        directives=whole.directives,
    )


def _is_found_by_interface(type_: object) -> bool:
    return isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and bool(type_.interfaces)


class _WithoutDue(Visitor):
    """Drops every element of a schema whose deprecation is over."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def enter(self, node: Node, *_: Any) -> Any:
        """Called by `visit` for each node."""
        due = [goes_on(_reason(each)) for each in getattr(node, "directives", None) or ()]
        return REMOVE if any(day and day <= self._today for day in due) else None


def _reason(directive: DirectiveNode) -> str:
    """The reason of a `@deprecated`; empty for every other directive."""
    if directive.name.value != "deprecated":
        return ""
    values = [argument.value for argument in directive.arguments or ()]
    return "".join(value.value for value in values if isinstance(value, StringValueNode))


def _with_advice(change: BreakingChange) -> str:
    return f"{change.description} {_advice(change.type)}"


def _advice(kind: BreakingChangeType) -> str:
    if kind.name.endswith("REMOVED") or "REMOVED_FROM" in kind.name:
        return _REMOVED
    return _REQUIRED if kind.name.endswith("ADDED") else _CHANGED
