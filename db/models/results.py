"""Candidates and their results: the application's login role has no right on these tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.shared_results import Outcome
from domain.states import ResultState


class Candidate(SQLModel, table=True):
    """A person who sat an exam. The passport number is encrypted (`db.keyring`)."""

    __tablename__ = "candidates"

    id: UUID = Field(primary_key=True)
    candidate_number: str = Field(max_length=20, unique=True)
    first_name: str = Field(max_length=200)
    family_name: str = Field(max_length=200)
    date_of_birth: date
    email: str | None = Field(default=None, max_length=320)
    country: str = Field(max_length=2)
    passport_number: bytes | None = Field(default=None, sa_type=LargeBinary)


class Result(SQLModel, table=True):
    """What stays of a result whatever its version: who, which exam, when and where.

    `version` names the current row of `result_versions`; nothing shows it before `release_at`.
    """

    __tablename__ = "results"
    __table_args__ = (Index("results_candidate", "candidate_id", "exam_date"),)

    id: UUID = Field(primary_key=True)
    candidate_id: UUID = Field(foreign_key="candidates.id")
    centre_id: UUID = Field(foreign_key="centres.id")
    reference_number: str = Field(max_length=20, unique=True)
    exam_code: str = Field(max_length=60)
    exam_date: date
    session_code: str = Field(max_length=20)
    place_of_entry: str = Field(max_length=200)
    state: ResultState = Field(sa_type=stored_enum(ResultState))
    release_at: datetime = instant()
    version: int


class ResultVersion(SQLModel, table=True):
    """One version of what was issued; append-only. `skill_scores` maps a skill to its score."""

    __tablename__ = "result_versions"
    __table_args__ = (
        CheckConstraint("version >= 1", name="result_versions_start_at_one"),
        CheckConstraint(
            "overall_score IS NULL OR overall_score BETWEEN 0 AND 230",
            name="result_versions_overall_on_a_scale",
        ),
        CheckConstraint(
            "jsonb_typeof(skill_scores) = 'object'", name="result_versions_scores_by_skill"
        ),
        CheckConstraint(
            "outcome = 'GRADED' OR (overall_score IS NULL AND grade IS NULL"
            " AND cefr_level IS NULL AND skill_scores = '{}'::jsonb)",
            name="result_versions_no_scores_without_a_grade",
        ),
    )

    result_id: UUID = Field(primary_key=True, foreign_key="results.id")
    version: int = Field(primary_key=True)
    outcome: Outcome = Field(sa_type=stored_enum(Outcome))
    overall_score: int | None = None
    grade: str | None = Field(default=None, max_length=40)
    cefr_level: str | None = Field(default=None, max_length=2)
    skill_scores: dict[str, Any] = Field(sa_type=JSONB)
    reason: str | None = Field(default=None, max_length=400)
    issued_at: datetime = instant()


class Photo(SQLModel, table=True):
    """The test-day photo of a result: a file in the storage, without metadata."""

    __tablename__ = "photos"

    result_id: UUID = Field(primary_key=True, foreign_key="results.id")
    storage_key: str = Field(max_length=200)
    sha256: bytes = Field(sa_type=LargeBinary)
    size_bytes: int
