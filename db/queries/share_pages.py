"""Pages of an organisation's shares: rows, counts and numbered cursors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.organisations import OrganisationCounter
from db.pages import Page, Position, Window, cut
from db.queries import records, share_lists
from db.queries.share_lists import ACTIVE, Question
from db.views import shared_results as view
from domain.shared_results import SharedResultRecord

COUNT_CAP: Final = 10_000
NEIGHBOURS: Final = 4


@dataclass(frozen=True, slots=True)
class PageStart:
    """A numbered page: it begins after `after`, or at the top of the list when that is None."""

    number: int
    after: Position | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class NumberedPages:
    """The pages around the current one, and the last; None when the list was not counted out."""

    around: Sequence[PageStart]
    last: PageStart | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A record and where it stands in the list: what its cursor holds."""

    record: SharedResultRecord
    position: Position


async def page(session: AsyncSession, question: Question, asked: Window) -> Page[Listed]:
    """The rows of a window of the list."""
    statement = share_lists.directed(
        share_lists.filtered(share_lists.rows(question), question), question, asked
    )
    rows = (await session.execute(statement)).all()
    return cut(
        [Listed(records.shared_result(row), share_lists.position(row)) for row in rows], asked
    )


async def by_ids(
    session: AsyncSession, question: Question, ids: Sequence[UUID]
) -> dict[UUID, SharedResultRecord]:
    """The shares of the organisation among these ids, in any state."""
    statement = share_lists.rows(question).where(
        view.c.organisation_id == question.organisation_id, view.c.share_id.in_(ids)
    )
    rows = (await session.execute(statement)).all()
    return {row.share_id: records.shared_result(row) for row in rows}


async def ids(session: AsyncSession, question: Question, limit: int) -> Sequence[UUID]:
    """The ids of the list in its order, at most `limit`."""
    keys = share_lists.filtered(select(view.c.share_id), question)
    statement = keys.order_by(*share_lists.order(question, question.is_descending)).limit(limit)
    return list((await session.execute(statement)).scalars())


async def predecessor(
    session: AsyncSession, question: Question, position: Position
) -> Position | None:
    """The row that stands before this one; None for the first."""
    keys = select(share_lists.key(question).label("order_key"), view.c.share_id)
    asked = Window(1, is_backward=True, position=position)
    statement = share_lists.directed(share_lists.filtered(keys, question), question, asked)
    row = (await session.execute(statement)).first()
    return None if row is None else share_lists.position(row)


async def count(session: AsyncSession, question: Question) -> tuple[int, bool]:
    """How many shares the list has, and whether that is a cap (filtered lists above 10 000)."""
    if not question.has_filter:
        return await _active(session, question.organisation_id), False
    matching = share_lists.filtered(select(literal(1)), question).limit(COUNT_CAP + 1).subquery()
    found = await _scalar(session, select(func.count()).select_from(matching))
    return min(found, COUNT_CAP), found > COUNT_CAP


async def numbered_pages(
    session: AsyncSession,
    question: Question,
    size: int,
    current: Position | None,
    total: int | None,
) -> NumberedPages:
    """Up to four pages on either side of the one that begins after `current`, and the last.

    Pages are `size` rows; the first may have fewer when `current` is no multiple of it. `total` is
    None for a list that was not counted out. Costs two short walks of the order's index, one count
    of the rows before `current`, and one step from the end.
    """
    before = 0 if current is None else await _rows_before(session, question, current)
    around = await _around(session, question, size, current, number=1 + -(-before // size))
    if total is None:
        return NumberedPages(around, None)
    last = await _last(session, question, size, around, rest=max(total - before, 0))
    return NumberedPages(around, last)


async def _around(
    session: AsyncSession, question: Question, size: int, current: Position | None, *, number: int
) -> list[PageStart]:
    """The current page, which has this number, between its neighbours."""
    behind: list[Position | None] = []
    if current is not None:
        behind += await _marks(session, question, size, current, is_backward=True)
    behind += [None] * (min(NEIGHBOURS, number - 1) - len(behind))
    ahead = await _marks(session, question, size, current, is_backward=False)
    return [
        *reversed([PageStart(number - n, mark) for n, mark in enumerate(behind, 1) if n < number]),
        PageStart(number, current, is_current=True),
        *(PageStart(number + n, mark) for n, mark in enumerate(ahead, 1)),
    ]


async def _scalar(session: AsyncSession, statement: Select[Any]) -> int:
    return int((await session.execute(statement)).one()[0])


async def _active(session: AsyncSession, organisation_id: UUID) -> int:
    """The counter, less the shares whose time is up but which the clock has not ended yet."""
    counted = select(col(OrganisationCounter.active_shares)).where(
        col(OrganisationCounter.organisation_id) == organisation_id
    )
    over = select(func.count()).where(
        view.c.organisation_id == organisation_id,
        view.c.stored_state == ACTIVE,
        view.c.expires_at <= func.now(),
    )
    return await _scalar(session, select(counted.scalar_subquery() - over.scalar_subquery()))


async def _rows_before(session: AsyncSession, question: Question, current: Position) -> int:
    """Rows up to the one at `current`, which is the last before its page."""
    statement = share_lists.filtered(select(func.count()).select_from(view), question)
    return await _scalar(session, statement.where(share_lists.up_to(question, current)))


async def _marks(
    session: AsyncSession,
    question: Question,
    size: int,
    current: Position | None,
    *,
    is_backward: bool,
) -> list[Position | None]:
    """Every `size`-th row from `current` on: where the next pages in that direction begin."""
    keys = select(share_lists.key(question).label("order_key"), view.c.share_id)
    asked = Window(NEIGHBOURS * size, is_backward, current)
    walked = share_lists.directed(share_lists.filtered(keys, question), question, asked).subquery()
    numbered = select(
        walked, func.row_number().over().label("number"), func.count().over().label("rows")
    ).subquery()
    statement = select(numbered).where(numbered.c.number % size == 0)
    if not is_backward:  # a page begins only where at least one row follows
        statement = statement.where(numbered.c.number < numbered.c.rows)
    rows = (await session.execute(statement.order_by(numbered.c.number).limit(NEIGHBOURS))).all()
    return [share_lists.position(row) for row in rows]


async def _last(
    session: AsyncSession, question: Question, size: int, around: Sequence[PageStart], *, rest: int
) -> PageStart:
    """The last page; `rest` rows lie on the current page and behind it."""
    here = next(start.number for start in around if start.is_current)
    full_pages, rows_on_it = divmod(rest - 1, size)
    number = max(here + full_pages, 1)
    known = {start.number: start for start in around}
    if number in known:
        return known[number]
    keys = select(share_lists.key(question).label("order_key"), view.c.share_id)
    backward = share_lists.filtered(keys, question).order_by(
        *share_lists.order(question, not question.is_descending)
    )
    row = (await session.execute(backward.offset(rows_on_it + 1).limit(1))).first()
    return PageStart(number, None if row is None else share_lists.position(row))
