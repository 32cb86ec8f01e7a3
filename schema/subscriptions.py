"""The root fields that stay open."""

from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing
from typing import Annotated, Self

import strawberry

from domain.global_ids import Kind
from resolvers import events, exports
from resolvers.live import Told
from resolvers.once import Once
from resolvers.operations import authorise
from schema import selections
from schema.answers import EventForMany, SharedAnswer
from schema.arguments import Resume
from schema.events import Event
from schema.exports import Export
from schema.nodes import required
from schema.shared_results import PERSONAL, SharedResult


@strawberry.type
class LiveEvent(EventForMany):
    """What a stream of events yields. One object of `told` for all who watch the same."""

    told: strawberry.Private[Told]

    @property
    def answers(self) -> dict[Hashable, SharedAnswer]:
        """What was made of the event for others who watch the same."""
        return self.told.answers

    @property
    def resume_after(self) -> str:
        """Its cursor."""
        return events.cursor_of(self.told.event)

    @property
    def fresh_until(self) -> float:
        """Half a second after it was read."""
        return self.told.fresh_until

    @strawberry.field(description="Send it as `after` when you come back.")
    def cursor(self) -> str:
        """The same in `events` and in every stream."""
        return self.resume_after

    @classmethod
    def of(cls, told: Told) -> Self:
        """The view of an event."""
        return cls(told=told)


@strawberry.type(description="A share that was just made.")
class ResultShared(LiveEvent):
    """Resume after its cursor: nothing is lost, nothing comes twice."""

    @strawberry.field(description="The share as it is now.")
    def shared_result(self, info: strawberry.Info) -> SharedResult:
        """Never one that ended meanwhile."""
        return _line(info, self.told)


@strawberry.type(description="A share that has just ended.")
class ShareChanged(LiveEvent):
    """Resume after its cursor, as with `resultShared`."""

    @strawberry.field(
        description="The line that is left: its state and standing, without candidate and result."
    )
    def shared_result(self, info: strawberry.Info) -> SharedResult:
        """Without a person."""
        return _line(info, self.told)


@strawberry.type(description="Something that has just happened.")
class OrganisationEvent(LiveEvent):
    """Resume after its cursor, as with `resultShared`."""

    @strawberry.field(description="The event, as `events` lists it.")
    def event(self) -> Event:
        """Ids and codes only."""
        return Event.of(self.told.event)


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
        is_personal = selections.holds(info, PERSONAL)
        stream = events.result_shared(info.context, after, is_personal=is_personal)
        async with aclosing(stream):
            async for told in stream:
                yield ResultShared.of(told)

    @strawberry.subscription(
        description="Every share of your organisation that ends, by withdrawal or by its time, from"
        " the cursor on, or from now. Keep a cursor of this subscription and one of"
        " `resultShared`: each knows only what came through itself."
    )
    async def share_changed(
        self, info: strawberry.Info, after: Resume = None
    ) -> AsyncGenerator[ShareChanged, None]:
        """Another view of the event table."""
        is_personal = selections.holds(info, PERSONAL)
        stream = events.share_changed(info.context, after, is_personal=is_personal)
        async with aclosing(stream):
            async for told in stream:
                yield ShareChanged.of(told)

    @strawberry.subscription(
        description="Everything that your organisation may know, from the cursor on, or from now:"
        " what `events` lists, as it happens."
    )
    async def organisation_events(
        self, info: strawberry.Info, after: Resume = None
    ) -> AsyncGenerator[OrganisationEvent, None]:
        """The event table itself."""
        async with aclosing(events.organisation_events(info.context, after)) as stream:
            async for told in stream:
                yield OrganisationEvent.of(told)

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


def _line(info: strawberry.Info, told: Told) -> SharedResult:
    if told.record is None or told.organisation is None:
        raise AssertionError("What has no share is not told here.")
    return SharedResult.of(told.record, info.context, Once.known(told.organisation))
