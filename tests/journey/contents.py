"""What is in an exported file, read back with other people's libraries, and what should be."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import load_workbook
from pypdf import PdfReader

from domain import grades
from domain.catalogue import Skill
from domain.texts import Language, text

FACTS: Final = """
  query ($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on SharedResult {
        id sharedAt
        candidate { firstName familyName dateOfBirth candidateNumber }
        result {
          referenceNumber state outcome exam { name } examDate sessionCode placeOfEntry
          centre { number name } overallScore grade cefrLevel skillScores { skill score }
        }
      }
    }
  }"""


def expected(node: dict[str, Any]) -> dict[str, str]:
    """A row of a data file, by its headings, as the API tells the same facts."""
    candidate, result = node["candidate"], node["result"]
    scores = {score["skill"]: score["score"] for score in result["skillScores"]}
    facts = {
        "share_id": node["id"],
        "shared_at": node["sharedAt"][:19].replace("T", " "),
        "first_name": candidate["firstName"],
        "family_name": candidate["familyName"],
        "date_of_birth": candidate["dateOfBirth"],
        "candidate_number": candidate["candidateNumber"],
        "exam": result["exam"]["name"],
        "reference_number": result["referenceNumber"],
        "exam_date": result["examDate"],
        "session_code": result["sessionCode"],
        "place_of_entry": result["placeOfEntry"],
        "centre_number": result["centre"]["number"],
        "centre_name": result["centre"]["name"],
        "result_state": text(Language.EN, f"export.result_state.{result['state']}"),
        "outcome": text(Language.EN, f"outcomes.{result['outcome']}"),
        "overall_score": result["overallScore"],
        "cefr_level": result["cefrLevel"],
        "grade": grades.title(Language.EN, result["grade"]),
        **{f"score_{skill.value.lower()}": scores.get(skill.value) for skill in Skill},
    }
    return {text(Language.EN, f"columns.{key}"): _plain(value) for key, value in facts.items()}


def of_xlsx(content: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet."""
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {str(name): _plain(cell) for name, cell in zip(headings, row, strict=True)} for row in rows
    ]


def of_csv(content: bytes) -> list[dict[str, str]]:
    """The rows."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [dict(row) for row in rows]


def of_pdf(content: bytes) -> list[str]:
    """The text of each page, on one line."""
    pages = PdfReader(io.BytesIO(content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def of_zip(content: bytes) -> list[str]:
    """The text of each document, which has one page."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        documents = [of_pdf(archive.read(name)) for name in sorted(archive.namelist())]
    assert all(len(pages) == 1 for pages in documents)
    return [pages[0] for pages in documents]


def printed(node: dict[str, Any]) -> Sequence[str]:
    """What must stand on a statement."""
    candidate, result = node["candidate"], node["result"]
    return [
        *re.split(r"[\s-]+", f"{candidate['firstName']} {candidate['familyName']}"),
        candidate["dateOfBirth"],
        candidate["candidateNumber"],
        result["referenceNumber"],
        result["exam"]["name"],
        result["examDate"],
        str(result["overallScore"]),
        grades.title(Language.EN, result["grade"]),
        *(str(score["score"]) for score in result["skillScores"]),
    ]


def _plain(value: object) -> str:
    """Cells of dates are read back as midnights."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return "" if value is None else str(value)
