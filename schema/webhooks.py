"""Webhook endpoints, deliveries and events as the API shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import strawberry

from db import pages
from db.models.events import Event as EventRow
from db.models.webhooks import DeliveryAttempt as AttemptRow
from db.models.webhooks import WebhookDelivery as DeliveryRow
from db.models.webhooks import WebhookEndpoint as EndpointRow
from db.pages import Position
from domain.events import EventType
from domain.global_ids import Kind
from domain.states import DeliveryState, WebhookEndpointState
from resolvers import webhooks
from resolvers.context import Context
from schema import idempotency
from schema.arguments import After, Before, First, Last
from schema.connections import PageInfo, page_info
from schema.events import Event
from schema.nodes import Node, global_id
from schema.scalars import BigInt
from schema.user_errors import Payload, mutation


@strawberry.type(description="One request to a receiver.")
class DeliveryAttempt:
    """Written before it was sent."""

    number: int = strawberry.field(description="Counted from 1.")
    started_at: datetime = strawberry.field(description="When it was about to be sent.")
    status: int | None = strawberry.field(
        description="HTTP status of the answer; null without a readable answer."
    )
    error: str | None = strawberry.field(
        description="Why it failed: TIMEOUT, DNS, CONNECT, TLS, HTTP_STATUS, REDIRECT,"
        " REFUSED_ADDRESS, …; null when it succeeded or no answer was noted."
    )
    duration_ms: int | None = strawberry.field(description="In milliseconds; null without answer.")
    excerpt: str | None = strawberry.field(
        description="Beginning of the answer's body as text; null without answer."
    )

    @classmethod
    def of(cls, row: AttemptRow) -> Self:
        """The view of a row."""
        return cls(
            number=row.number,
            started_at=row.started_at,
            status=row.status,
            error=row.error,
            duration_ms=row.duration_ms,
            excerpt=row.excerpt,
        )


@strawberry.type(description="One event on its way to one endpoint.")
class WebhookDelivery(Node):
    """All attempts of it carry the same id and the same bytes."""

    state: DeliveryState = strawberry.field(description="How far it is.")
    event: Event = strawberry.field(description="What is delivered.")
    sequence: BigInt = strawberry.field(
        description="Number within the endpoint, without gaps: a receiver sees what it missed."
    )
    next_attempt_at: datetime | None = strawberry.field(
        description="When it is tried again at the earliest; null when it is over."
    )
    attempts: list[DeliveryAttempt] = strawberry.field(description="In their order.")


@strawberry.type(description="A delivery in the log.")
class WebhookDeliveryEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: WebhookDelivery = strawberry.field(description="The delivery.")


@strawberry.type(description="An endpoint's log, newest first.")
class WebhookDeliveryConnection:
    """Relay's connection."""

    edges: list[WebhookDeliveryEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")


@strawberry.type(description="A receiver's address.")
class WebhookEndpoint(Node):
    """Calls are signed by the rules of Standard Webhooks."""

    url: str = strawberry.field(description="Where events are sent.")
    state: WebhookEndpointState = strawberry.field(
        description="PENDING until its signed test event was answered with 2xx."
    )
    event_types: list[EventType] = strawberry.field(
        description="Types that are sent; empty: every type."
    )
    created_at: datetime = strawberry.field(description="When it was added.")
    failure: str | None = strawberry.field(
        description="Why it is not active: the error of its last attempt; null otherwise."
    )
    row: strawberry.Private[EndpointRow]
    logs: strawberry.Private[webhooks.Logs]

    @strawberry.field(description="The log of what was sent, newest first.")
    async def deliveries(
        self,
        info: strawberry.Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> WebhookDeliveryConnection:
        """With every attempt."""
        scope = webhooks.log_scope(self.row.id)
        asked = pages.window(scope, int, first=first, after=after, last=last, before=before)
        page = await self.logs.get((self.row.id, asked))
        edges = [
            WebhookDeliveryEdge(
                cursor=webhooks.log_cursor(line.delivery),
                node=delivery(line.delivery, line.event, line.attempts),
            )
            for line in page.rows
        ]
        info_of_page = page_info(page, [edge.cursor for edge in edges])
        return WebhookDeliveryConnection(edges=edges, page_info=info_of_page)

    @classmethod
    def of(cls, row: EndpointRow, logs: webhooks.Logs) -> Self:
        """The view of a row, without its secret; views of many rows share their logs."""
        return cls(
            id=global_id(Kind.ENDPOINT, row.id),
            url=row.url,
            state=row.state,
            event_types=[EventType(each) for each in row.event_types],
            created_at=row.created_at,
            failure=row.failure,
            row=row,
            logs=logs,
        )


@strawberry.type(description="An endpoint in the list.")
class WebhookEndpointEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: WebhookEndpoint = strawberry.field(description="The endpoint.")


@strawberry.type(description="The organisation's endpoints, oldest first; at most ten.")
class WebhookEndpointConnection:
    """Relay's connection."""

    edges: list[WebhookEndpointEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    total_count: int = strawberry.field(description="How many there are.")


@strawberry.input(description="Where to send which events.")
class CreateWebhookEndpointInput(idempotency.MutationInput):
    """An address that the public internet knows."""

    url: str = strawberry.field(description="https:// and a public host name.")
    event_types: list[EventType] = strawberry.field(
        default_factory=list, description="Types to send; empty or left out: every type."
    )


@strawberry.type(description="The endpoint that was added.")
class CreateWebhookEndpointPayload(Payload):
    """The secret is shown this once."""

    endpoint: WebhookEndpoint | None = strawberry.field(
        default=None, description="The endpoint; null after a refusal."
    )
    secret: str | None = strawberry.field(
        default=None,
        description="`whsec_…`, to verify signatures with. Keep it: it is shown this once. Null"
        " after a refusal, and when the same idempotency key comes again.",
    )


@strawberry.type
class WebhookMutation:
    """Mutations of webhooks."""

    @mutation(
        CreateWebhookEndpointPayload,
        "Add an endpoint and send it a signed test event; a 2xx answer makes it active. INVALID"
        " for an address to which nothing may be sent, LIMIT_REACHED at ten.",
    )
    async def create_webhook_endpoint(
        self, info: strawberry.Info, input: CreateWebhookEndpointInput
    ) -> CreateWebhookEndpointPayload:
        """The test event is on its way when this returns."""
        asked = idempotency.asked(input)
        new = await webhooks.create(info.context, input.url, input.event_types, asked=asked)
        endpoint = WebhookEndpoint.of(new.endpoint, webhooks.logs(info.context))
        return CreateWebhookEndpointPayload(endpoint=endpoint, secret=new.secret)


def delivery(row: DeliveryRow, event: EventRow, attempts: Sequence[AttemptRow]) -> WebhookDelivery:
    """The view of a delivery with its event and attempts."""
    is_open = row.state in (DeliveryState.PENDING, DeliveryState.LEASED)
    return WebhookDelivery(
        id=global_id(Kind.DELIVERY, row.id),
        state=row.state,
        event=Event.of(event),
        sequence=BigInt(row.sequence),
        next_attempt_at=row.next_attempt_at if is_open else None,
        attempts=[DeliveryAttempt.of(attempt) for attempt in attempts],
    )


async def endpoints(
    context: Context, first: int | None, after: str | None
) -> WebhookEndpointConnection:
    """The organisation's endpoints."""
    rows = await webhooks.endpoints(context)
    scope = f"webhookEndpoints {context.require_viewer().organisation_id}"
    asked = pages.window(scope, datetime, first=first, after=after)
    page = pages.of_all(rows, _position, asked)
    logs = webhooks.logs(context)
    edges = [
        WebhookEndpointEdge(
            cursor=pages.encode(scope, _position(row)), node=WebhookEndpoint.of(row, logs)
        )
        for row in page.rows
    ]
    info = page_info(page, [edge.cursor for edge in edges])
    return WebhookEndpointConnection(edges=edges, page_info=info, total_count=len(rows))


def _position(row: EndpointRow) -> Position:
    return Position(row.created_at, row.id)
