"""From a delivery's row to the bytes and headers that are sent."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row

from db.keyring import KeyRing
from domain import global_ids
from domain.events import EventType
from domain.global_ids import Kind
from resolvers.webhooks import secret_place
from webhooks import envelope
from webhooks.envelope import EventFacts

# Events that are about no share.
_ALONE: Final[Mapping[EventType, tuple[str, Kind]]] = {
    EventType.EXPORT_READY: ("export", Kind.EXPORT),
    EventType.ENDPOINT_TEST: ("endpoint", Kind.ENDPOINT),
}


def body(row: Row[Any]) -> bytes:
    """The thin body: a pure function of the event and the endpoint's sequence."""
    facts = EventFacts(
        id=row.event_id,
        type=row.type,
        occurred_at=row.occurred_at,
        sequence=row.sequence,
        subject_ids=_subjects(row),
        aggregate_version=row.aggregate_version,
        codes=row.codes,
    )
    return envelope.body(facts)


def secrets(row: Row[Any], keyring: KeyRing) -> list[str]:
    """The secrets that sign, the newest first."""
    return [keyring.open(secret_place(row.endpoint_id), row.secret)]


def _subjects(row: Row[Any]) -> dict[str, str]:
    """Global ids of what the event is about, by the names under which receivers find them."""
    if row.share_id is None:
        name, kind = _ALONE[EventType(row.type)]
        return {name: global_ids.encode(kind, row.aggregate_id)}
    subjects = {"sharedResult": global_ids.encode(Kind.SHARE, row.share_id)}
    if row.result_id is not None:
        subjects["result"] = global_ids.encode(Kind.RESULT, row.result_id)
    return subjects
