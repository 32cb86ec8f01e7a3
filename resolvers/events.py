"""The event table as a list to catch up from, and as a live stream. One cursor serves both."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic
from typing import Final
from uuid import UUID

from db import pages
from db.models.events import Event
from db.pages import Page, Position, Window
from db.queries import events, share_pages
from domain.errors import Unauthenticated
from domain.events import EventType
from domain.shared_results import SharedResultRecord, shown
from resolvers import authentication
from resolvers.context import Context
from resolvers.operations import live_operation, operation
from resolvers.shared_results import plain_question

BATCH: Final = 50
# What was read is sent within this time, or read again: access may have ended meanwhile.
FRESH_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class LiveShare:
    """A share of which something was just told, with the cursor to resume after it."""

    cursor: str
    record: SharedResultRecord


def cursor_of(event: Event) -> str:
    """The cursor of an event, the same for `events`, subscriptions and webhooks."""
    return pages.encode(_scope(event.organisation_id), Position(event.org_seq, event.id))


async def here(context: Context) -> str:
    """The cursor of this moment. What is read after it misses nothing that is watched from it."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        number = await events.head(session, organisation_id)
    return pages.encode(_scope(organisation_id), Position(number, UUID(int=0)))


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
async def result_shared(context: Context, cursor: str | None) -> AsyncGenerator[LiveShare, None]:
    """Every new share, from the cursor on or from now, none twice and none left out.

    What ended meanwhile is not told: it would be a line of which the reader never heard.
    """
    told = _told(context, "resultShared", [EventType.SHARE_CREATED], cursor)
    async with aclosing(told) as shares:
        async for share in shares:
            if share.record.result is not None:
                yield share


@live_operation("shareChanged")
def share_changed(context: Context, cursor: str | None) -> AsyncGenerator[LiveShare, None]:
    """Every share that ends, from the cursor on or from now: the line that is left of it."""
    endings = [EventType.SHARE_WITHDRAWN, EventType.SHARE_EXPIRED]
    return _told(context, "shareChanged", endings, cursor)


async def _told(
    context: Context, operation_name: str, kinds: Sequence[EventType], cursor: str | None
) -> AsyncGenerator[LiveShare, None]:
    """The shares of the events of these kinds, as they are now, in the order of the events."""
    organisation_id = context.require_viewer().require_organisation()
    number = await _start(context, organisation_id, cursor)
    with context.services.listener.bell(organisation_id) as bell:
        while True:
            await _require_still_valid(context)
            found = await _read(context, organisation_id, number, kinds)
            if not found:
                await bell.wait(context.services.poll_seconds)
            async with aclosing(_fresh(context, operation_name, found)) as shares:
                async for event, record in shares:
                    number = event.org_seq
                    if record is not None:
                        yield LiveShare(cursor_of(event), record)


async def _start(context: Context, organisation_id: UUID, cursor: str | None) -> int:
    if cursor is not None:
        return _number(pages.window(_scope(organisation_id), int, after=cursor))
    async with context.transaction() as session:
        return await events.head(session, organisation_id)


async def _read(
    context: Context, organisation_id: UUID, number: int, kinds: Sequence[EventType]
) -> Sequence[Event]:
    async with context.transaction() as session:
        return await events.after(session, organisation_id, number, BATCH, kinds)


async def _require_still_valid(context: Context) -> None:
    """A session may have ended, a user or organisation lost access, since the stream began."""
    database = context.services.database
    if not await authentication.is_still_valid(database, context.require_viewer()):
        raise Unauthenticated


async def _fresh(
    context: Context, operation_name: str, found: Sequence[Event]
) -> AsyncGenerator[tuple[Event, SharedResultRecord | None], None]:
    """The events with what they give now; a reader so slow that it is past ends them."""
    records = await _records(context, operation_name, found) if found else {}
    read_at = monotonic()
    for event in found:
        if monotonic() - read_at > FRESH_SECONDS:
            return
        yield event, records.get(event.share_id) if event.share_id else None


async def _records(
    context: Context, operation_name: str, found: Sequence[Event]
) -> dict[UUID, SharedResultRecord]:
    """What the shares give now, with the look on record before anything is sent."""
    ids = [event.share_id for event in found if event.share_id]
    async with context.transaction() as session:
        records = await share_pages.by_ids(session, plain_question(context), ids)
        await context.audit(session, operation_name, shown(records.values()))
    return records


def _scope(organisation_id: UUID) -> str:
    return f"events {organisation_id}"


def _number(asked: Window) -> int:
    return int(str(asked.position.key)) if asked.position else 0
