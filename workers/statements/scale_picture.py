"""The picture of the scores: bars on the exam's scale, in front of its CEFR bands."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from domain.catalogue import Band, Scale, Skill
from domain.texts import Language, text
from workers.statements.statement import Statement


def picture(statement: Statement) -> dict[str, Any] | None:
    """Bands and bars with their places in per cent of the scale's width; None without a scale."""
    scale = statement.scale
    if scale is None:
        return None
    return {
        "label": text(
            statement.language,
            "statement.scale_label",
            minimum=scale.minimum,
            maximum=scale.maximum,
        ),
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "bands": list(_bands(scale, statement.bands, statement.language)),
        "bars": [
            {"name": name, "score": score, "place": _place(scale, score), "overall": overall}
            for name, score, overall in _rows(statement)
        ],
    }


def _rows(statement: Statement) -> Iterator[tuple[str, int, bool]]:
    language, result = statement.language, statement.result
    if result.overall_score is not None:
        yield text(language, "statement.overall_score"), result.overall_score, True
    for skill in Skill:
        if skill.value in result.skill_scores:
            yield text(language, f"skills.{skill.value}"), result.skill_scores[skill.value], False


def _bands(
    scale: Scale, bands: Sequence[Band], language: Language
) -> Iterator[dict[str, str | int | float]]:
    """The bands of one level joined, from the lowest; each reaches to where the next begins."""
    starts = sorted(
        (band.minimum, band.cefr_level or "") for band in bands if band.minimum is not None
    )
    joined = [
        (level, next(group)[0]) for level, group in groupby(starts, key=lambda start: start[1])
    ]
    ends = [minimum for _, minimum in joined[1:]]
    for (level, minimum), end in zip(joined, [*ends, scale.maximum], strict=False):
        left = _place(scale, minimum)
        named = level or text(language, "statement.below_bands", level=_lowest(joined))
        yield {
            "level": named,
            "code": level.lower() or "below",
            "minimum": minimum,
            "left": left,
            "width": round(_place(scale, end) - left, 2),
        }


def _lowest(joined: Sequence[tuple[str, int]]) -> str:
    return next((level for level, _ in joined if level), "")


def _place(scale: Scale, score: int) -> float:
    share = (score - scale.minimum) / max(1, scale.maximum - scale.minimum)
    return round(100 * min(1.0, max(0.0, share)), 2)
