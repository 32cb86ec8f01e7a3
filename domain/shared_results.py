"""What an organisation sees of a shared result: one record, read once, shown by every path.

Query, subscription, export, statement and webhook all start from a `SharedResultRecord`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.states import ResultState, ShareState


class Outcome(StrEnum):
    """What became of a sitting: a grade, or the reason why there is none."""

    GRADED = "GRADED"
    ABSENT_PART = "ABSENT_PART"
    ABSENT_ALL = "ABSENT_ALL"
    PENDING = "PENDING"
    WITHHELD = "WITHHELD"


class StandingState(StrEnum):
    """Three answers, and never a fourth: unknown is not shown as good."""

    VERIFIED = "VERIFIED"
    NOT_VERIFIED = "NOT_VERIFIED"
    COULD_NOT_CHECK = "COULD_NOT_CHECK"


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """The person, as held by the awarding body (names in upper case where the script has one)."""

    id: UUID
    first_name: str
    family_name: str
    date_of_birth: date
    candidate_number: str


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """One version of a result. Scores, grade and level are None unless the state shows them."""

    id: UUID
    version: int
    reference_number: str
    exam_code: str
    exam_date: date
    session_code: str
    place_of_entry: str
    centre_number: str
    centre_name: str
    state: ResultState
    outcome: Outcome
    overall_score: int | None
    grade: str | None
    cefr_level: str | None
    skill_scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SharedResultRecord:
    """A share with what it still gives: candidate and result are None once access has ended."""

    share_id: UUID
    organisation_id: UUID
    state: ShareState
    shared_at: datetime
    expires_at: datetime | None
    viewed_at: datetime | None
    is_new: bool
    includes_photo: bool
    candidate: CandidateRecord | None
    result: ResultRecord | None


def shown(records: Iterable[SharedResultRecord]) -> list[UUID]:
    """The shares of which a record shows the person: whoever reads them has looked at somebody."""
    return [record.share_id for record in records if record.candidate is not None]


def is_new(shared_at: datetime, previous_sign_in_at: datetime | None) -> bool:
    """Whether a user has not signed in since; to who signs in first everything is new."""
    return previous_sign_in_at is None or shared_at > previous_sign_in_at


def standing(record: SharedResultRecord) -> tuple[StandingState, str]:
    """What may be said of the result now, and the code of the reason."""
    if record.result is None and record.state is ShareState.ACTIVE:  # under embargo
        return StandingState.COULD_NOT_CHECK, ResultState.PENDING.value
    if record.result is None:
        return StandingState.COULD_NOT_CHECK, f"SHARE_{record.state.value}"
    match record.result.state:
        case ResultState.RELEASED | ResultState.AMENDED:
            return StandingState.VERIFIED, record.result.state.value
        case ResultState.REVOKED | ResultState.WITHHELD:
            return StandingState.NOT_VERIFIED, record.result.state.value
        case ResultState.PENDING:
            return StandingState.COULD_NOT_CHECK, ResultState.PENDING.value
