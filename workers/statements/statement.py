"""What is printed on one page: a result as it is now, for one organisation."""

from dataclasses import dataclass
from datetime import datetime

from domain import states
from domain.catalogue import Band, Scale
from domain.shared_results import CandidateRecord, Outcome, ResultRecord, SharedResultRecord
from domain.texts import Language

_NOT_DECIDED = frozenset({Outcome.PENDING, Outcome.WITHHELD})


class NotPrintable(Exception):
    """A result that is withheld, revoked or pending must never reach paper."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One Statement of Results. Raises NotPrintable for a result that may not be shown.

    `scale` and `bands`: of the exam's period, for the picture; None and empty where the exam has
    no scale. `photo`: a JPEG or PNG, or None. `reference`: of this issued document.
    `service_address`: where the candidate shares it with whoever has to verify it.
    """

    candidate: CandidateRecord
    result: ResultRecord
    exam_name: str
    scale: Scale | None
    bands: tuple[Band, ...]
    photo: bytes | None
    organisation_name: str
    language: Language
    issued_at: datetime
    reference: str
    service_address: str

    def __post_init__(self) -> None:
        if not _may_be_shown(self.result):
            raise NotPrintable


def is_printable(record: SharedResultRecord) -> bool:
    """Whether a statement may be made of this record; the others are counted as omitted."""
    if record.candidate is None or record.result is None:
        return False
    return _may_be_shown(record.result)


def _may_be_shown(result: ResultRecord) -> bool:
    return result.state in states.SHOWN and result.outcome not in _NOT_DECIDED
