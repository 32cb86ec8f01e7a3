"""Organisations and the counters that their transactions lock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, false, text
from sqlmodel import Field, SQLModel

from db.columns import instant, key_text, stored_enum
from domain.states import OrganisationState


class Organisation(SQLModel, table=True):
    """An institution that may be shown results. Holds nothing personal: its name is public.

    `demands_second_factor`: of all its users.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        Index(
            "organisations_directory",
            "name_key",
            "id",
            postgresql_where=text("state = 'APPROVED'"),
        ),
        Index(
            "organisations_words",
            text("directory_words(name_key)"),
            postgresql_using="gin",
            postgresql_where=text("state = 'APPROVED'"),
        ),
    )

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=200)
    name_key: str = key_text(800)
    type: str = Field(max_length=40)
    town: str = Field(max_length=200)
    country: str = Field(max_length=2)
    website: str = Field(max_length=400)
    email_domain: str = Field(max_length=255)
    time_zone: str = Field(max_length=64)
    language: str = Field(max_length=2)
    state: OrganisationState = Field(sa_type=stored_enum(OrganisationState))
    created_at: datetime = instant()
    demands_second_factor: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class OrganisationCounter(SQLModel, table=True):
    """What an organisation's transactions count: locked by whoever tells the organisation of it.

    `last_seq` is the sequence of its newest event; `active_shares` counts rows in state ACTIVE.
    """

    __tablename__ = "organisation_counters"

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisations.id")
    last_seq: int = Field(default=0, sa_type=BigInteger)
    active_shares: int = Field(default=0, sa_type=BigInteger)
