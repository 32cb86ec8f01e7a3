"""The columns that a data file can have: the documented catalogue behind xlsx and csv exports.

Neither the passport number nor the candidate's e-mail address is a column: they never leave the
details of one share.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from domain import global_ids, grades
from domain.catalogue import Skill
from domain.errors import InvalidInput
from domain.shared_results import CandidateRecord, ResultRecord, SharedResultRecord
from domain.texts import Language, text

Cell = str | int | date | datetime | None


class ColumnKind(StrEnum):
    """What a spreadsheet should take a column's cells for."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    DATE = "DATE"
    DATETIME = "DATETIME"


@dataclass(frozen=True, slots=True)
class Wording:
    """How codes are put into words: the language of the file, and the exams' names by code."""

    language: Language
    exam_names: Mapping[str, str]

    def exam(self, code: str) -> str:
        """The exam's name, or its code when the catalogue no longer has it."""
        return self.exam_names.get(code, code)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its key, the kind of its cells, and how a cell is read from a record.

    A cell is None where the record has nothing to say; date-times are in UTC without a zone.
    """

    key: str
    kind: ColumnKind
    value: Callable[[SharedResultRecord, Wording], Cell]

    def heading(self, language: Language) -> str:
        """The heading of the default template."""
        return text(language, f"columns.{self.key}")


def columns(keys: Iterable[str], field: tuple[str, ...] = ()) -> Sequence[ExportColumn]:
    """The columns with these keys, in this order; InvalidInput names the first unknown key."""
    chosen = []
    for key in keys:
        if key not in CATALOGUE:
            raise InvalidInput("reasons.unknown_column", field, name=key)
        chosen.append(CATALOGUE[key])
    return tuple(chosen)


def row(chosen: Sequence[ExportColumn], record: SharedResultRecord, wording: Wording) -> list[Cell]:
    """The cells of one record, in the order of the columns."""
    return [column.value(record, wording) for column in chosen]


def _share(key: str, kind: ColumnKind, read: Callable[[SharedResultRecord], Cell]) -> ExportColumn:
    return ExportColumn(key, kind, lambda record, _: read(record))


def _candidate(key: str, kind: ColumnKind, read: Callable[[CandidateRecord], Cell]) -> ExportColumn:
    return ExportColumn(
        key, kind, lambda record, _: None if record.candidate is None else read(record.candidate)
    )


def _result(
    key: str, kind: ColumnKind, read: Callable[[ResultRecord, Wording], Cell]
) -> ExportColumn:
    return ExportColumn(
        key,
        kind,
        lambda record, wording: None if record.result is None else read(record.result, wording),
    )


def _skill(skill: Skill) -> ExportColumn:
    return _result(
        f"score_{skill.value.lower()}",
        ColumnKind.INTEGER,
        lambda result, _: result.skill_scores.get(skill.value),
    )


def _utc(moment: datetime) -> datetime:
    """Spreadsheets know no time zones: the heading says that it is UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _utc_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else _utc(moment)


def _grade(result: ResultRecord, wording: Wording) -> str | None:
    return None if result.grade is None else grades.title(wording.language, result.grade)


_TEXT, _DATE = ColumnKind.TEXT, ColumnKind.DATE

DEFAULT_COLUMNS: Final[Sequence[ExportColumn]] = (
    _share(
        "share_id", _TEXT, lambda share: global_ids.encode(global_ids.Kind.SHARE, share.share_id)
    ),
    _share("shared_at", ColumnKind.DATETIME, lambda share: _utc(share.shared_at)),
    _candidate("first_name", _TEXT, lambda candidate: candidate.first_name),
    _candidate("family_name", _TEXT, lambda candidate: candidate.family_name),
    _candidate("date_of_birth", _DATE, lambda candidate: candidate.date_of_birth),
    _candidate("candidate_number", _TEXT, lambda candidate: candidate.candidate_number),
    _result("exam", _TEXT, lambda result, wording: wording.exam(result.exam_code)),
    _result("reference_number", _TEXT, lambda result, _: result.reference_number),
    _result("exam_date", _DATE, lambda result, _: result.exam_date),
    _result("session_code", _TEXT, lambda result, _: result.session_code),
    _result("place_of_entry", _TEXT, lambda result, _: result.place_of_entry),
    _result("centre_number", _TEXT, lambda result, _: result.centre_number),
    _result("centre_name", _TEXT, lambda result, _: result.centre_name),
    _result(
        "result_state",
        _TEXT,
        lambda result, wording: text(wording.language, f"export.result_state.{result.state.value}"),
    ),
    _result(
        "outcome",
        _TEXT,
        lambda result, wording: text(wording.language, f"outcomes.{result.outcome.value}"),
    ),
    _result("overall_score", ColumnKind.INTEGER, lambda result, _: result.overall_score),
    _result("cefr_level", _TEXT, lambda result, _: result.cefr_level),
    _result("grade", _TEXT, _grade),
    *(_skill(skill) for skill in Skill),
)

# Columns that a template may add to those of the default file.
FURTHER_COLUMNS: Final[Sequence[ExportColumn]] = (
    _result("exam_code", _TEXT, lambda result, _: result.exam_code),
    _result("result_version", ColumnKind.INTEGER, lambda result, _: result.version),
    _share("expires_at", ColumnKind.DATETIME, lambda share: _utc_or_none(share.expires_at)),
)

CATALOGUE: Final[Mapping[str, ExportColumn]] = {
    column.key: column for column in (*DEFAULT_COLUMNS, *FURTHER_COLUMNS)
}
