"""Webhook endpoints of an organisation and their delivery log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias
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
from domain.errors import LimitReached
from domain.events import EventType, NewEvent
from domain.states import WebhookEndpointState
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation
from resolvers.together import Together
from webhooks import signature, urls

MAXIMUM_ENDPOINTS: Final = 10


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """An endpoint with its secret, which is shown this once; None when the answer is repeated."""

    endpoint: WebhookEndpoint
    secret: str | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A delivery with what it delivers and its attempts, in their order."""

    delivery: WebhookDelivery
    event: Event
    attempts: Sequence[DeliveryAttempt]


# By endpoint and window.
Logs: TypeAlias = Together[tuple[UUID, Window], Page[LogLine]]


def secret_place(endpoint_id: UUID) -> Place:
    """Where the secret of an endpoint is stored."""
    return Place("webhook_endpoints", "secret", endpoint_id)


@operation("createWebhookEndpoint")
async def create(
    context: Context, url: str, event_types: Sequence[EventType], *, asked: Asked | None
) -> NewEndpoint:
    """Add an endpoint and send it a signed test event: a 2xx answer makes it active."""
    canonical = urls.checked(url, allow_loopback=context.services.allow_loopback)
    wanted = sorted({each.value for each in event_types})
    return await once(
        context,
        "createWebhookEndpoint",
        asked,
        first=partial(_add, context, canonical, wanted),
        again=partial(_added, context),
        rings=(Job.WEBHOOK,),
    )


@operation("webhookEndpoints")
async def endpoints(context: Context) -> Sequence[WebhookEndpoint]:
    """Every endpoint of the organisation."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        return await endpoint_queries.endpoints(session, organisation_id)


def logs(context: Context) -> Logs:
    """The logs of the organisation's endpoints; many views of endpoints share one of these."""
    return Together(partial(_logs, context))


def log_scope(endpoint_id: UUID) -> str:
    """What a cursor of an endpoint's log is bound to."""
    return f"deliveries {endpoint_id}"


def log_cursor(delivery: WebhookDelivery) -> str:
    """The cursor of a delivery in its endpoint's log."""
    return pages.encode(log_scope(delivery.endpoint_id), endpoint_queries.position(delivery))


async def _logs(
    context: Context, asked: Sequence[tuple[UUID, Window]]
) -> dict[tuple[UUID, Window], Page[LogLine]]:
    """Pages that are alike but for the endpoint cost as much as one."""
    organisation_id = context.require_viewer().require_organisation()
    found: dict[tuple[UUID, Window], Page[LogLine]] = {}
    async with context.transaction() as session:
        for window in dict.fromkeys(window for _, window in asked):
            ids = [endpoint_id for endpoint_id, each in asked if each == window]
            read = await endpoint_queries.deliveries(session, organisation_id, ids, window)
            lines = await _with_attempts(session, organisation_id, read)
            found |= {(endpoint_id, window): page for endpoint_id, page in lines.items()}
    return found


async def _with_attempts(
    session: AsyncSession,
    organisation_id: UUID,
    read: Mapping[UUID, Page[tuple[WebhookDelivery, Event]]],
) -> dict[UUID, Page[LogLine]]:
    ids = [delivery.id for page in read.values() for delivery, _ in page.rows]
    attempts = await endpoint_queries.attempts(session, organisation_id, ids)
    return {
        endpoint_id: Page(
            [LogLine(delivery, event, attempts[delivery.id]) for delivery, event in page.rows],
            page.has_next,
            page.has_previous,
        )
        for endpoint_id, page in read.items()
    }


async def _add(
    context: Context, url: str, event_types: list[str], session: AsyncSession
) -> Done[NewEndpoint]:
    organisation_id = context.require_viewer().require_organisation()
    await outbox.lock(session, organisation_id)  # two at once must not both be the tenth
    if await endpoint_queries.count_endpoints(session, organisation_id) >= MAXIMUM_ENDPOINTS:
        raise LimitReached(("url",), limit=MAXIMUM_ENDPOINTS)
    new = _new_endpoint(context, url, event_types)
    session.add(new.endpoint)
    await session.flush()
    await outbox.append(session, _test_event(context, new.endpoint))
    return Done(new, new.endpoint.id, [new.endpoint.id])


async def _added(
    context: Context, session: AsyncSession, endpoint_id: UUID
) -> Done[NewEndpoint] | None:
    """What the same call added before, without its secret."""
    organisation_id = context.require_viewer().require_organisation()
    found = await endpoint_queries.endpoint(session, organisation_id, endpoint_id)
    return None if found is None else Done(NewEndpoint(found, None), endpoint_id, [endpoint_id])


def _new_endpoint(context: Context, url: str, event_types: list[str]) -> NewEndpoint:
    viewer = context.require_viewer()
    endpoint_id, secret = new_id(), signature.new_secret()
    endpoint = WebhookEndpoint(
        id=endpoint_id,
        organisation_id=viewer.require_organisation(),
        url=url,
        state=WebhookEndpointState.PENDING,
        event_types=event_types,
        secret=context.services.keyring.seal(secret_place(endpoint_id), secret),
        created_at=context.now(),
        created_by=viewer.user_id,
    )
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
