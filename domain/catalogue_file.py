"""Reads the exam file into periods, and refuses a file that contradicts itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, TypeVar

from domain.catalogue import Band, ExamFamily, ExamPeriod, OverallRule, Scale, ScoreScheme, Skill
from domain.grades import CEFR_LEVELS, is_label

_FIELDS: Final = frozenset(
    {"code", "name", "family", "forSchoolsOf", "cefr", "scoreScheme", "scale", "bands", "skills"}
    | {"overall", "photo", "validFrom", "validTo", "evidence", "offeredUntil"}
)
_MEANS: Final = frozenset({OverallRule.MEAN, OverallRule.WEIGHTED_MEAN})
_RULES: Final[Mapping[ScoreScheme, frozenset[OverallRule]]] = {
    ScoreScheme.CES: _MEANS,
    ScoreScheme.STD100: frozenset({OverallRule.AS_ISSUED}),
    ScoreScheme.GRADE_ONLY: frozenset({OverallRule.GRADE_ONLY}),
}

Choice = TypeVar("Choice", bound=StrEnum)


class CatalogueError(ValueError):
    """The exam file is not usable; the sentence says which row and why."""


def parse(document: Mapping[str, Any]) -> tuple[ExamPeriod, ...]:
    """The periods of an exam file, by code and date. Raises CatalogueError on the first fault."""
    rows = document.get("exams") if isinstance(document, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise CatalogueError("exams: a list with at least one row is needed.")
    periods = [_period(row, f"exams[{index}]") for index, row in enumerate(rows)]
    periods.sort(key=lambda period: (period.code, period.valid_from))
    _refuse_overlaps(periods)
    _refuse_unknown_origins(periods)
    return tuple(periods)


def _period(row: Any, where: str) -> ExamPeriod:
    _need(isinstance(row, Mapping), where, "an object is needed.")
    odd = _FIELDS.symmetric_difference(row)
    _need(not odd, where, f"fields missing or unknown: {', '.join(sorted(map(str, odd)))}.")
    where = f"{where} ({row['code']} from {row['validFrom']})"
    skills = _skills(row["skills"], where)
    rule = _choice(OverallRule, _object(row["overall"], where, "overall").get("rule"), where)
    period = ExamPeriod(
        code=_label(row["code"], where, "code"),
        name=_text(row["name"], where, "name"),
        family=_choice(ExamFamily, row["family"], where),
        for_schools_of=_optional(_label, row["forSchoolsOf"], where, "forSchoolsOf"),
        cefr_level=_optional(_level, row["cefr"], where, "cefr"),
        score_scheme=_choice(ScoreScheme, row["scoreScheme"], where),
        scale=_scale(row["scale"], where),
        bands=tuple(_band(band, where) for band in _list(row["bands"], where, "bands")),
        skills=skills,
        overall_rule=rule,
        weights=_weights(row["overall"], rule, skills, where),
        has_photo=_flag(row["photo"], where, "photo"),
        valid_from=_date(row["validFrom"], where, "validFrom"),
        valid_to=_optional(_date, row["validTo"], where, "validTo"),
        offered_until=_optional(_date, row["offeredUntil"], where, "offeredUntil"),
        evidence=_text(row["evidence"], where, "evidence"),
    )
    _check_period(period, where)
    return period


def _check_period(period: ExamPeriod, where: str) -> None:
    if period.valid_to is not None:
        _need(period.valid_from <= period.valid_to, where, "validTo is before validFrom.")
    if period.offered_until is not None:
        _need(period.valid_from <= period.offered_until, where, "offered no day of this period.")
    scheme = period.score_scheme
    _need(period.overall_rule in _RULES[scheme], where, f"overall rule does not fit {scheme}.")
    _need((period.scale is None) == (scheme is ScoreScheme.GRADE_ONLY), where, "scale or none?")
    _need(bool(period.skills) == (scheme is ScoreScheme.CES), where, "skills or none?")
    _need(bool(period.bands) == (scheme is not ScoreScheme.STD100), where, "bands or none?")
    grades = [band.grade for band in period.bands]
    _need(len(set(grades)) == len(grades), where, "a grade has two bands.")
    if scheme is ScoreScheme.GRADE_ONLY:
        _check_grade_only(period, where)
    elif scheme is ScoreScheme.CES and period.scale is not None:
        _check_cover(period.bands, period.scale, where)


def _check_grade_only(period: ExamPeriod, where: str) -> None:
    bounds = [bound for band in period.bands for bound in (band.minimum, band.maximum)]
    levels = [period.cefr_level, *(band.cefr_level for band in period.bands)]
    _need(bounds == [None] * len(bounds), where, "an exam without a scale has bands with scores.")
    _need(levels == [None] * len(levels), where, "an exam without a scale has CEFR levels.")


def _check_cover(bands: Sequence[Band], scale: Scale, where: str) -> None:
    """Bands must cover the scale exactly: no score outside, in none, or in two of them."""
    spans = sorted((_whole(band.minimum, where), _whole(band.maximum, where)) for band in bands)
    for low, high in spans:
        _need(low <= high, where, f"band {low} to {high} ends before it begins.")
        inside = scale.holds(low) and scale.holds(high)
        _need(inside, where, f"band {low} to {high} lies outside the scale.")
    for (_, end), (start, _) in pairwise(spans):
        _need(start > end, where, f"bands overlap at {start}.")
        _need(start == end + 1, where, f"bands leave a gap between {end} and {start}.")
    covers = (spans[0][0], spans[-1][1]) == scale
    _need(covers, where, f"bands do not reach both ends of {scale.minimum} to {scale.maximum}.")


def _refuse_overlaps(periods: Sequence[ExamPeriod]) -> None:
    for one, other in pairwise(periods):
        if one.code == other.code and (one.valid_to is None or other.valid_from <= one.valid_to):
            raise CatalogueError(f"{one.code}: two periods hold on {other.valid_from}.")


def _refuse_unknown_origins(periods: Sequence[ExamPeriod]) -> None:
    codes = {period.code for period in periods}
    for period in periods:
        origin = period.for_schools_of
        if origin is not None and (origin not in codes or origin == period.code):
            raise CatalogueError(f"{period.code}: forSchoolsOf names no other exam: {origin}.")


def _band(value: Any, where: str) -> Band:
    band = _object(value, where, "band")
    return Band(
        grade=_label(band.get("grade"), where, "grade"),
        minimum=_optional(_integer, band.get("min"), where, "min"),
        maximum=_optional(_integer, band.get("max"), where, "max"),
        cefr_level=_optional(_level, band.get("cefr"), where, "cefr of a band"),
        certificate=_flag(band.get("certificate"), where, "certificate"),
    )


def _scale(value: Any, where: str) -> Scale | None:
    if value is None:
        return None
    row = _object(value, where, "scale")
    scale = Scale(_integer(row.get("min"), where, "min"), _integer(row.get("max"), where, "max"))
    _need(0 <= scale.minimum < scale.maximum, where, "the scale has no length or begins below 0.")
    return scale


def _skills(value: Any, where: str) -> tuple[Skill, ...]:
    skills = tuple(_choice(Skill, skill, where) for skill in _list(value, where, "skills"))
    _need(len(set(skills)) == len(skills), where, "a skill is named twice.")
    return skills


def _weights(
    overall: Mapping[str, Any], rule: OverallRule, skills: tuple[Skill, ...], where: str
) -> dict[Skill, int]:
    if rule not in _MEANS:
        return {}
    _need(overall.get("round") == "HALF_UP", where, "the only rounding known is HALF_UP.")
    if rule is OverallRule.MEAN:
        return dict.fromkeys(skills, 1)
    given = _object(overall.get("weights"), where, "weights")
    _need(set(given) == set(skills), where, "weights and skills differ.")
    weights = {skill: _integer(given[skill], where, "weight") for skill in skills}
    _need(all(weight > 0 for weight in weights.values()), where, "a weight is not above 0.")
    return weights


def _optional(read: Any, value: Any, where: str, name: str) -> Any:
    return None if value is None else read(value, where, name)


def _text(value: Any, where: str, name: str) -> str:
    _need(isinstance(value, str) and value.strip() == value != "", where, f"{name} is no text.")
    return str(value)


def _label(value: Any, where: str, name: str) -> str:
    _need(isinstance(value, str) and is_label(value), where, f"{name} is no code: {value!r}.")
    return str(value)


def _level(value: Any, where: str, name: str) -> str:
    _need(value in CEFR_LEVELS, where, f"{name} is no CEFR level: {value!r}.")
    return str(value)


def _integer(value: Any, where: str, name: str) -> int:
    _need(type(value) is int, where, f"{name} is no whole number: {value!r}.")
    return int(value)


def _whole(value: int | None, where: str) -> int:
    return _integer(value, where, "end of a band")


def _flag(value: Any, where: str, name: str) -> bool:
    _need(isinstance(value, bool), where, f"{name} is neither true nor false.")
    return bool(value)


def _date(value: Any, where: str, name: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CatalogueError(f"{where}: {name} is no date: {value!r}.") from None
    _need(day.isoformat() == value, where, f"{name} is not written YYYY-MM-DD: {value!r}.")
    return day


def _choice(choices: type[Choice], value: Any, where: str) -> Choice:
    known = isinstance(value, str) and value in {choice.value for choice in choices}
    _need(known, where, f"{value!r} is no {choices.__name__}.")
    return choices(value)


def _object(value: Any, where: str, name: str) -> Mapping[str, Any]:
    _need(isinstance(value, Mapping), where, f"{name} is no object.")
    return {**value}


def _list(value: Any, where: str, name: str) -> list[Any]:
    _need(isinstance(value, list), where, f"{name} is no list.")
    return [*value]


def _need(claim: bool, where: str, sentence: str) -> None:
    if not claim:
        raise CatalogueError(f"{where}: {sentence}")
