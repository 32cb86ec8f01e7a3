"""Global ids: one readable, URL-safe id for an object on every path, such as `share_0193…`.

The same id stands in the API, in webhooks, in exports and in addresses. Clients treat it as opaque.
"""

import re
from enum import StrEnum
from typing import Final
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
    SESSION = "session"


_KINDS: Final = {kind.value: kind for kind in Kind}
_DIGITS: Final = re.compile(r"[0-9a-f]{32}")


def encode(kind: Kind, id: UUID) -> str:
    """The global id of an object."""
    return f"{kind.value}_{id.hex}"


def decode(value: str) -> tuple[Kind, UUID] | None:
    """Kind and UUID of a global id; None for anything that `encode` cannot have made."""
    prefix, _, digits = value.partition("_")
    kind = _KINDS.get(prefix)
    if kind is None or not _DIGITS.fullmatch(digits):
        return None
    return kind, UUID(hex=digits)


def decode_as(kind: Kind, value: str) -> UUID | None:
    """The UUID of a global id of this kind; None for any other text."""
    decoded = decode(value)
    return decoded[1] if decoded and decoded[0] is kind else None
