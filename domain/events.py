"""What an organisation can be told. Events hold ids and codes, never values of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class EventType(StrEnum):
    """The types of events, as receivers of webhooks know them."""

    SHARE_CREATED = "share.created"
    SHARE_WITHDRAWN = "share.withdrawn"
    SHARE_EXPIRED = "share.expired"
    EXPORT_READY = "export.ready"
    ENDPOINT_TEST = "endpoint.test"


SCHEMA_VERSION: Final = 1

# A delivery of these types is cancelled when the share has ended before it could be sent.
NEEDS_ACCESS: Final = frozenset({EventType.SHARE_CREATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event before it has its place in the organisation's sequence.

    `ordering_key`: events with the same key reach an endpoint in order (the result's id, or the
    subject itself). `aggregate_version`: the version of the result, or 1.
    """

    organisation_id: UUID
    type: EventType
    aggregate_id: UUID
    aggregate_version: int
    ordering_key: UUID
    occurred_at: datetime
    share_id: UUID | None = None
    result_id: UUID | None = None
    endpoint_id: UUID | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
