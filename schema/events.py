"""Events as the API shows them."""

from datetime import datetime
from typing import Self

import strawberry

from db.models.events import Event as EventRow
from domain.events import EventType
from domain.global_ids import Kind
from resolvers import events
from resolvers.context import Context
from schema.connections import PageInfo, page_info
from schema.nodes import global_id
from schema.scalars import BigInt


@strawberry.type(description="Something that the organisation may know. Ids and codes only.")
class Event:
    """What webhooks, subscriptions and catching up have in common."""

    id: strawberry.ID = strawberry.field(
        description="The event's UUID: the `webhook-id` of every delivery of it."
    )
    cursor: str = strawberry.field(description="Resume after it, in `events` or a subscription.")
    type: EventType = strawberry.field(description="What has happened.")
    sequence: BigInt = strawberry.field(
        description="Number within the organisation, without gaps, in order of commit."
    )
    occurred_at: datetime = strawberry.field(description="When it happened.")
    share_id: strawberry.ID | None = strawberry.field(
        description="The shared result that it is about; null if it is about something else."
    )
    result_id: strawberry.ID | None = strawberry.field(
        description="The result that it is about; null if it is about something else."
    )

    @classmethod
    def of(cls, row: EventRow) -> Self:
        """The view of a row."""
        return cls(
            id=strawberry.ID(str(row.id)),
            cursor=events.cursor_of(row),
            type=row.type,
            sequence=BigInt(row.org_seq),
            occurred_at=row.occurred_at,
            share_id=global_id(Kind.SHARE, row.share_id) if row.share_id else None,
            result_id=global_id(Kind.RESULT, row.result_id) if row.result_id else None,
        )


@strawberry.type(description="An event in the list.")
class EventEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the event stands in the list.")
    node: Event = strawberry.field(description="The event.")


@strawberry.type(description="Events, oldest first.")
class EventConnection:
    """Relay's connection."""

    edges: list[EventEdge] = strawberry.field(description="The events of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")


async def event_list(context: Context, first: int | None, after: str | None) -> EventConnection:
    """Events after a cursor."""
    page = await events.after(context, after, first)
    edges = [EventEdge(cursor=events.cursor_of(row), node=Event.of(row)) for row in page.rows]
    return EventConnection(edges=edges, page_info=page_info(page, [e.cursor for e in edges]))
