"""Records and statements for the tests of files, with defaults that any test may override."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from domain.catalogue import Band, Scale
from domain.shared_results import CandidateRecord, Outcome, ResultRecord, SharedResultRecord
from domain.states import ResultState, ShareState
from domain.texts import Language
from workers.statements.statement import Statement

SHARE_ID = UUID("01930000-0000-7000-8000-000000000001")
BANDS = (
    Band("A", 200, 210, "C2", True),
    Band("B", 193, 199, "C1", True),
    Band("C", 180, 192, "C1", True),
    Band("LEVEL_B2", 160, 179, "B2", True),
    Band("NONE", 142, 159, None, False),
)


def candidate(first_name: str = "AN", family_name: str = "EXAMPLE") -> CandidateRecord:
    return CandidateRecord(UUID(int=2), first_name, family_name, date(2001, 7, 9), "0012345")


def result(**changes: Any) -> ResultRecord:
    values: dict[str, Any] = {
        "id": UUID(int=3),
        "version": 1,
        "reference_number": "RVS7-K2M4-9QX3",
        "exam_code": "C1_ADVANCED",
        "exam_date": date(2026, 3, 14),
        "session_code": "MR3",
        "place_of_entry": "Lyon",
        "centre_number": "FR014",
        "centre_name": "Institut des Langues",
        "state": ResultState.RELEASED,
        "outcome": Outcome.GRADED,
        "overall_score": 196,
        "grade": "B",
        "cefr_level": "C1",
        "skill_scores": {
            "READING": 191,
            "USE_OF_ENGLISH": 196,
            "WRITING": 210,
            "LISTENING": 191,
            "SPEAKING": 193,
        },
    }
    return ResultRecord(**(values | changes))


def absent() -> ResultRecord:
    return result(
        outcome=Outcome.ABSENT_PART,
        overall_score=None,
        grade=None,
        cefr_level=None,
        skill_scores={},
    )


def record(first_name: str = "AN", family_name: str = "EXAMPLE", **changes: Any) -> Any:
    values: dict[str, Any] = {
        "share_id": SHARE_ID,
        "organisation_id": UUID(int=4),
        "state": ShareState.ACTIVE,
        "shared_at": datetime(2026, 8, 22, 10, 57, 29, tzinfo=UTC),
        "expires_at": None,
        "viewed_at": None,
        "is_new": True,
        "includes_photo": True,
        "candidate": candidate(first_name, family_name),
        "result": result(),
    }
    return SharedResultRecord(**(values | changes))


def photo(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 75), colour).save(file, "JPEG")
    return file.getvalue()


def statement(first_name: str = "AN", family_name: str = "EXAMPLE", **changes: Any) -> Statement:
    values: dict[str, Any] = {
        "candidate": candidate(first_name, family_name),
        "result": result(),
        "exam_name": "C1 Advanced",
        "scale": Scale(142, 210),
        "bands": BANDS,
        "photo": None,
        "organisation_name": "Northbridge University",
        "language": Language.EN,
        "issued_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "reference": "document_1",
        "service_address": "https://rvs.example",
    }
    return Statement(**(values | changes))
