"""Webhook endpoints and their log, as their organisation sees them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.events import Event
from db.models.webhooks import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from db.pages import Page, Position, Window, cut


async def endpoints(session: AsyncSession, organisation_id: UUID) -> Sequence[WebhookEndpoint]:
    """Every endpoint of the organisation, oldest first."""
    statement = (
        select(WebhookEndpoint)
        .where(col(WebhookEndpoint.organisation_id) == organisation_id)
        .order_by(col(WebhookEndpoint.created_at), col(WebhookEndpoint.id))
    )
    return (await session.execute(statement)).scalars().all()


async def endpoint(
    session: AsyncSession, organisation_id: UUID, endpoint_id: UUID
) -> WebhookEndpoint | None:
    """One endpoint of the organisation."""
    statement = select(WebhookEndpoint).where(
        col(WebhookEndpoint.organisation_id) == organisation_id,
        col(WebhookEndpoint.id) == endpoint_id,
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def count_endpoints(session: AsyncSession, organisation_id: UUID) -> int:
    """How many endpoints the organisation has."""
    statement = select(func.count()).where(col(WebhookEndpoint.organisation_id) == organisation_id)
    return int((await session.execute(statement)).scalar_one())


async def deliveries(
    session: AsyncSession, organisation_id: UUID, endpoint_id: UUID, asked: Window
) -> Page[tuple[WebhookDelivery, Event]]:
    """A page of the endpoint's log with the events, newest first."""
    number, row_id = col(WebhookDelivery.org_seq), col(WebhookDelivery.id)
    statement = (
        select(WebhookDelivery, Event)
        .join(Event, col(Event.id) == col(WebhookDelivery.event_id))
        .where(
            col(WebhookDelivery.organisation_id) == organisation_id,
            col(WebhookDelivery.endpoint_id) == endpoint_id,
        )
        .limit(asked.size + 1)
    )
    columns = (number, row_id)
    order = [each.asc() if asked.is_backward else each.desc() for each in columns]
    if asked.position is not None:
        place = asked.position.key
        statement = statement.where(number > place if asked.is_backward else number < place)
    rows = (await session.execute(statement.order_by(*order))).all()
    return cut([(delivery, event) for delivery, event in rows], asked)


def position(delivery: WebhookDelivery) -> Position:
    """Where a delivery stands in the log."""
    return Position(delivery.org_seq, delivery.id)


async def deliveries_by_ids(
    session: AsyncSession, organisation_id: UUID, ids: Sequence[UUID]
) -> Sequence[tuple[WebhookDelivery, Event]]:
    """The deliveries among these ids, each with its event."""
    statement = (
        select(WebhookDelivery, Event)
        .join(Event, col(Event.id) == col(WebhookDelivery.event_id))
        .where(
            col(WebhookDelivery.organisation_id) == organisation_id,
            col(WebhookDelivery.id).in_(ids),
        )
    )
    return [(delivery, event) for delivery, event in (await session.execute(statement)).all()]


async def attempts(
    session: AsyncSession, organisation_id: UUID, delivery_ids: Sequence[UUID]
) -> dict[UUID, list[DeliveryAttempt]]:
    """The attempts of these deliveries, in their order."""
    statement = (
        select(DeliveryAttempt)
        .where(
            col(DeliveryAttempt.organisation_id) == organisation_id,
            col(DeliveryAttempt.delivery_id).in_(delivery_ids),
        )
        .order_by(col(DeliveryAttempt.number))
    )
    found: dict[UUID, list[DeliveryAttempt]] = {id_: [] for id_ in delivery_ids}
    for attempt in (await session.execute(statement)).scalars():
        found[attempt.delivery_id].append(attempt)
    return found
