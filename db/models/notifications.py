"""E-mail preferences of a user, and the e-mails on their way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.notifications import MailKind
from domain.states import MailState


class NotificationPreference(SQLModel, table=True):
    """What a user wants to be told. `each_seq` is the last event that was turned into mails."""

    __tablename__ = "notification_preferences"
    __table_args__ = (
        Index(
            "notification_preferences_each",
            "organisation_id",
            "each_seq",
            postgresql_where=text("is_on AND every_candidate"),
        ),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    is_on: bool = True
    every_candidate: bool = False
    daily_summary: bool = False
    weekly_summary: bool = True
    each_seq: int = Field(default=0, sa_type=BigInteger)
    updated_at: datetime = instant()


class Mail(SQLModel, table=True):
    """One e-mail to one user about one event; its address and words are made when it is sent."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("mails_once", "user_id", "kind", "event_id", unique=True),
        Index(
            "mails_due",
            "next_attempt_at",
            postgresql_where=text("state IN ('PENDING', 'LEASED')"),
        ),
        CheckConstraint("(state = 'LEASED') = (lease_token IS NOT NULL)", name="mails_lease"),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    user_id: UUID = Field(foreign_key="users.id")
    event_id: UUID = Field(foreign_key="events.id")
    kind: MailKind = Field(sa_type=stored_enum(MailKind))
    state: MailState = Field(sa_type=stored_enum(MailState))
    attempts: int = 0
    next_attempt_at: datetime = instant()
    lease_token: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None)
