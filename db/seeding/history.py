"""The events that the sample shares would have left: a history and `events(after:)` that agree."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from db.ids import new_id
from db.sample.records import SampleDossier, SampleResult, SampleShare
from db.seeding.copying import Row
from domain.events import SCHEMA_VERSION, EventType
from domain.states import ShareState

_END: Final = {
    ShareState.WITHDRAWN: EventType.SHARE_WITHDRAWN,
    ShareState.EXPIRED: EventType.SHARE_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    share: SampleShare
    type: EventType
    version: int


def events(dossiers: Iterable[SampleDossier]) -> Iterator[Row]:
    """Rows of `events` in order of time, numbered without gaps for each organisation.

    One for every share that was made and for every one that ended.
    """
    numbers: Counter[UUID] = Counter()
    for moment in sorted(_moments(dossiers), key=lambda moment: (moment.at, moment.share.id)):
        share = moment.share
        numbers[share.organisation_id] += 1
        yield {
            "id": new_id(),
            "organisation_id": share.organisation_id,
            "org_seq": numbers[share.organisation_id],
            "type": moment.type,
            "schema_version": SCHEMA_VERSION,
            "aggregate_id": share.id,
            "aggregate_version": moment.version,
            "ordering_key": share.result_id,
            "share_id": share.id,
            "result_id": share.result_id,
            "codes": "{}",
            "occurred_at": moment.at,
        }


def totals(dossiers: Iterable[SampleDossier]) -> Counter[UUID]:
    """How many events each organisation has: the number of its newest one."""
    return Counter(moment.share.organisation_id for moment in _moments(dossiers))


def _moments(dossiers: Iterable[SampleDossier]) -> Iterator[_Moment]:
    for dossier in dossiers:
        own = {result.id: result for result in dossier.results}
        for share in dossier.shares:
            version = _version(own[share.result_id], share.shared_at)
            yield _Moment(share.shared_at, share, EventType.SHARE_CREATED, version)
            if share.ended_at is not None:
                yield _Moment(share.ended_at, share, _END[share.state], 1)


def _version(result: SampleResult, at: datetime) -> int:
    """The version that was current when the result was shared."""
    return max(row.version for row in result.versions if row.issued_at <= at)
