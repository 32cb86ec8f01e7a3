"""The versions of the Terms of Use, and who has accepted which of them."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.columns import instant


class TermsVersionRow(SQLModel, table=True):
    """A version, from whose day (UTC) on it is to be accepted. Published: readable by all."""

    __tablename__ = "terms_versions"

    id: str = Field(primary_key=True, max_length=40)
    applies_from: date = Field(unique=True)


class TermsAcceptance(SQLModel, table=True):
    """That a person has accepted a version, and when. Never changed."""

    __tablename__ = "terms_acceptances"

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    version: str = Field(primary_key=True, max_length=40, foreign_key="terms_versions.id")
    accepted_at: datetime = instant()
