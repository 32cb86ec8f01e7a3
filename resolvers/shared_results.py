"""What an organisation was shown: the list, one share, what is new, what was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import pages
from db.models.organisations import Organisation
from db.pages import Page, Position, Window
from db.queries import organisations, share_lists, share_pages, shares
from db.queries.share_lists import Question
from db.queries.share_pages import Listed, NumberedPages
from domain.errors import BadUserInput, NotFound
from domain.shared_results import SharedResultRecord, shown
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.once import Once
from resolvers.operations import operation

MAXIMUM_IDS = 100


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A page of the list with the question and the window that it answers.

    `total`: how many shares the list has; True when the number is a cap.
    """

    question: Question
    asked: Window
    page: Page[Listed]
    total: Once[tuple[int, bool]]
    organisation: Once[Organisation]


def plain_question(context: Context) -> Question:
    """All active shares of the viewer's organisation, as this user sees them."""
    viewer = context.require_viewer()
    return Question(
        organisation_id=viewer.require_organisation(),
        user_id=viewer.user_id,
        new_since=viewer.previous_sign_in_at,
    )


@operation("sharedResults")
async def page(context: Context, question: Question, /, **window: Any) -> SharedPage:
    """A page of the list; whose results were seen is on record before it is returned.

    `window` as for `pages.window`.
    """
    asked = pages.window(question.scope(), share_lists.key_type(question), **window)
    async with context.transaction() as session:
        found = await share_pages.page(session, question, asked)
        seen = shown(listed.record for listed in found.rows)
        await context.audit(session, "sharedResults", seen)
    total = Once(lambda: _total(context, question))
    return SharedPage(question, asked, found, total, own_organisation(context))


async def numbered_pages(context: Context, list_page: SharedPage, size: int) -> NumberedPages:
    """The numbered pages around the page that is shown."""
    rows, is_capped = await list_page.total.get()
    async with context.transaction() as session:
        current = await _page_start(session, list_page)
        total = None if is_capped else rows
        return await share_pages.numbered_pages(session, list_page.question, size, current, total)


async def _page_start(session: AsyncSession, list_page: SharedPage) -> Position | None:
    """The row before the page's first: where the page begins, however it was asked for."""
    if not list_page.asked.is_backward or not list_page.page.rows:
        return list_page.asked.position
    return await share_pages.predecessor(
        session, list_page.question, list_page.page.rows[0].position
    )


def own_organisation(context: Context) -> Once[Organisation]:
    """The viewer's organisation: the one of every share that it is shown."""

    async def read() -> Organisation:
        organisation_id = context.require_viewer().require_organisation()
        async with context.transaction() as session:
            return (await organisations.by_ids(session, [organisation_id]))[organisation_id]

    return Once(read)


@operation("newShareCount")
async def new_count(context: Context) -> tuple[int, bool]:
    """Active shares since the user's previous sign-in, up to a cap."""
    plain = plain_question(context)
    fresh = Question(
        organisation_id=plain.organisation_id,
        user_id=plain.user_id,
        new_since=plain.new_since,
        new_only=True,
    )
    async with context.transaction() as session:
        return await share_pages.count(session, fresh)


async def by_ids(
    context: Context, ids: Sequence[UUID], operation_name: str
) -> dict[UUID, SharedResultRecord]:
    """Shares of the viewer's organisation by id, with the look on record."""
    async with context.transaction() as session:
        found = await share_pages.by_ids(session, plain_question(context), ids)
        await context.audit(session, operation_name, shown(found.values()))
    return found


@operation("markViewed")
async def mark_viewed(
    context: Context, ids: Sequence[UUID], *, asked: Asked | None
) -> list[SharedResultRecord]:
    """Note that the user has opened these shares; all of them or, if one is not there, none."""
    if not 1 <= len(ids) <= MAXIMUM_IDS:
        raise BadUserInput("reasons.ids_count", ("ids",), maximum=MAXIMUM_IDS)
    return await once(
        context,
        "markViewed",
        asked,
        first=partial(_open, context, ids),
        again=partial(_opened, context, ids),
    )


async def _open(
    context: Context, ids: Sequence[UUID], session: AsyncSession
) -> Done[list[SharedResultRecord]]:
    viewer, question = context.require_viewer(), plain_question(context)
    organisation_id, user_id = viewer.require_organisation(), viewer.require_user()
    if set(ids) - set(await share_pages.by_ids(session, question, ids)):
        raise NotFound(("ids",))
    await shares.mark_viewed(session, organisation_id, user_id, ids, context.now())
    found = await share_pages.by_ids(session, question, ids)
    return Done([found[share_id] for share_id in ids], user_id, ids)


async def _opened(
    context: Context, ids: Sequence[UUID], session: AsyncSession, user_id: UUID
) -> Done[list[SharedResultRecord]] | None:
    """The shares that the user opened by the same call before; its input names them."""
    found = await share_pages.by_ids(session, plain_question(context), ids)
    if set(ids) - set(found):
        return None
    return Done([found[share_id] for share_id in ids], user_id, shown(found.values()))


async def _total(context: Context, question: Question) -> tuple[int, bool]:
    async with context.transaction() as session:
        return await share_pages.count(session, question)
