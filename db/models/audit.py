"""The audit log: append-only for every role of the service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Index, Uuid
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.permissions import Role


class AuditRow(SQLModel, table=True):
    """One act on record: who, what, on which subjects. Ids and codes, never values."""

    __tablename__ = "audit_rows"
    __table_args__ = (Index("audit_rows_organisation", "organisation_id", "id"),)

    id: UUID = Field(primary_key=True)
    occurred_at: datetime = instant()
    correlation_id: str = Field(max_length=64)
    actor_role: Role = Field(sa_type=stored_enum(Role))
    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    operation: str = Field(max_length=60)
    outcome: str = Field(max_length=40)
    subject_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))
