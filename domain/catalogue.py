"""What the exam catalogue says: the facts of each exam by period, chosen by the exam's date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class Skill(StrEnum):
    """A part of an exam that has a score of its own."""

    READING = "READING"
    USE_OF_ENGLISH = "USE_OF_ENGLISH"
    READING_AND_WRITING = "READING_AND_WRITING"
    WRITING = "WRITING"
    LISTENING = "LISTENING"
    SPEAKING = "SPEAKING"


class ExamFamily(StrEnum):
    """What an exam is for."""

    GENERAL = "GENERAL"
    BUSINESS = "BUSINESS"
    TEACHING = "TEACHING"


class ScoreScheme(StrEnum):
    """How an exam is scored: on the common scale, from 0 to 100 (before 2015), or by grade only."""

    CES = "CES"
    STD100 = "STD100"
    GRADE_ONLY = "GRADE_ONLY"


class OverallRule(StrEnum):
    """How the overall score follows from the skill scores, if it does."""

    MEAN = "MEAN"
    WEIGHTED_MEAN = "WEIGHTED_MEAN"
    AS_ISSUED = "AS_ISSUED"
    GRADE_ONLY = "GRADE_ONLY"


class Scale(NamedTuple):
    """The lowest and the highest score that can be reported, both included."""

    minimum: int
    maximum: int

    def holds(self, score: int) -> bool:
        """Whether the score lies on the scale."""
        return self.minimum <= score <= self.maximum


@dataclass(frozen=True, slots=True)
class Band:
    """The overall scores (both ends included) that earn a grade; no ends where only grades exist.

    `certificate`: whether this grade earns a certificate.
    """

    grade: str
    minimum: int | None
    maximum: int | None
    cefr_level: str | None
    certificate: bool

    def holds(self, score: int) -> bool:
        """Whether the overall score lies in this band."""
        if self.minimum is None or self.maximum is None:
            return False
        return self.minimum <= score <= self.maximum


class GradeBand(NamedTuple):
    """The overall scores that earn a grade, on a scale; both ends included."""

    grade: str
    minimum: int
    maximum: int
    cefr_level: str | None


class CefrBand(NamedTuple):
    """The overall scores that reach a level of the CEFR; both ends included."""

    level: str
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class ExamPeriod:
    """The facts of one exam while they stayed the same; `valid_to` None: until further notice.

    `offered_until` is the last day on which the exam was held: its results stay verifiable.
    `weights` has one entry for each skill where the rule is a mean, and is empty otherwise.
    """

    code: str
    name: str
    family: ExamFamily
    for_schools_of: str | None
    cefr_level: str | None
    score_scheme: ScoreScheme
    scale: Scale | None
    bands: tuple[Band, ...]
    skills: tuple[Skill, ...]
    overall_rule: OverallRule
    weights: Mapping[Skill, int] = field(hash=False)
    has_photo: bool
    valid_from: date
    valid_to: date | None
    offered_until: date | None
    evidence: str

    def covers(self, day: date) -> bool:
        """Whether these facts hold for an exam of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def grade_bands(self) -> tuple[GradeBand, ...]:
        """The grades with their scores, lowest first; empty where grades have no scores."""
        found = [
            GradeBand(band.grade, band.minimum, band.maximum, band.cefr_level)
            for band in self.bands
            if band.minimum is not None and band.maximum is not None
        ]
        return tuple(sorted(found, key=lambda band: band.minimum))

    def cefr_bands(self) -> tuple[CefrBand, ...]:
        """The levels with their scores, lowest first; what reaches no level is in none of them."""
        by_level = groupby(self.grade_bands(), lambda band: band.cefr_level)
        runs = [(level, list(run)) for level, run in by_level]
        return tuple(
            CefrBand(level, run[0].minimum, run[-1].maximum)
            for level, run in runs
            if level is not None
        )


class Catalogue:
    """All periods, ready to be asked; made of what `catalogue_file.parse` or the database gives."""

    __slots__ = ("_periods",)

    def __init__(self, periods: Iterable[ExamPeriod]) -> None:
        found: dict[str, list[ExamPeriod]] = {}
        for period in sorted(periods, key=lambda period: (period.code, period.valid_from)):
            found.setdefault(period.code, []).append(period)
        self._periods = {code: tuple(rows) for code, rows in found.items()}

    def codes(self) -> tuple[str, ...]:
        """The codes of all exams, in alphabetical order."""
        return tuple(self._periods)

    def periods(self, code: str) -> tuple[ExamPeriod, ...]:
        """The periods of one exam, oldest first; empty for an unknown code."""
        return self._periods.get(code, ())

    def period(self, code: str, on_date: date) -> ExamPeriod | None:
        """The facts that held on the day of the exam; None: unknown code or no facts for that day.

        An exam that was no longer offered has facts: `scores.check_result` refuses such a date.
        """
        return next((row for row in self.periods(code) if row.covers(on_date)), None)

    def current(self, code: str) -> ExamPeriod | None:
        """The latest facts of an exam: its name today, whether or not it is still offered."""
        return next(reversed(self.periods(code)), None)
