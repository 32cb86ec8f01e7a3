"""Webhook endpoints and their log, as their organisation sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import UnaryExpression, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause
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
    session: AsyncSession, organisation_id: UUID, endpoint_ids: Sequence[UUID], asked: Window
) -> dict[UUID, Page[tuple[WebhookDelivery, Event]]]:
    """The same page of the log of each endpoint with the events, newest first."""
    line = _line(asked)
    statement = (
        select(WebhookDelivery, Event)
        .select_from(WebhookEndpoint)
        .join(line, true())
        .join(WebhookDelivery, col(WebhookDelivery.id) == line.c.id)
        .join(Event, col(Event.id) == col(WebhookDelivery.event_id))
        .where(
            col(WebhookEndpoint.organisation_id) == organisation_id,
            col(WebhookEndpoint.id).in_(endpoint_ids),
        )
    )
    found: dict[UUID, list[tuple[WebhookDelivery, Event]]] = {id_: [] for id_ in endpoint_ids}
    rows = (await session.execute(statement.order_by(*_order(WebhookDelivery, asked)))).all()
    for delivery, event in rows:
        found[delivery.endpoint_id].append((delivery, event))
    return {id_: cut(lines, asked) for id_, lines in found.items()}


def _line(asked: Window) -> LateralFromClause:
    """The ids on the page of one endpoint's log; read for each endpoint of the statement."""
    delivery = aliased(WebhookDelivery)
    statement = select(col(delivery.id)).where(col(delivery.endpoint_id) == col(WebhookEndpoint.id))
    if asked.position is not None:
        number, place = col(delivery.org_seq), asked.position.key
        statement = statement.where(number > place if asked.is_backward else number < place)
    return statement.order_by(*_order(delivery, asked)).limit(asked.size + 1).lateral()


def _order(delivery: type[WebhookDelivery], asked: Window) -> list[UnaryExpression[Any]]:
    columns = (col(delivery.org_seq), col(delivery.id))
    return [each.asc() if asked.is_backward else each.desc() for each in columns]


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
