"""The event table as a list to catch up from, and as live streams. One cursor serves both."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final
from uuid import UUID

from db import pages
from db.models.events import Event
from db.pages import Page, Position, Window
from db.queries import events
from domain.events import EventType
from resolvers import watching
from resolvers.context import Context
from resolvers.live import Found, Told, View
from resolvers.operations import live_operation, operation

ENDINGS: Final = (EventType.SHARE_WITHDRAWN, EventType.SHARE_EXPIRED)


def cursor_of(event: Event) -> str:
    """The cursor of an event, the same for `events`, subscriptions and webhooks."""
    return pages.encode(_scope(event.organisation_id), Position(event.org_seq, event.id))


async def here(context: Context) -> str:
    """The cursor of this moment. What is read after it misses nothing that is watched from it."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        number = await events.head(session, organisation_id)
    return _before_all_after(organisation_id, number)


@operation("events")
async def after(context: Context, cursor: str | None, first: int | None) -> Page[Event]:
    """Events after the cursor, oldest first, from the very first without one."""
    organisation_id = context.require_viewer().require_organisation()
    asked = pages.window(_scope(organisation_id), int, first=first, after=cursor)
    async with context.transaction() as session:
        number = _number(asked)
        rows = await events.after(session, organisation_id, number, asked.size + 1)
    return pages.cut(rows, asked)


@live_operation("resultShared")
async def result_shared(
    context: Context, cursor: str | None, *, is_personal: bool
) -> AsyncGenerator[Told, None]:
    """Every new share, from the cursor on or from now, none twice and none left out.

    What ended meanwhile is not told: it would be a line of which the reader never heard.
    `is_personal`: what is asked of a share differs between users of the organisation.
    """
    view = _of_shares(context, "resultShared", (EventType.SHARE_CREATED,), is_personal)
    async with aclosing(_told(context, view, cursor)) as stream:
        async for told in stream:
            if told.record is not None and told.record.result is not None:
                yield told


@live_operation("shareChanged")
async def share_changed(
    context: Context, cursor: str | None, *, is_personal: bool
) -> AsyncGenerator[Told, None]:
    """Every share that ends, from the cursor on or from now: the line that is left of it."""
    view = _of_shares(context, "shareChanged", ENDINGS, is_personal)
    async with aclosing(_told(context, view, cursor)) as stream:
        async for told in stream:
            if told.record is not None:
                yield told


@live_operation("organisationEvents")
def organisation_events(context: Context, cursor: str | None) -> AsyncGenerator[Told, None]:
    """Every event, as the list `events` has it, from the cursor on or from now."""
    organisation_id = context.require_viewer().require_organisation()
    return _told(
        context, View("organisationEvents", organisation_id, None, shows_shares=False), cursor
    )


def _of_shares(
    context: Context, operation_name: str, kinds: tuple[EventType, ...], is_personal: bool
) -> View:
    organisation_id = context.require_viewer().require_organisation()
    return View(operation_name, organisation_id, kinds, is_personal=is_personal)


async def _told(context: Context, view: View, cursor: str | None) -> AsyncGenerator[Told, None]:
    """Catch up, then live, and again, in the order of the events."""
    number = await _start(context, view.organisation_id, cursor)
    context.progress.cursor = cursor or _before_all_after(view.organisation_id, number)
    while True:
        found, batch = await _batch(context, view, number)
        for told in batch:
            if not told.is_fresh():
                break
            yield told
            if _is_to_be_told_again(context):
                break
            number = told.event.org_seq
        else:
            number = found.number
            if not found.is_all:
                continue
            async with aclosing(_live(context, view, number)) as stream:
                async for told in stream:
                    yield told
                    if _is_to_be_told_again(context):
                        break
                    number = told.event.org_seq


def _is_to_be_told_again(context: Context) -> bool:
    """Whether what was yielded last was not sent while it was fresh."""
    is_unsent, context.progress.is_unsent = context.progress.is_unsent, False
    return is_unsent


async def _batch(context: Context, view: View, number: int) -> tuple[Found, Sequence[Told]]:
    """What follows the number; a session may have ended, or access been lost, meanwhile."""
    watcher = watching.watcher(context, view)
    found = await watching.read(context.services, view, number, [(watcher, number)])
    if watcher not in found.told:
        raise found.refusal(watcher)
    return found, found.told[watcher]


async def _live(context: Context, view: View, number: int) -> AsyncGenerator[Told, None]:
    """What the channel tells, until the reader must catch up."""
    source, watcher = watching.source(context.services, view), watching.watcher(context, view)
    with context.services.channels.joined(view, source, watcher, number) as reader:
        while reader is not None and (told := await reader.next()) is not None:
            yield told


async def _start(context: Context, organisation_id: UUID, cursor: str | None) -> int:
    if cursor is not None:
        return _number(pages.window(_scope(organisation_id), int, after=cursor))
    async with context.transaction() as session:
        return await events.head(session, organisation_id)


def _before_all_after(organisation_id: UUID, number: int) -> str:
    """The cursor behind an event of which only the number is known."""
    return pages.encode(_scope(organisation_id), Position(number, UUID(int=0)))


def _scope(organisation_id: UUID) -> str:
    return f"events {organisation_id}"


def _number(asked: Window) -> int:
    return int(str(asked.position.key)) if asked.position else 0
