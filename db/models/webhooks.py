"""Webhook endpoints, the deliveries to them, and one row for every attempt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from db.columns import instant, stored_enum
from domain.states import DeliveryState, WebhookEndpointState


class WebhookEndpoint(SQLModel, table=True):
    """A receiver's address. The secret is encrypted (`db.keyring`).

    `last_sequence` counts the events sent to this endpoint, so that its receiver sees no false gap.
    An empty `event_types` means every type.
    """

    __tablename__ = "webhook_endpoints"
    __table_args__ = (Index("webhook_endpoints_organisation", "organisation_id", "id"),)

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    url: str = Field(max_length=2000)
    state: WebhookEndpointState = Field(sa_type=stored_enum(WebhookEndpointState))
    event_types: list[str] = Field(sa_type=ARRAY(String))
    secret: bytes = Field(sa_type=LargeBinary)
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime = instant()
    created_by: UUID | None = None
    failure: str | None = Field(default=None, max_length=40)


class WebhookDelivery(SQLModel, table=True):
    """One event on its way to one endpoint; the lease says which worker has it."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("webhook_deliveries_once", "event_id", "endpoint_id", unique=True),
        Index(
            "webhook_deliveries_due",
            "next_attempt_at",
            postgresql_where=text("state IN ('PENDING', 'LEASED')"),
        ),
        Index(
            "webhook_deliveries_order",
            "endpoint_id",
            "ordering_key",
            "org_seq",
            postgresql_where=text("state IN ('PENDING', 'LEASED')"),
        ),
        Index(
            "webhook_deliveries_leased",
            "endpoint_id",
            "lease_until",
            postgresql_where=text("state = 'LEASED'"),
        ),
        Index("webhook_deliveries_log", "endpoint_id", "org_seq"),
        CheckConstraint(
            "(state = 'LEASED') = (lease_token IS NOT NULL)", name="webhook_deliveries_lease"
        ),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    endpoint_id: UUID = Field(foreign_key="webhook_endpoints.id")
    event_id: UUID = Field(foreign_key="events.id")
    ordering_key: UUID
    org_seq: int = Field(sa_type=BigInteger)
    sequence: int = Field(sa_type=BigInteger)
    state: DeliveryState = Field(sa_type=stored_enum(DeliveryState))
    attempts: int = 0
    next_attempt_at: datetime = instant()
    lease_token: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    finished_at: datetime | None = instant(default=None)


class DeliveryAttempt(SQLModel, table=True):
    """One request that a receiver may have seen: written before it is sent."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (Index("delivery_attempts_delivery", "delivery_id", "number"),)

    id: UUID = Field(primary_key=True)
    delivery_id: UUID = Field(foreign_key="webhook_deliveries.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    number: int
    started_at: datetime = instant()
    status: int | None = None
    error: str | None = Field(default=None, max_length=40)
    duration_ms: int | None = None
    excerpt: str | None = Field(default=None, max_length=2000)
