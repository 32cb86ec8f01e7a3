"""The users of an organisation, for those who manage it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from domain.states import UserState
from resolvers import users
from resolvers.context import Context
from schema.connections import PageInfo, page_info
from schema.organisations import User


@strawberry.type(description="A user in the list, with what only primary users see.")
class UserEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the user stands in the list.")
    node: User = strawberry.field(description="The user.")
    added_at: datetime = strawberry.field(description="When the account was made.")
    last_sign_in_at: datetime | None = strawberry.field(
        description="When the user signed in last; null if never."
    )


@strawberry.type(description="Users of an organisation, those who came first at the head.")
class UserConnection:
    """Relay's connection."""

    edges: list[UserEdge] = strawberry.field(description="The users of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    total_count: int = strawberry.field(description="How many there are in these states.")


async def connection(
    context: Context, states: Sequence[UserState] | None, **window: Any
) -> UserConnection:
    """A page of the own organisation's users."""
    found = await users.page(context, states, **window)
    edges = [
        UserEdge(
            cursor=found.cursor_of(row),
            node=User.of(row),
            added_at=row.created_at,
            last_sign_in_at=row.last_sign_in_at,
        )
        for row in found.page.rows
    ]
    info = page_info(found.page, [edge.cursor for edge in edges])
    return UserConnection(edges=edges, page_info=info, total_count=found.total)
