"""Results of the sample data: one sitting each, with its versions."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from db.sample import cases, draws, identifiers, marks
from db.sample.cases import Case
from db.sample.records import (
    Look,
    SampleCentre,
    SamplePortrait,
    SampleResult,
    SampleResultVersion,
)
from domain.catalogue import Skill
from domain.scores import Scores
from domain.shared_results import Outcome
from domain.states import ResultState

_AMENDMENTS: Final = ("REVIEW_OF_MARKING", "CLERICAL_CORRECTION")
_REASONS: Final = {
    ResultState.WITHHELD: ("UNDER_INVESTIGATION", "IDENTITY_CHECK"),
    ResultState.REVOKED: ("MALPRACTICE", "ISSUED_IN_ERROR"),
}
_RELEASE_TIME: Final = time(8, 0, tzinfo=UTC)
_CHANGES_DAYS: Final = 300


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits: the candidate's id, the face on the photo, and where the exam is held."""

    candidate_id: UUID
    person_seed: int
    look: Look
    centre: SampleCentre


def result(rng: Random, case: Case, sitter: Sitter, today: datetime) -> SampleResult:
    """A result as the case says, with everything else drawn by chance."""
    release_at = datetime.combine(
        case.exam_date + timedelta(days=cases.RELEASE_DAYS), _RELEASE_TIME
    )
    issued_at = min(release_at - timedelta(days=1), today - timedelta(hours=6))
    changed_at = _changed_at(rng, case, release_at, issued_at, today)
    return SampleResult(
        id=identifiers.uuid7(rng, issued_at),
        candidate_id=sitter.candidate_id,
        centre_id=sitter.centre.id,
        reference_number=identifiers.reference_number(rng),
        exam_code=case.period.code,
        exam_date=case.exam_date,
        session_code=f"{case.exam_date:%Y-%m}-{rng.choice('ABC')}",
        place_of_entry=sitter.centre.town,
        state=case.state,
        state_reason=rng.choice(_REASONS[case.state]) if case.state in _REASONS else None,
        state_changed_at=changed_at,
        release_at=release_at,
        versions=_versions(rng, case, issued_at, changed_at),
        portrait=_portrait(rng, case, sitter),
    )


def fixed(
    rng: Random, case: Case, sitter: Sitter, today: datetime, skills: dict[Skill, int]
) -> SampleResult:
    """A result with given skill scores."""
    drawn = result(rng, case, sitter, today)
    version = _version(1, case, marks.of_skills(case.period, skills), drawn.versions[0].issued_at)
    return replace(drawn, versions=(version,))


def _changed_at(
    rng: Random, case: Case, release_at: datetime, issued_at: datetime, today: datetime
) -> datetime:
    """When the result came to its state; a change after release lies in the last months."""
    if case.state is ResultState.PENDING or case.outcome is Outcome.WITHHELD:
        return issued_at
    if case.state is ResultState.RELEASED:
        return release_at
    earliest = max(release_at + timedelta(days=14), today - timedelta(days=_CHANGES_DAYS))
    return draws.moment(rng, earliest, today - timedelta(hours=1))


def _versions(
    rng: Random, case: Case, issued_at: datetime, changed_at: datetime
) -> tuple[SampleResultVersion, ...]:
    if case.outcome is not Outcome.GRADED:
        return (_version(1, case, marks.NO_SCORES, issued_at),)
    place = cases.band_place(rng, case.period) if case.place is None else case.place
    first = marks.in_band(rng, case.period, place)
    versions = [_version(1, case, first, issued_at)]
    if case.state is ResultState.AMENDED:
        second = marks.amended(rng, case.period, first)
        versions.append(_version(2, case, second, changed_at, rng.choice(_AMENDMENTS)))
    return tuple(versions)


def _version(
    number: int, case: Case, scores: Scores, issued_at: datetime, reason: str | None = None
) -> SampleResultVersion:
    return SampleResultVersion(
        version=number,
        outcome=case.outcome,
        overall_score=scores.overall,
        grade=scores.grade,
        cefr_level=scores.cefr_level,
        skill_scores=scores.skills,
        reason=reason,
        issued_at=issued_at,
    )


def _portrait(rng: Random, case: Case, sitter: Sitter) -> SamplePortrait | None:
    sitting_seed = rng.getrandbits(32)
    if not case.period.has_photo or case.outcome is Outcome.ABSENT_ALL:
        return None
    return SamplePortrait(sitter.person_seed, sitting_seed, sitter.look)


def age_on(born: date, day: date) -> int:
    """Whole years of age."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
