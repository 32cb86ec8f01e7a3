"""The event table: the one spine of webhooks, subscriptions and catching up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.events import EventType


class Event(SQLModel, table=True):
    """Something that an organisation may know; `org_seq` is gapless and in order of commit."""

    __tablename__ = "events"
    __table_args__ = (Index("events_sequence", "organisation_id", "org_seq", unique=True),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    org_seq: int = Field(sa_type=BigInteger)
    type: EventType = Field(sa_type=stored_enum(EventType))
    schema_version: int
    aggregate_id: UUID
    aggregate_version: int
    ordering_key: UUID
    share_id: UUID | None = None
    result_id: UUID | None = None
    codes: dict[str, Any] = Field(sa_type=JSONB)
    occurred_at: datetime = instant()
