"""Scores, grades and levels that obey the catalogue."""

from collections.abc import Mapping
from random import Random
from typing import Final

from domain import scores
from domain.catalogue import Band, ExamPeriod, Scale, ScoreScheme, Skill
from domain.scores import Scores

NO_SCORES: Final = Scores(None, None, None, {})

# Grades of scores from 0 to 100 (before 2015), best first: least score, grade, level reached?
_OLD_UPPER: Final = ((80, "A", True), (75, "B", True), (60, "C", True), (55, "D", False))
_OLD_LOWER: Final = ((85, "PASS_WITH_MERIT", True), (70, "PASS", True), (65, "NARROW_FAIL", False))
_LOWER_LEVELS: Final = frozenset({"A2", "B1"})


def in_band(rng: Random, period: ExamPeriod, place: int) -> Scores:
    """Scores that earn the band at this place; before 2015 there are no bands, only a range."""
    if period.score_scheme is ScoreScheme.STD100:
        return _as_issued(rng, period)
    band = period.bands[place]
    if period.scale is None or band.minimum is None or band.maximum is None:
        return Scores(None, band.grade, None, {})
    target = rng.randint(band.minimum, band.maximum)
    skills = {skill: _near(rng, target, period.scale) for skill in period.skills}
    return _graded(period, _into(band, skills, period))


def amended(rng: Random, period: ExamPeriod, first: Scores) -> Scores:
    """What a review of the marking may make of it: one skill differs, or only the grade."""
    if period.scale is None or not first.skills:
        grades = [band.grade for band in period.bands if band.grade != first.grade]
        return Scores(None, rng.choice(grades), None, {})
    changed = rng.choice(period.skills)
    step = rng.randint(4, 9)
    score = first.skills[changed]
    score += step if score + step <= period.scale.maximum else -step
    return _graded(
        period, {skill: first.skills[skill] for skill in period.skills} | {changed: score}
    )


def of_skills(period: ExamPeriod, skills: Mapping[Skill, int]) -> Scores:
    """The whole of what these skill scores give."""
    return _graded(period, dict(skills))


def _graded(period: ExamPeriod, skills: dict[Skill, int]) -> Scores:
    overall = scores.overall(skills, period.weights)
    band = scores.band_for(period, overall)
    if band is None:
        raise ValueError(f"{period.code} has no band for {overall}.")
    return Scores(
        overall, band.grade, band.cefr_level, {skill.value: skills[skill] for skill in skills}
    )


def _near(rng: Random, target: int, scale: Scale) -> int:
    score = round(rng.gauss(target, 7))
    return min(max(score, scale.minimum), scale.maximum)


def _into(band: Band, skills: dict[Skill, int], period: ExamPeriod) -> dict[Skill, int]:
    """Moves all skills by one, as far as the scale goes, until their mean lies in the band."""
    low, high = period.scale or Scale(0, 0)
    while not band.holds(overall := scores.overall(skills, period.weights)):
        step = 1 if overall < (band.minimum or 0) else -1
        skills = {skill: min(max(score + step, low), high) for skill, score in skills.items()}
    return skills


def _as_issued(rng: Random, period: ExamPeriod) -> Scores:
    is_lower = period.cefr_level in _LOWER_LEVELS
    score = min(max(round(rng.gauss(72, 12)), 20), 100)
    table = _OLD_LOWER if is_lower else _OLD_UPPER
    grade, reached = "FAIL" if is_lower else "E", False
    for least, name, reaches in reversed(table):
        if score >= least:
            grade, reached = name, reaches
    return Scores(score, grade, period.cefr_level if reached else None, {})
