"""The audit log, append-only for every role of the service, and the seals over it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, TextClause, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.permissions import Role

_UNSEALED: Final = text("seal IS NULL")
_SEALED: Final = text("seal IS NOT NULL")


def _index(name: str, *columns: str, where: TextClause = _SEALED, is_unique: bool = False) -> Index:
    return Index(name, *columns, postgresql_where=where, unique=is_unique)


class AuditRow(SQLModel, table=True):
    """One act on record: who, what, on which subjects. Ids and codes, never values.

    An insert touches two indexes: the others hold sealed rows alone, and the clock writes those.
    """

    __tablename__ = "audit_rows"
    __table_args__ = (
        _index("audit_rows_unsealed", "id", where=_UNSEALED),
        _index("audit_rows_sealed", "seal", "seal_position", is_unique=True),
        _index("audit_rows_of_organisation", "organisation_id", "occurred_at", "id"),
        _index("audit_rows_by_time", "occurred_at", "id"),
        _index("audit_rows_of_actor", "actor_id", "occurred_at", "id"),
        _index("audit_rows_of_operation", "operation", "occurred_at", "id"),
        Index("audit_rows_about", "subject_ids", postgresql_using="gin", postgresql_where=_SEALED),
    )

    id: UUID = Field(primary_key=True)
    occurred_at: datetime = instant()
    correlation_id: str = Field(max_length=64)
    actor_role: Role = Field(sa_type=stored_enum(Role))
    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    operation: str = Field(max_length=60)
    outcome: str = Field(max_length=40)
    subject_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))
    seal: int | None = Field(default=None, sa_type=BigInteger)
    seal_position: int | None = None


class AuditSeal(SQLModel, table=True):
    """A signed batch of rows of one chain; `domain.seals` says what is in it."""

    __tablename__ = "audit_seals"
    __table_args__ = (UniqueConstraint("chain_id", "number"),)

    serial: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    previous: bytes
    chain_id: UUID
    number: int = Field(sa_type=BigInteger)
    previous_of_chain: bytes
    sealed_at: datetime = instant()
    key_id: int
    row_count: int
    manifest: bytes
    digest: bytes
    signature: bytes


class AuditChain(SQLModel, table=True):
    """How far a chain is, written down a second time, so that a cut tail is seen."""

    __tablename__ = "audit_chains"

    chain_id: UUID = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)
    digest: bytes
