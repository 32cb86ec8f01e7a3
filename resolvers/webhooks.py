"""Webhook endpoints of an organisation and their delivery log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox, pages
from db.engine import Job
from db.ids import new_id
from db.keyring import Place
from db.models.events import Event
from db.models.webhooks import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from db.pages import Page, Window
from db.queries import webhooks as endpoint_queries
from domain.errors import LimitReached, NotFound
from domain.events import EventType, NewEvent
from domain.states import WebhookEndpointState
from resolvers import idempotency
from resolvers.context import Context
from resolvers.operations import operation
from webhooks import signature, urls

MAXIMUM_ENDPOINTS: Final = 10


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An endpoint with its secret, which is shown this once; None when the answer is repeated."""

    endpoint: WebhookEndpoint
    secret: str | None


def secret_place(endpoint_id: UUID) -> Place:
    """Where the secret of an endpoint is stored."""
    return Place("webhook_endpoints", "secret", endpoint_id)


@operation("createWebhookEndpoint")
async def create(
    context: Context, url: str, event_types: Sequence[EventType], idempotency_key: str | None
) -> NewEndpoint:
    """Add an endpoint and send it a signed test event: a 2xx answer makes it active."""
    viewer = context.require_viewer()
    organisation_id = viewer.require_organisation()
    canonical = urls.checked(url, allow_loopback=context.services.allow_loopback)
    wanted = sorted({each.value for each in event_types})
    made = idempotency.call(context, "createWebhookEndpoint", idempotency_key, [canonical, wanted])
    async with context.transaction(Job.WEBHOOK) as session:
        earlier = await idempotency.first_answer(context, session, made)
        if earlier is not None:
            return NewEndpoint(await _again(session, organisation_id, earlier), None)
        new = await _add(context, session, canonical, wanted)
        await idempotency.remember(context, session, made, new.endpoint.id)
        await context.audit(session, "createWebhookEndpoint", [new.endpoint.id])
    return new


@operation("webhookEndpoints")
async def endpoints(context: Context) -> Sequence[WebhookEndpoint]:
    """Every endpoint of the organisation."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        return await endpoint_queries.endpoints(session, organisation_id)


async def deliveries(
    context: Context, endpoint_id: UUID, asked: Window
) -> Page[tuple[WebhookDelivery, Event]]:
    """A page of an endpoint's log, newest first."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        return await endpoint_queries.deliveries(session, organisation_id, endpoint_id, asked)


async def attempts(
    context: Context, delivery_ids: Sequence[UUID]
) -> dict[UUID, list[DeliveryAttempt]]:
    """The attempts of each delivery, in their order."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        return await endpoint_queries.attempts(session, organisation_id, delivery_ids)


def log_scope(endpoint_id: UUID) -> str:
    """What a cursor of an endpoint's log is bound to."""
    return f"deliveries {endpoint_id}"


def log_cursor(delivery: WebhookDelivery) -> str:
    """The cursor of a delivery in its endpoint's log."""
    return pages.encode(log_scope(delivery.endpoint_id), endpoint_queries.position(delivery))


async def _again(
    session: AsyncSession, organisation_id: UUID, endpoint_id: UUID
) -> WebhookEndpoint:
    found = await endpoint_queries.endpoint(session, organisation_id, endpoint_id)
    if found is None:
        raise NotFound(("idempotencyKey",))
    return found


async def _add(
    context: Context, session: AsyncSession, url: str, event_types: list[str]
) -> NewEndpoint:
    viewer = context.require_viewer()
    organisation_id = viewer.require_organisation()
    await outbox.lock(session, organisation_id)  # two at once must not both be the tenth
    if await endpoint_queries.count_endpoints(session, organisation_id) >= MAXIMUM_ENDPOINTS:
        raise LimitReached(("url",), limit=MAXIMUM_ENDPOINTS)
    endpoint_id, secret = new_id(), signature.new_secret()
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        organisation_id=organisation_id,
        url=url,
        state=WebhookEndpointState.PENDING,
        event_types=event_types,
        secret=context.services.keyring.seal(secret_place(endpoint_id), secret),
        created_at=context.now(),
        created_by=viewer.user_id,
    )
    session.add(endpoint)
    await session.flush()
    await outbox.append(session, _test_event(context, endpoint))
    return NewEndpoint(endpoint, secret)


def _test_event(context: Context, endpoint: WebhookEndpoint) -> NewEvent:
    return NewEvent(
        organisation_id=endpoint.organisation_id,
        type=EventType.ENDPOINT_TEST,
        aggregate_id=endpoint.id,
        aggregate_version=1,
        ordering_key=endpoint.id,
        occurred_at=context.now(),
        endpoint_id=endpoint.id,
    )
