"""Answers that were given to idempotency keys, for 24 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from db.columns import instant


class IdempotencyKey(SQLModel, table=True):
    """The object that a mutation created for an account's key."""

    __tablename__ = "idempotency_keys"

    account_id: UUID = Field(primary_key=True)
    mutation: str = Field(primary_key=True, max_length=60)
    key: str = Field(primary_key=True, max_length=200)
    input_hash: bytes = Field(sa_type=LargeBinary)
    subject_id: UUID
    created_at: datetime = instant(index=True)
