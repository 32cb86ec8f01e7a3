"""Exports: ask for a file, watch it being made, and fetch it while its subjects may be shown."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import pages
from db.engine import Job
from db.ids import new_id
from db.models.exports import Export
from db.pages import Page
from db.queries import exports, share_pages
from db.queries.exports import ExportWithFile
from db.queries.share_lists import Question
from domain import export_columns
from domain.errors import AccessEnded, InvalidInput, LimitReached, NotFound
from domain.exports import MAXIMUM_ROWS, ExportFormat
from domain.permissions import Role
from domain.states import ExportState
from domain.texts import Language
from resolvers import authentication
from resolvers.context import Context, Viewer
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import live_operation, operation
from resolvers.shared_results import plain_question

KEPT: Final = timedelta(days=7)
OVER: Final = frozenset(
    {ExportState.READY, ExportState.FAILED, ExportState.CANCELLED, ExportState.EXPIRED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What file of which shares: either their ids or a question to the list, not both."""

    format: ExportFormat
    language: Language
    ids: Sequence[UUID] | None
    question: Question | None


@operation("createExport")
async def create(context: Context, order: Order, *, asked: Asked | None) -> ExportWithFile:
    """Queue a file of the chosen shares, all of which must be the organisation's."""
    return await once(
        context,
        "createExport",
        asked,
        first=partial(_queue, context, order),
        again=partial(_queued, context),
        rings=(Job.EXPORT,),
    )


@operation("exports")
async def page(context: Context, /, **window: Any) -> Page[ExportWithFile]:
    """A page of the organisation's history, newest first; `window` as for `pages.window`."""
    organisation_id = context.require_viewer().require_organisation()
    asked = pages.window(scope(organisation_id), datetime, **window)
    async with context.transaction() as session:
        found = await exports.page(session, organisation_id, asked)
    rows = [_shown_to(context.require_viewer(), row) for row in found.rows]
    return Page(rows, found.has_next, found.has_previous)


async def total(context: Context) -> int:
    """How many exports the history of the viewer's organisation has."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        return await exports.count(session, organisation_id)


def scope(organisation_id: UUID) -> str:
    """What a cursor of the history is bound to."""
    return f"exports {organisation_id}"


def cursor_of(export: Export) -> str:
    """The cursor of an export in the history."""
    return pages.encode(scope(export.organisation_id), exports.position(export))


async def by_ids(context: Context, ids: Sequence[UUID]) -> dict[UUID, ExportWithFile]:
    """Those of these exports that are the organisation's."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        found = await exports.by_ids(session, organisation_id, ids)
    viewer = context.require_viewer()
    return {each.export.id: _shown_to(viewer, each) for each in found}


@live_operation("exportProgress")
async def progress(context: Context, export_id: UUID) -> AsyncGenerator[ExportWithFile, None]:
    """The export now, and again whenever it has moved, until it is over."""
    organisation_id = context.require_viewer().require_organisation()
    shown: tuple[ExportState, int] | None = None
    with context.services.listener.bell(organisation_id) as bell:
        while True:
            found = (await by_ids(context, [export_id])).get(export_id)
            if found is None:
                raise NotFound(("id",))
            if (found.export.state, found.export.rows_done) != shown:
                shown = (found.export.state, found.export.rows_done)
                yield found
            if found.export.state in OVER:
                return
            await bell.wait(context.services.poll_seconds)
            refusal = await authentication.refusal(context.services, context.require_viewer())
            if refusal is not None:
                raise refusal


@operation("downloadExport")
async def download(context: Context, export_id: UUID) -> ExportWithFile:
    """The file of an export, when everything in it may be shown now; the look is on record."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        found = await _one(context, session, export_id)
        if found.file is None or found.export.state is not ExportState.READY:
            raise NotFound(("id",))
        if found.file.expires_at <= context.now():
            raise NotFound(("id",))
        if await exports.ended_subjects(session, organisation_id, export_id):
            raise AccessEnded(("id",))
        subjects = await exports.subjects(session, organisation_id, export_id)
        await context.audit(session, "downloadExport", list(subjects))
    return found


async def may_go_on(context: Context, export_id: UUID) -> bool:
    """Asked again while a file is being sent: whether it may still be."""
    viewer = context.require_viewer()
    if await authentication.refusal(context.services, viewer) is not None:
        return False
    async with context.transaction() as session:
        organisation_id = viewer.require_organisation()
        return not await exports.ended_subjects(session, organisation_id, export_id)


async def _queue(context: Context, order: Order, session: AsyncSession) -> Done[ExportWithFile]:
    chosen = await _chosen(context, session, order)
    new = _export(context, order, len(chosen))
    await exports.add(session, new, chosen)
    return Done(await _one(context, session, new.id), new.id, chosen)


async def _queued(
    context: Context, session: AsyncSession, export_id: UUID
) -> Done[ExportWithFile] | None:
    """What the same call queued before; it shows nobody's data."""
    found = await _found(context, session, export_id)
    return None if found is None else Done(found, export_id, [])


def _shown_to(viewer: Viewer, found: ExportWithFile) -> ExportWithFile:
    """Colleagues are named to people alone, as in `node`: a key gives no names of staff."""
    return replace(found, author=None) if viewer.role is Role.API_CLIENT else found


async def _one(context: Context, session: AsyncSession, export_id: UUID) -> ExportWithFile:
    found = await _found(context, session, export_id)
    if found is None:
        raise NotFound(("id",))
    return found


async def _found(context: Context, session: AsyncSession, export_id: UUID) -> ExportWithFile | None:
    viewer = context.require_viewer()
    found = await exports.by_id(session, viewer.require_organisation(), export_id)
    return None if found is None else _shown_to(viewer, found)


async def _chosen(context: Context, session: AsyncSession, order: Order) -> Sequence[UUID]:
    """The shares in their order; nothing is written when one of them is not there."""
    maximum = MAXIMUM_ROWS[order.format]
    if order.question is not None:
        found = await share_pages.ids(session, order.question, maximum + 1)
        return _within_limits(found, maximum, ("selection", "filter"))
    ids = _within_limits(list(dict.fromkeys(order.ids or ())), maximum, ("selection", "ids"))
    known = await share_pages.by_ids(session, plain_question(context), ids)
    if len(known) < len(ids):
        raise NotFound(("selection", "ids"))
    return ids


def _within_limits(ids: Sequence[UUID], maximum: int, field: tuple[str, ...]) -> Sequence[UUID]:
    if not ids:
        raise InvalidInput("reasons.empty_selection", field)
    if len(ids) > maximum:
        raise LimitReached(field, limit=maximum)
    return ids


def _export(context: Context, order: Order, rows: int) -> Export:
    viewer = context.require_viewer()
    return Export(
        id=new_id(),
        organisation_id=viewer.require_organisation(),
        created_by=viewer.user_id,
        created_by_client=viewer.account_id if viewer.role is Role.API_CLIENT else None,
        format=order.format,
        language=order.language,
        columns=[column.key for column in export_columns.DEFAULT_COLUMNS],
        state=ExportState.QUEUED,
        rows_total=rows,
        created_at=context.now(),
    )
