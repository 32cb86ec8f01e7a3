"""Facts that ship with the program as files, and how they are read."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

from domain import catalogue_file
from domain.catalogue import Catalogue, ExamPeriod
from domain.terms import TermsVersion


def exam_rows() -> list[dict[str, Any]]:
    """The rows of `exams.json` as they stand there: each is the facts of one exam in one period."""
    source = files("db").joinpath("data", "exams.json")
    rows: list[dict[str, Any]] = json.loads(source.read_text("utf-8"))["exams"]
    return rows


def exam_periods() -> tuple[ExamPeriod, ...]:
    """The periods of `exams.json`. Raises CatalogueError when the file contradicts itself."""
    return catalogue_file.parse({"exams": exam_rows()})


def exam_catalogue() -> Catalogue:
    """The catalogue as it ships, for what has no database at hand."""
    return Catalogue(exam_periods())


def terms_versions() -> tuple[TermsVersion, ...]:
    """The versions of the Terms of Use of `terms.json`; their text lives with the portal."""
    source = files("db").joinpath("data", "terms.json")
    rows = json.loads(source.read_text("utf-8"))["versions"]
    return tuple(TermsVersion(row["id"], date.fromisoformat(row["appliesFrom"])) for row in rows)
