"""The words and figures of one page, in the statement's language; the template only places them."""

import re
import unicodedata
from datetime import UTC
from typing import Any, Final

from domain import grades
from domain.catalogue import Skill
from domain.shared_results import Outcome
from domain.states import ResultState
from domain.texts import Language, text
from workers.exports import cells
from workers.statements import scale_picture
from workers.statements.statement import Statement

_SPACES: Final = re.compile(r"\s+")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})

View = dict[str, Any]


def view(statement: Statement) -> View:
    """What the template shows of a statement: plain texts and numbers, nothing to look up."""
    result, language = statement.result, statement.language
    return {
        "language": language.value.lower(),
        "service": text(language, "service.name"),
        "labels": _labels(language),
        "candidate": _candidate_facts(statement),
        "facts": _exam_facts(statement),
        "exam": _shown(statement.exam_name),
        "has_photo": statement.photo is not None,
        "headline": _headline(statement),
        "remarks": _remarks(statement),
        "picture": scale_picture.picture(statement) if _has_scores(statement) else None,
        "scores": [] if statement.scale else _scores(statement),
        "verify": _verify(statement),
        "issued": _issued(statement),
        "document": _shown(statement.reference),
        "title": text(
            language,
            "statement.document_title",
            reference_number=_shown(result.reference_number).text,
        ),
    }


class Shown(dict[str, str]):
    """A value from outside: its text, and the direction in which it is read."""

    @property
    def text(self) -> str:
        """The text as it is printed."""
        return self["text"]


def _shown(value: str) -> Shown:
    """One line in composed characters, without anything that cannot or should not be printed."""
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", cells.writable(value))).strip()
    return Shown(text=line, direction=_direction(line))


def _direction(line: str) -> str:
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
    return "ltr"


def _labels(language: Language) -> dict[str, str]:
    keys = (
        *("title", "candidate", "photo", "result", "overall_score", "scale"),
        *("issued", "document", "verify", "unprintable"),
    )
    return {key: text(language, f"statement.{key}") for key in keys}


def _candidate_facts(statement: Statement) -> list[View]:
    candidate = statement.candidate
    return _facts(
        statement.language,
        first_name=candidate.first_name,
        family_name=candidate.family_name,
        date_of_birth=candidate.date_of_birth.isoformat(),
        candidate_number=candidate.candidate_number,
    )


def _exam_facts(statement: Statement) -> list[View]:
    result = statement.result
    return _facts(
        statement.language,
        reference_number=result.reference_number,
        exam_date=result.exam_date.isoformat(),
        session_code=result.session_code,
        place_of_entry=result.place_of_entry,
        centre=f"{result.centre_number} {result.centre_name}",
    )


def _facts(language: Language, **values: str) -> list[View]:
    return [
        {"label": text(language, f"statement.{key}"), "value": _shown(value)}
        for key, value in values.items()
    ]


def _headline(statement: Statement) -> list[View]:
    """Overall score, level and grade; or the outcome where there is no grade."""
    result, language = statement.result, statement.language
    if result.outcome is not Outcome.GRADED:
        shown = {"outcome": text(language, f"outcomes.{result.outcome.value}")}
        return _facts(language, **shown)
    values = {
        "overall_score": None if result.overall_score is None else str(result.overall_score),
        "cefr_level": result.cefr_level,
        "grade": None if result.grade is None else grades.title(language, result.grade),
    }
    return _facts(language, **{key: value for key, value in values.items() if value is not None})


def _remarks(statement: Statement) -> list[str]:
    result, language = statement.result, statement.language
    remarks = []
    if result.outcome is not Outcome.GRADED:
        remarks.append(text(language, "statement.no_scores"))
    elif result.overall_score is None and not result.skill_scores:
        remarks.append(text(language, "statement.grade_only"))
    if result.state is ResultState.AMENDED:
        remarks.append(text(language, "statement.amended", version=result.version))
    return remarks


def _has_scores(statement: Statement) -> bool:
    result = statement.result
    return result.outcome is Outcome.GRADED and (
        result.overall_score is not None or bool(result.skill_scores)
    )


def _scores(statement: Statement) -> list[View]:
    """The skill scores as a plain list, for an exam whose scale is not known."""
    if not _has_scores(statement):
        return []
    return [
        {
            "label": text(statement.language, f"skills.{skill.value}"),
            "value": _shown(str(statement.result.skill_scores[skill.value])),
        }
        for skill in Skill
        if skill.value in statement.result.skill_scores
    ]


def _verify(statement: Statement) -> str:
    return text(
        statement.language,
        "statement.verify_text",
        address=statement.service_address,
        reference_number=_shown(statement.result.reference_number).text,
    )


def _issued(statement: Statement) -> str:
    moment = statement.issued_at.astimezone(UTC)
    return text(
        statement.language,
        "statement.issued_line",
        date=moment.date().isoformat(),
        time=moment.strftime("%H:%M:%S"),
        organisation=_shown(statement.organisation_name).text,
    )
