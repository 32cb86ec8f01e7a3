"""Exports: the job, its subjects and its file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.exports import ExportFormat
from domain.states import ExportState, ResultState
from domain.texts import Language


class StoredFile(SQLModel, table=True):
    """A file that is whole: the row is written after the file was checked and made visible."""

    __tablename__ = "stored_files"
    __table_args__ = (Index("stored_files_organisation", "organisation_id", "created_at"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    storage_key: str = Field(max_length=200, unique=True)
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = instant()
    expires_at: datetime = instant()


class Export(SQLModel, table=True):
    """A file to be made for an organisation; workers claim the row."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("exports_history", "organisation_id", "created_at", "id"),
        Index(
            "exports_due",
            "created_at",
            postgresql_where=text("state IN ('QUEUED', 'RUNNING')"),
        ),
        CheckConstraint(
            "(state IN ('READY', 'EXPIRED')) = (file_id IS NOT NULL)",
            name="exports_ready_have_a_file",
        ),
        CheckConstraint("rows_done BETWEEN 0 AND rows_total", name="exports_progress"),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    created_by: UUID | None = Field(default=None, foreign_key="users.id")
    created_by_client: UUID | None = Field(default=None, foreign_key="api_clients.id")
    format: ExportFormat = Field(sa_type=stored_enum(ExportFormat))
    language: Language = Field(sa_type=stored_enum(Language))
    columns: list[str] = Field(sa_type=ARRAY(String))
    state: ExportState = Field(sa_type=stored_enum(ExportState))
    rows_total: int
    rows_done: int = 0
    omitted: int = 0
    attempts: int = 0
    lease_token: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None)
    failure: str | None = Field(default=None, max_length=40)
    file_id: UUID | None = Field(default=None, foreign_key="stored_files.id")


class ExportSubject(SQLModel, table=True):
    """One share that an export was asked for, in its order.

    `version` and `result_state` are what the file shows of its result. A subject without them was
    left out: access to it had ended.
    """

    __tablename__ = "export_subjects"

    export_id: UUID = Field(primary_key=True, foreign_key="exports.id")
    position: int = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    share_id: UUID = Field(foreign_key="shares.id", index=True)
    version: int | None = None
    result_state: ResultState | None = Field(default=None, sa_type=stored_enum(ResultState))
