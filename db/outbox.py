"""The outbox: an event and the deliveries of it, written in the transaction that made it true.

The organisation's counter row is locked by the update that takes the next number, so its events
have no gaps and their order is the order of commit. A transaction that tells several
organisations appends in ascending order of their ids, so that two of them cannot wait in a circle.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.engine import Identity, act_for
from db.ids import new_id
from db.models.events import Event
from db.models.organisations import OrganisationCounter
from db.models.webhooks import WebhookDelivery, WebhookEndpoint
from domain.events import SCHEMA_VERSION, NewEvent
from domain.states import DeliveryState, WebhookEndpointState

CHANNEL = "rvs_events"


async def append(session: AsyncSession, event: NewEvent) -> UUID:
    """Write the event, its deliveries, and ring those who listen; returns the event's id."""
    await act_for(session, Identity(recipient_id=event.organisation_id))
    number = await _next_number(session, event.organisation_id)
    event_id = new_id()
    await session.execute(insert(Event).values(_row(event, event_id, number)))
    await _fan_out(session, event, event_id, number)
    await wake(session, event.organisation_id)
    return event_id


async def lock(session: AsyncSession, organisation_id: UUID) -> None:
    """Let one transaction at a time go on for this organisation, as its next event would."""
    await session.execute(
        select(col(OrganisationCounter.last_seq))
        .where(col(OrganisationCounter.organisation_id) == organisation_id)
        .with_for_update()
    )


async def wake(session: AsyncSession, organisation_id: UUID) -> None:
    """Ring the organisation's live streams when the transaction commits."""
    await session.execute(
        text("SELECT pg_notify(:channel, :organisation)"),
        {"channel": CHANNEL, "organisation": str(organisation_id)},
    )


async def count_shares(session: AsyncSession, organisation_id: UUID, change: int) -> None:
    """Move the organisation's counter of active shares, under the same lock as its events."""
    await act_for(session, Identity(recipient_id=organisation_id))
    counter = col(OrganisationCounter.active_shares)
    await session.execute(
        update(OrganisationCounter)
        .where(col(OrganisationCounter.organisation_id) == organisation_id)
        .values(active_shares=counter + change)
    )


async def _next_number(session: AsyncSession, organisation_id: UUID) -> int:
    taken = (
        update(OrganisationCounter)
        .where(col(OrganisationCounter.organisation_id) == organisation_id)
        .values(last_seq=col(OrganisationCounter.last_seq) + 1)
        .returning(col(OrganisationCounter.last_seq))
    )
    return int((await session.execute(taken)).scalar_one())


def _row(event: NewEvent, event_id: UUID, number: int) -> dict[str, object]:
    return {
        "id": event_id,
        "organisation_id": event.organisation_id,
        "org_seq": number,
        "type": event.type,
        "schema_version": SCHEMA_VERSION,
        "aggregate_id": event.aggregate_id,
        "aggregate_version": event.aggregate_version,
        "ordering_key": event.ordering_key,
        "share_id": event.share_id,
        "result_id": event.result_id,
        "codes": dict(event.codes),
        "occurred_at": event.occurred_at,
    }


async def _fan_out(session: AsyncSession, event: NewEvent, event_id: UUID, number: int) -> None:
    """One delivery for each endpoint that wants the event, in the endpoint's own sequence."""
    wanted = (
        select(col(WebhookEndpoint.id))
        .where(col(WebhookEndpoint.organisation_id) == event.organisation_id, _wants(event))
        .order_by(col(WebhookEndpoint.id))
        .with_for_update()
    )
    ids = (await session.execute(wanted)).scalars().all()
    if not ids:
        return
    counted = (
        update(WebhookEndpoint)
        .where(col(WebhookEndpoint.id).in_(ids))
        .values(last_sequence=col(WebhookEndpoint.last_sequence) + 1)
        .returning(col(WebhookEndpoint.id), col(WebhookEndpoint.last_sequence))
    )
    rows = [
        _delivery(event, event_id, number, endpoint_id, sequence)
        for endpoint_id, sequence in (await session.execute(counted)).all()
    ]
    await session.execute(insert(WebhookDelivery).values(rows))


def _delivery(
    event: NewEvent, event_id: UUID, number: int, endpoint_id: UUID, sequence: int
) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": event.organisation_id,
        "endpoint_id": endpoint_id,
        "event_id": event_id,
        "ordering_key": event.ordering_key,
        "org_seq": number,
        "sequence": sequence,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "next_attempt_at": func.now(),
    }


def _wants(event: NewEvent) -> ColumnElement[bool]:
    """An event about one endpoint goes to that one alone, whatever its state."""
    if event.endpoint_id is not None:
        return col(WebhookEndpoint.id) == event.endpoint_id
    types = col(WebhookEndpoint.event_types)
    return and_(
        col(WebhookEndpoint.state) == WebhookEndpointState.ACTIVE,
        or_(func.cardinality(types) == 0, func.array_position(types, event.type.value).isnot(None)),
    )
