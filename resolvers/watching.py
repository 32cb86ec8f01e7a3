"""One reading of a view: who may see it, what is new, what each is told, the looks on record."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Final, TypeAlias
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import audit, outages
from db.engine import Identity
from db.models.events import Event
from db.models.organisations import Organisation
from db.queries import events, live_credentials, organisations, share_pages, share_views
from db.queries.live_credentials import LiveViewer
from db.queries.share_lists import Question
from domain import permissions
from domain.errors import DutyOpen, Forbidden, RequestError, Unauthenticated
from domain.shared_results import SharedResultRecord, is_new, shown
from resolvers import authentication
from resolvers.context import Context, Services
from resolvers.live import BATCH, FRESH_SECONDS, Found, Source, Told, View, Watcher

# What is personal of a share: whether it is new, and when it was opened.
Personal: TypeAlias = tuple[bool, datetime | None]
# A database that cannot be asked is asked again, so often, before the streams end.
RETRY_SECONDS: Final = 1.0
RETRIES: Final = 30

log = structlog.get_logger(__name__)


def watcher(context: Context, view: View) -> Watcher:
    """The viewer of a call, as one who watches."""
    viewer = context.require_viewer()
    act = partial(context.act, view.operation)
    return Watcher(viewer.credential, act, viewer.user_id, viewer.previous_sign_in_at)


def source(services: Services, view: View) -> Source:
    """Where a view comes from."""
    return Source(
        read=partial(read, services, view),
        bell=partial(services.listener.bell, view.organisation_id),
        poll_seconds=services.poll_seconds,
    )


async def read(
    services: Services, view: View, number: int, watchers: Sequence[tuple[Watcher, int]]
) -> Found:
    """At most `BATCH` events after the number, for watchers that each stand at a number.

    Each look is on record when this returns, for those whose credentials are good. A database
    that cannot be asked is asked again for half a minute.
    """
    for _ in range(RETRIES):
        try:
            return await _read(services, view, number, watchers)
        except outages.DATABASE_ERRORS as error:
            if not outages.may_pass(error):
                raise
            log.warning("stream_waits_for_database", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
    return await _read(services, view, number, watchers)


async def _read(
    services: Services, view: View, number: int, watchers: Sequence[tuple[Watcher, int]]
) -> Found:
    async with services.database.transaction(Identity(organisation_id=view.organisation_id)) as own:
        asked = {each.credential for each, _ in watchers}
        live = await live_credentials.viewers(own, asked, authentication.IDLE)
        refused = _refusals(view, watchers, live)
        newest = await events.head(own, view.organisation_id)  # first: what it counts is seen below
        rows = await events.after(own, view.organisation_id, number, BATCH, view.kinds)
        seeing = [each for each in watchers if each[0] not in refused]
        records, opened = await _shares(own, view, rows, seeing)
        found = await organisations.by_ids(own, [view.organisation_id] if records else [])
        await audit.record_all(own, _looks(view, rows, records, seeing))
    organisation = found.get(view.organisation_id)
    # What was read is fresh from now on, when all is on record.
    reading = _Reading(view, rows, records, opened, organisation)
    told = {each: reading.told(each, stands) for each, stands in seeing}
    is_all = len(rows) < BATCH
    read_to = [row.org_seq for row in rows[-1:]] + ([newest] if is_all else [])
    return Found(max(read_to, default=number), is_all, told, refused)


def _refusals(
    view: View, watchers: Sequence[tuple[Watcher, int]], live: Mapping[str, LiveViewer]
) -> dict[Watcher, RequestError]:
    """Who is told nothing any more, by what they are now, and why."""
    found = ((each, _refusal(view, live.get(each.credential))) for each, _ in watchers)
    return {watcher: refusal for watcher, refusal in found if refusal is not None}


def _refusal(view: View, viewer: LiveViewer | None) -> RequestError | None:
    if viewer is None:
        return Unauthenticated()
    is_here = viewer.organisation_id == view.organisation_id
    if not (is_here and permissions.is_allowed(view.operation, viewer.role, viewer.scopes)):
        return Forbidden()
    return DutyOpen(viewer.duty) if viewer.duty else None


class _Reading:
    """What was read, and the one object for each thing that is told."""

    def __init__(
        self,
        view: View,
        rows: Sequence[Event],
        records: dict[UUID, SharedResultRecord],
        opened: dict[tuple[UUID, UUID], datetime],
        organisation: Organisation | None,
    ) -> None:
        self._view = view
        self._rows = rows
        self._records = records
        self._opened = opened
        self._told: dict[tuple[UUID, Personal], Told] = {}
        self._organisation = organisation
        self._fresh_until = monotonic() + FRESH_SECONDS

    def told(self, watcher: Watcher, number: int) -> list[Told]:
        """What this watcher is told of the events after the number."""
        return [self._one(watcher, row) for row in self._rows if row.org_seq > number]

    def _one(self, watcher: Watcher, row: Event) -> Told:
        record = self._records.get(row.share_id) if row.share_id else None
        personal = self._personal(watcher, record)
        if (row.id, personal) not in self._told:
            new, viewed_at = personal
            own = record and replace(record, is_new=new, viewed_at=viewed_at)
            self._told[row.id, personal] = Told(row, own, self._organisation, self._fresh_until)
        return self._told[row.id, personal]

    def _personal(self, watcher: Watcher, record: SharedResultRecord | None) -> Personal:
        if record is None or watcher.user_id is None or not self._view.is_personal:
            return False, None
        opened_at = self._opened.get((watcher.user_id, record.share_id))
        return is_new(record.shared_at, watcher.new_since), opened_at


async def _shares(
    session: AsyncSession,
    view: View,
    rows: Sequence[Event],
    watchers: Sequence[tuple[Watcher, int]],
) -> tuple[dict[UUID, SharedResultRecord], dict[tuple[UUID, UUID], datetime]]:
    """What the shares give now, and who of the watchers has opened which."""
    ids = {row.share_id for row in rows if row.share_id}
    if not view.shows_shares or not ids:
        return {}, {}
    everybodys = Question(organisation_id=view.organisation_id, user_id=None, new_since=None)
    records = await share_pages.by_ids(session, everybodys, list(ids))
    users = {each.user_id for each, _ in watchers if each.user_id and view.is_personal}
    return records, await share_views.of_users(session, users, ids)


def _looks(
    view: View,
    rows: Sequence[Event],
    records: dict[UUID, SharedResultRecord],
    watchers: Sequence[tuple[Watcher, int]],
) -> list[audit.Act]:
    """One for each who is shown something, with the persons; a line without one is nobody."""
    if not view.shows_shares:
        return []
    looks: list[audit.Act] = []
    persons: dict[int, list[UUID]] = {}  # by where one stands: most stand at the same number
    for watcher, number in watchers:
        if number not in persons:
            ids = {row.share_id for row in rows if row.org_seq > number}
            persons[number] = shown(r for r in records.values() if r.share_id in ids)
        if rows and rows[-1].org_seq > number:
            looks.append(watcher.act(persons[number]))
    return looks
