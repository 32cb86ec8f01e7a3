"""Accounts of every role, their secrets and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.permissions import Role
from domain.states import UserState
from domain.texts import Language


class User(SQLModel, table=True):
    """An account: one e-mail address, one role. Members of organisations, candidates, staff."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('MEMBER', 'PRIMARY')) = (organisation_id IS NOT NULL)",
            name="users_members_have_an_organisation",
        ),
        CheckConstraint(
            "(role = 'CANDIDATE') = (candidate_id IS NOT NULL)",
            name="users_candidates_have_a_record",
        ),
        CheckConstraint("role NOT IN ('VISITOR', 'API_CLIENT')", name="users_have_an_account_role"),
        Index("users_organisation", "organisation_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    email: str = Field(max_length=320)
    email_key: str = Field(max_length=320, unique=True)
    role: Role = Field(sa_type=stored_enum(Role))
    organisation_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    candidate_id: UUID | None = Field(default=None, foreign_key="candidates.id", unique=True)
    first_name: str = Field(max_length=200)
    family_name: str = Field(max_length=200)
    job_title: str = Field(default="", max_length=200)
    language: Language = Field(sa_type=stored_enum(Language))
    state: UserState = Field(sa_type=stored_enum(UserState))
    created_at: datetime = instant()
    last_sign_in_at: datetime | None = instant(default=None)


class UserSecret(SQLModel, table=True):
    """The password of an account, apart from it: no list of users can reach it."""

    __tablename__ = "user_secrets"

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    password_hash: str = Field(max_length=400)
    changed_at: datetime = instant()


class Session(SQLModel, table=True):
    """A sign-in. The token is random, 256 bits, and only its SHA-256 is kept.

    `previous_sign_in_at` is when this user signed in before: what came later counts as new.
    `device` (`Firefox, Linux`) and `network` (`203.0.113.0/24`) let its user know it: no more is
    kept than that takes.
    `confirmed_at` is when the person last proved who they are: at sign-in, and again since.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index("sessions_user", "user_id", "created_at"),)

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
    previous_sign_in_at: datetime | None = instant(default=None)
    device: str | None = Field(default=None, max_length=80)
    network: str | None = Field(default=None, max_length=50)
    confirmed_at: datetime = instant(sa_column_kwargs={"server_default": text("'epoch'")})


class SignInAttempt(SQLModel, table=True):
    """Failed tries to sign in, by what was typed (hashed), for the growing delay."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("sign_in_attempts_old", "last_failed_at"),)

    subject_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    failures: int
    last_failed_at: datetime = instant()
