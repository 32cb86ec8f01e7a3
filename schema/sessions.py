"""Sessions as the API shows them."""

from datetime import datetime
from typing import Self

import strawberry

from db import pages
from db.models.users import Session as SessionRow
from db.pages import Position
from domain.global_ids import Kind
from resolvers import authentication, sessions
from resolvers.context import Context, SessionEnds
from resolvers.operations import authorise
from schema import idempotency
from schema.connections import PageInfo, page_info
from schema.nodes import Node, global_id, required
from schema.user_errors import Payload, mutation


@strawberry.type(description="When the session of a person ends.")
class Session:
    """Lets a front end warn before what was typed is lost."""

    expires_at: datetime = strawberry.field(
        description="When it ends at the latest, whatever you do."
    )
    idle_timeout_seconds: int = strawberry.field(
        description="How long it lasts without a request, in seconds."
    )
    idle_expires_at: datetime = strawberry.field(
        description="When it ends if this was your last request; never after `expiresAt`. Every"
        " request counts as activity, this one too, but moves it once a minute at most."
    )
    confirmed_until: datetime = strawberry.field(
        description="Until when you may do what is sensitive: ten minutes from sign-in, and from"
        " each `confirmIdentity`. Later it is refused with REAUTHENTICATION_REQUIRED."
    )

    @classmethod
    def of(cls, ends: SessionEnds) -> Self:
        """The view of a session's ends."""
        return cls(
            expires_at=ends.expires_at,
            idle_timeout_seconds=int(authentication.IDLE.total_seconds()),
            idle_expires_at=ends.idle_expires_at,
            confirmed_until=ends.confirmed_until,
        )


@strawberry.type(description="Where you are signed in: one browser or program of yours.")
class OpenSession(Node):
    """As much as its user needs to know it again, and no more."""

    created_at: datetime = strawberry.field(description="When you signed in there.")
    last_seen_at: datetime = strawberry.field(
        description="When it was used last; moved once a minute at most."
    )
    expires_at: datetime = strawberry.field(description="When it ends at the latest.")
    is_current: bool = strawberry.field(description="Whether this request belongs to it.")
    device: str | None = strawberry.field(
        description="Browser and system, such as `Firefox, Linux`; null if neither was known."
    )
    network: str | None = strawberry.field(
        description="The network from which you signed in, such as `203.0.113.0/24`: not the whole"
        " address. Null if it was not known."
    )

    @classmethod
    def of(cls, row: SessionRow, context: Context) -> Self:
        """The view of a row."""
        viewer = context.viewer
        return cls(
            id=global_id(Kind.SESSION, row.id),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            is_current=viewer is not None and viewer.session_id == row.id,
            device=row.device,
            network=row.network,
        )


@strawberry.type(description="A session in the list.")
class OpenSessionEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: OpenSession = strawberry.field(description="The session.")


@strawberry.type(description="Where you are signed in, newest first.")
class OpenSessionConnection:
    """Relay's connection."""

    edges: list[OpenSessionEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    total_count: int = strawberry.field(description="How many there are.")


@strawberry.input(description="Which session to end.")
class RevokeSessionInput(idempotency.MutationInput):
    """One of your own."""

    id: strawberry.ID = strawberry.field(description="Id of a session of yours.")


@strawberry.type(description="The session has ended.")
class RevokeSessionPayload(Payload):
    """Which one."""

    id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the session that has ended; null after a refusal."
    )


@strawberry.type
class SessionMutation:
    """Mutations of the own sessions."""

    @mutation(
        RevokeSessionPayload,
        "End one of your sessions at once, with its open connections. NOT_FOUND for one that is"
        " not yours; one that has ended stays so.",
    )
    async def revoke_session(
        self, info: strawberry.Info, input: RevokeSessionInput
    ) -> RevokeSessionPayload:
        """The cookie is not touched: a session that ends itself should sign out."""
        authorise(info.context, "revokeSession")  # before the id is read
        session_id = required(Kind.SESSION, input.id, "id")
        asked = idempotency.asked(input)
        ended = await sessions.revoke(info.context, session_id, asked=asked)
        return RevokeSessionPayload(id=global_id(Kind.SESSION, ended))


async def mine(context: Context, first: int | None, after: str | None) -> OpenSessionConnection:
    """Where the viewer is signed in."""
    rows = await sessions.mine(context)
    scope = f"sessions {context.require_viewer().account_id}"
    asked = pages.window(scope, datetime, first=first, after=after)
    page = pages.of_all(rows, _position, asked, is_descending=True)
    edges = [
        OpenSessionEdge(
            cursor=pages.encode(scope, _position(row)), node=OpenSession.of(row, context)
        )
        for row in page.rows
    ]
    info = page_info(page, [edge.cursor for edge in edges])
    return OpenSessionConnection(edges=edges, page_info=info, total_count=len(rows))


def _position(row: SessionRow) -> Position:
    return Position(row.created_at, row.id)
