"""Relay's Node, and how global ids come in."""

from collections.abc import Sequence
from uuid import UUID

import strawberry

from domain import global_ids
from domain.errors import NotFound
from domain.global_ids import Kind


@strawberry.interface(description="An object that can be asked for by its id alone.")
class Node:
    """Relay's Node interface."""

    id: strawberry.ID = strawberry.field(
        description="Global id: the same in the API, webhooks, exports and addresses. Opaque."
    )


def global_id(kind: Kind, id: UUID) -> strawberry.ID:
    """The id of an object as clients see it."""
    return strawberry.ID(global_ids.encode(kind, id))


def required(kind: Kind, value: str, *field: str) -> UUID:
    """The UUID of a client's id; `NotFound` for an id of another type or none at all."""
    number = global_ids.decode_as(kind, value)
    if number is None:
        raise NotFound(field)
    return number


def all_required(kind: Kind, values: Sequence[str], *field: str) -> list[UUID]:
    """The UUIDs of a client's ids, without repetitions."""
    return list(dict.fromkeys(required(kind, value, *field) for value in values))
