"""The thin body of a webhook: ids, numbers and codes of one event, and nothing about a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import orjson

LIMIT_BYTES: Final = 1_000

_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]{0,39}")
_TYPE: Final = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_GLOBAL_ID: Final = re.compile(r"[A-Za-z0-9+/_=:-]{1,200}")
_CODE: Final = re.compile(r"[A-Z0-9_]{1,40}")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """All that the body of an event depends on, so that every attempt has the same bytes.

    `sequence` counts within one endpoint; `subject_ids` are global ids by the subject's name;
    `codes` are further values of closed lists. Free text is refused by shape (`ValueError`): a name
    or an address cannot get into a body by mistake.
    """

    id: UUID
    type: str
    occurred_at: datetime
    sequence: int
    subject_ids: Mapping[str, str]
    aggregate_version: int
    codes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require(_TYPE, self.type)
        for names in (self.subject_ids, self.codes):
            for name in names:
                _require(_NAME, name)
        for value in self.subject_ids.values():
            _require(_GLOBAL_ID, value)
        for value in self.codes.values():
            _require(_CODE, value)
        if self.occurred_at.tzinfo is None:
            raise ValueError("the time of an event must be aware")


def body(facts: EventFacts) -> bytes:
    """The JSON of an event, below `LIMIT_BYTES`; the same facts give the same bytes."""
    data: dict[str, object] = {
        "id": str(facts.id),
        "sequence": facts.sequence,
        "version": facts.aggregate_version,
        "subjects": dict(sorted(facts.subject_ids.items())),
    }
    if facts.codes:
        data["codes"] = dict(sorted(facts.codes.items()))
    timestamp = facts.occurred_at.astimezone(UTC)
    rendered = orjson.dumps(
        {"type": facts.type, "timestamp": timestamp, "data": data}, option=orjson.OPT_UTC_Z
    )
    if len(rendered) >= LIMIT_BYTES:
        raise ValueError(f"a thin body must stay below {LIMIT_BYTES} bytes")
    return rendered


def _require(shape: re.Pattern[str], text: str) -> None:
    if not shape.fullmatch(text):
        raise ValueError(f"not fit for a thin body: it must look like {shape.pattern}")
