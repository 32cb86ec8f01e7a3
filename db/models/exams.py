"""The exam catalogue and the centres."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class ExamPeriodRow(SQLModel, table=True):
    """The facts of an exam in a period; `facts` is what `domain.catalogue.parse` reads."""

    __tablename__ = "exam_periods"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="exam_periods_ordered"),
    )

    code: str = Field(primary_key=True, max_length=60)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    facts: dict[str, Any] = Field(sa_type=JSONB)


class Centre(SQLModel, table=True):
    """Where exams are sat."""

    __tablename__ = "centres"

    id: UUID = Field(primary_key=True)
    number: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=200)
    town: str = Field(max_length=200)
    country: str = Field(max_length=2)
