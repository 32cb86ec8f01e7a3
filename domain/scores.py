"""What the scores, grade and level of a result must be. Pure: no I/O, no clock, no framework."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.catalogue import Band, ExamPeriod, ScoreScheme, Skill
from domain.grades import CEFR_LEVELS, is_label
from domain.shared_results import Outcome


class ViolationCode(StrEnum):
    """How a result breaks the catalogue; the sentence is `violations.{code}`."""

    WRONG_PERIOD = "WRONG_PERIOD"
    NOT_OFFERED = "NOT_OFFERED"
    MISSING = "MISSING"
    UNEXPECTED = "UNEXPECTED"
    OUT_OF_SCALE = "OUT_OF_SCALE"
    UNKNOWN_GRADE = "UNKNOWN_GRADE"
    UNKNOWN_LEVEL = "UNKNOWN_LEVEL"
    OVERALL_DIFFERS = "OVERALL_DIFFERS"
    GRADE_DIFFERS = "GRADE_DIFFERS"
    LEVEL_DIFFERS = "LEVEL_DIFFERS"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: the field of the result, and what its sentence mentions."""

    code: ViolationCode
    field: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Scores:
    """What a sitting gave; everything is empty unless the outcome is a grade."""

    overall: int | None
    grade: str | None
    cefr_level: str | None
    skills: Mapping[str, int] = dataclasses.field(hash=False)


def overall(skills: Mapping[Skill, int], weights: Mapping[Skill, int]) -> int:
    """Weighted mean of the skill scores, rounded half up (published conversion guide).

    Every skill needs a weight (KeyError), and there must be a skill (ZeroDivisionError).
    """
    total = sum(weights[skill] for skill in skills)
    mean = Decimal(sum(score * weights[skill] for skill, score in skills.items())) / total
    return int(mean.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def band_for(period: ExamPeriod, overall_score: int) -> Band | None:
    """The band that an overall score earns; None off the scale or where the exam has no scores."""
    return next((band for band in period.bands if band.holds(overall_score)), None)


def check_result(
    period: ExamPeriod,
    *,
    outcome: Outcome,
    overall_score: int | None,
    grade: str | None,
    cefr_level: str | None,
    skill_scores: Mapping[str, int],
    exam_date: date,
) -> list[Violation]:
    """Every rule of the catalogue that a result breaks; an empty list means it may be issued."""
    found = [*_date_violations(period, exam_date)]
    scores = Scores(overall_score, grade, cefr_level, skill_scores)
    if outcome is not Outcome.GRADED:
        return [*found, *_score_free(scores)]
    match period.score_scheme:
        case ScoreScheme.CES:
            return [*found, *_on_scale(period, scores)]
        case ScoreScheme.STD100:
            return [*found, *_as_issued(period, scores)]
        case ScoreScheme.GRADE_ONLY:
            return [*found, *_grade_only(period, scores)]


def _date_violations(period: ExamPeriod, exam_date: date) -> Iterator[Violation]:
    if not period.covers(exam_date):
        yield Violation(ViolationCode.WRONG_PERIOD, "examDate", {"value": exam_date})
    if period.offered_until is not None and exam_date > period.offered_until:
        until = period.offered_until
        yield Violation(ViolationCode.NOT_OFFERED, "examDate", {"value": exam_date, "until": until})


def _score_free(scores: Scores) -> Iterator[Violation]:
    yield from _absent("overallScore", scores.overall)
    yield from _absent("grade", scores.grade)
    yield from _absent("cefrLevel", scores.cefr_level)
    for skill in scores.skills:
        yield Violation(ViolationCode.UNEXPECTED, f"skillScores.{skill}")


def _on_scale(period: ExamPeriod, scores: Scores) -> Iterator[Violation]:
    faults = [*_overall_faults(period, scores), *_skill_faults(period, scores)]
    yield from faults
    if not faults and scores.overall is not None:
        expected = overall({skill: scores.skills[skill] for skill in period.skills}, period.weights)
        yield from _differs(ViolationCode.OVERALL_DIFFERS, "overallScore", scores.overall, expected)
    band = None if scores.overall is None else band_for(period, scores.overall)
    if band is not None:
        yield from _differs(ViolationCode.GRADE_DIFFERS, "grade", scores.grade, band.grade)
        yield from _differs(
            ViolationCode.LEVEL_DIFFERS, "cefrLevel", scores.cefr_level, band.cefr_level
        )


def _as_issued(period: ExamPeriod, scores: Scores) -> Iterator[Violation]:
    """Before 2015: the range is checked; label and level only need to be a label and a level."""
    yield from _overall_faults(period, scores)
    yield from _skill_faults(period, scores)
    if scores.grade is None:
        yield Violation(ViolationCode.MISSING, "grade")
    elif not is_label(scores.grade):
        yield Violation(ViolationCode.UNKNOWN_GRADE, "grade", {"value": scores.grade})
    if scores.cefr_level is not None and scores.cefr_level not in CEFR_LEVELS:
        yield Violation(ViolationCode.UNKNOWN_LEVEL, "cefrLevel", {"value": scores.cefr_level})


def _grade_only(period: ExamPeriod, scores: Scores) -> Iterator[Violation]:
    yield from _absent("overallScore", scores.overall)
    yield from _absent("cefrLevel", scores.cefr_level)
    yield from _skill_faults(period, scores)
    if scores.grade is None:
        yield Violation(ViolationCode.MISSING, "grade")
    elif scores.grade not in {band.grade for band in period.bands}:
        yield Violation(ViolationCode.UNKNOWN_GRADE, "grade", {"value": scores.grade})


def _overall_faults(period: ExamPeriod, scores: Scores) -> Iterator[Violation]:
    if scores.overall is None:
        yield Violation(ViolationCode.MISSING, "overallScore")
    else:
        yield from _off_scale(period, "overallScore", scores.overall)


def _skill_faults(period: ExamPeriod, scores: Scores) -> Iterator[Violation]:
    for skill in period.skills:
        if skill not in scores.skills:
            yield Violation(ViolationCode.MISSING, f"skillScores.{skill}")
    for name, score in scores.skills.items():
        if name not in period.skills:
            yield Violation(ViolationCode.UNEXPECTED, f"skillScores.{name}")
        else:
            yield from _off_scale(period, f"skillScores.{name}", score)


def _off_scale(period: ExamPeriod, path: str, score: int) -> Iterator[Violation]:
    if period.scale is not None and not period.scale.holds(score):
        low, high = period.scale
        values = {"value": score, "minimum": low, "maximum": high}
        yield Violation(ViolationCode.OUT_OF_SCALE, path, values)


def _absent(path: str, value: object) -> Iterator[Violation]:
    if value is not None:
        yield Violation(ViolationCode.UNEXPECTED, path)


def _differs(
    code: ViolationCode, path: str, value: object, expected: object
) -> Iterator[Violation]:
    if value is None and expected is not None:
        yield Violation(ViolationCode.MISSING, path)
    elif value != expected:
        yield Violation(code, path, {"value": value, "expected": expected})
