"""API clients of organisations and their keys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, String
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.states import ApiClientState


class ApiClient(SQLModel, table=True):
    """A machine of an organisation, by scope."""

    __tablename__ = "api_clients"
    __table_args__ = (
        Index("api_clients_organisation", "organisation_id", "id"),
        CheckConstraint(
            "scopes <@ ARRAY['results:read', 'results:verify', 'results:pii', 'exports',"
            " 'webhooks']::varchar[]",
            name="api_clients_scopes_known",
        ),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    name: str = Field(max_length=200)
    scopes: list[str] = Field(sa_type=ARRAY(String))
    state: ApiClientState = Field(sa_type=stored_enum(ApiClientState))
    created_at: datetime = instant()


class ApiKey(SQLModel, table=True):
    """A key, 256 random bits, of which only the SHA-256 is kept; two may live at once."""

    __tablename__ = "api_keys"

    id: UUID = Field(primary_key=True)
    client_id: UUID = Field(foreign_key="api_clients.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    key_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
