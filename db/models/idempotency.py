"""What came of calls with an idempotency key, for 24 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from db.columns import instant


class IdempotencyKey(SQLModel, table=True):
    """What a mutation changed for an account's key, and the fingerprint of what it was asked."""

    __tablename__ = "idempotency_keys"

    account_id: UUID = Field(primary_key=True)
    mutation: str = Field(primary_key=True, max_length=60)
    key: str = Field(primary_key=True, max_length=200)
    input_hash: bytes = Field(sa_type=LargeBinary)
    subject_id: UUID
    created_at: datetime = instant(index=True)
