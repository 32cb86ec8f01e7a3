"""Global ids: one readable, URL-safe id for an object on every path, such as `share_0193…`.

The same id stands in the API, in webhooks, in exports and in addresses. Clients treat it as opaque.
"""

from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """The prefix of an id, one for each type that `node(id)` can return."""

    ORGANISATION = "organisation"
    USER = "user"
    SHARE = "share"
    RESULT = "result"
    EXPORT = "export"
    TEMPLATE = "template"
    ENDPOINT = "endpoint"
    DELIVERY = "delivery"
    EVENT = "event"


def encode(kind: Kind, id: UUID) -> str:
    """The global id of an object."""
    return f"{kind.value}_{id.hex}"


def decode(value: str) -> tuple[Kind, UUID] | None:
    """Kind and UUID of a global id; None for anything that `encode` cannot have made."""
    prefix, _, digits = value.partition("_")
    if prefix not in Kind or len(digits) != 32 or digits.lower() != digits:
        return None
    try:
        number = UUID(hex=digits)
    except ValueError:
        return None
    return (Kind(prefix), number) if number.hex == digits else None


def decode_as(kind: Kind, value: str) -> UUID | None:
    """The UUID of a global id of this kind; None for any other text."""
    decoded = decode(value)
    return decoded[1] if decoded and decoded[0] is kind else None
