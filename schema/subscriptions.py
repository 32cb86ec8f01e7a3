"""The root fields that stay open."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from domain.global_ids import Kind
from resolvers import events, exports, shared_results
from resolvers.events import LiveShare
from resolvers.operations import authorise
from schema.arguments import Resume
from schema.exports import Export
from schema.nodes import required
from schema.shared_results import SharedResult


@strawberry.type(description="A share that was just made.")
class ResultShared:
    """Resume after its cursor: nothing is lost, nothing comes twice."""

    cursor: str = strawberry.field(description="Send it as `after` when you come back.")
    shared_result: SharedResult = strawberry.field(description="The share as it is now.")


@strawberry.type(description="A share that has just ended.")
class ShareChanged:
    """Resume after its cursor, as with `resultShared`."""

    cursor: str = strawberry.field(description="Send it as `after` when you come back.")
    shared_result: SharedResult = strawberry.field(
        description="The line that is left: its state and standing, without candidate and result."
    )


@strawberry.type(description="Everything that can be watched.")
class Subscription:
    """The contract's subscriptions."""

    @strawberry.subscription(
        description="Every new share of your organisation, from the cursor on, or from now. Shares"
        " that ended meanwhile are left out."
    )
    async def result_shared(
        self, info: strawberry.Info, after: Resume = None
    ) -> AsyncGenerator[ResultShared, None]:
        """A view of the event table."""
        async with aclosing(events.result_shared(info.context, after)) as stream:
            async for told in stream:
                yield ResultShared(cursor=told.cursor, shared_result=_line(info, told))

    @strawberry.subscription(
        description="Every share of your organisation that ends, by withdrawal or by its time, from"
        " the cursor on, or from now. Keep a cursor of this subscription and one of"
        " `resultShared`: each knows only what came through itself."
    )
    async def share_changed(
        self, info: strawberry.Info, after: Resume = None
    ) -> AsyncGenerator[ShareChanged, None]:
        """Another view of the event table."""
        async with aclosing(events.share_changed(info.context, after)) as stream:
            async for told in stream:
                yield ShareChanged(cursor=told.cursor, shared_result=_line(info, told))

    @strawberry.subscription(
        description="An export now, and again whenever it has moved, until it is over."
    )
    async def export_progress(
        self,
        info: strawberry.Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Of one of your exports.")],
    ) -> AsyncGenerator[Export, None]:
        """Ends by itself."""
        authorise(info.context, "exportProgress")  # before the id is read
        export_id = required(Kind.EXPORT, id, "id")
        async with aclosing(exports.progress(info.context, export_id)) as stream:
            async for found in stream:
                yield Export.of(found)


def _line(info: strawberry.Info, told: LiveShare) -> SharedResult:
    own = shared_results.own_organisation(info.context)
    return SharedResult.of(told.record, info.context, own)
