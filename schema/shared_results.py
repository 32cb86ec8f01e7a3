"""Shared results as the API shows them: one share, the list, its filter and its order."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Self

import strawberry

from db import pages
from db.models.organisations import Organisation as OrganisationRow
from db.queries.share_lists import OrderField, Question
from db.queries.share_pages import Listed, PageStart
from domain import names
from domain.errors import BadUserInput
from domain.global_ids import Kind
from domain.shared_results import SharedResultRecord, StandingState, standing
from domain.states import ShareState
from resolvers import shared_results
from resolvers.context import Context
from resolvers.once import Once
from resolvers.shared_results import SharedPage
from schema.connections import PageCursor, PageCursors, PageInfo, page_info
from schema.enums import OrderDirection
from schema.nodes import Node, global_id
from schema.organisations import Organisation
from schema.results import Candidate, Result

LONGEST_SEARCH = 200
# Fields of a shared result that differ between users of one organisation; a test compares them.
PERSONAL = frozenset({"isNew", "viewedAt"})


@strawberry.input(description="Which shares to list. Everything given must hold.")
class SharedResultFilter:
    """All fields may be left out."""

    shared_from: datetime | None = strawberry.field(
        default=None, description="Shared at this moment or later; left out: since ever."
    )
    shared_to: datetime | None = strawberry.field(
        default=None, description="Shared before this moment; left out: until now."
    )
    name: str | None = strawberry.field(
        default=None,
        description="The family name or first name begins so; accents and case do not matter. Left"
        " out: any name.",
    )
    exam_codes: list[str] | None = strawberry.field(
        default=None, description="One of these exams, by code; left out: any exam."
    )
    unopened_only: bool = strawberry.field(
        default=False, description="Only what you have not opened yet."
    )
    new_only: bool = strawberry.field(
        default=False, description="Only what was shared after you signed in before."
    )
    state: ShareState = strawberry.field(
        default=ShareState.ACTIVE,
        description="ACTIVE gives data; of EXPIRED and WITHDRAWN shares the line alone is left.",
    )


@strawberry.input(description="How to sort a list of shared results; the id breaks ties.")
class SharedResultOrder:
    """One field and a direction."""

    field: OrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(description="Which end comes first.")


@strawberry.type(description="What may be said of the result now.")
class Standing:
    """Three answers; unknown is never shown as good."""

    state: StandingState = strawberry.field(description="VERIFIED only while it is genuine.")
    reason_code: str = strawberry.field(
        description="RELEASED, AMENDED, REVOKED, WITHHELD, PENDING, SHARE_EXPIRED, SHARE_WITHDRAWN."
    )
    checked_at: datetime = strawberry.field(description="When this was read from the record.")


@strawberry.type(description="A candidate's grant of one result to one organisation.")
class SharedResult(Node):
    """Candidate and result are null once access has ended: the line stays, the data goes."""

    state: ShareState = strawberry.field(description="Whether it gives access.")
    shared_at: datetime = strawberry.field(description="When the candidate shared it.")
    expires_at: datetime | None = strawberry.field(
        description="When access ends by itself; null if it does not."
    )
    is_new: bool = strawberry.field(
        description="Shared after you signed in before; false for API clients and candidates."
    )
    viewed_at: datetime | None = strawberry.field(
        description="When you opened it first; null: not yet (shown in bold)."
    )
    opened_at: datetime | None = strawberry.field(
        description="For the candidate whose result it is: when somebody of the organisation opened"
        " it first; null: not yet, and for everybody else."
    )
    standing: Standing = strawberry.field(description="What may be said of the result now.")
    candidate: Candidate | None = strawberry.field(
        description="The person; null once access has ended."
    )
    result: Result | None = strawberry.field(description="The result; null once access has ended.")
    photo_url: str | None = strawberry.field(
        description="Path of the test-day photo, with the same credentials. Details only: null in"
        " lists, for exams without photo, when the candidate left it out, and unless the result is"
        " VERIFIED."
    )
    receiver: strawberry.Private[Once[OrganisationRow]]

    @strawberry.field(description="With whom the result is shared.")
    async def organisation(self) -> Organisation:
        """Your own, or, for a candidate, the receiver."""
        return Organisation.of(await self.receiver.get())

    @classmethod
    def of(
        cls,
        record: SharedResultRecord,
        context: Context,
        receiver: Once[OrganisationRow],
        *,
        has_details: bool = False,
        opened_at: datetime | None = None,
    ) -> Self:
        """The view of a record; `has_details` when it is shown by itself.

        `receiver` is the organisation; views of many records share one. `opened_at` is for the
        candidate alone.
        """
        state, reason = standing(record)
        catalogue = context.services.catalogue
        is_verified = state is StandingState.VERIFIED
        shows_photo = has_details and record.includes_photo and is_verified
        share_id = global_id(Kind.SHARE, record.share_id)
        return cls(
            id=share_id,
            state=record.state,
            shared_at=record.shared_at,
            expires_at=record.expires_at,
            is_new=record.is_new,
            viewed_at=record.viewed_at,
            opened_at=opened_at,
            standing=Standing(state=state, reason_code=reason, checked_at=context.now()),
            candidate=Candidate.of(record.candidate) if record.candidate else None,
            result=Result.of(record.result, catalogue) if record.result else None,
            photo_url=f"/downloads/photos/{share_id}" if shows_photo else None,
            receiver=receiver,
        )


@strawberry.type(description="A shared result in a list.")
class SharedResultEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in this list.")
    node: SharedResult = strawberry.field(description="The shared result.")


@strawberry.type(description="A page of shared results.")
class SharedResultConnection:
    """Relay's connection, with exact counts and numbered pages on request."""

    edges: list[SharedResultEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    shown: strawberry.Private[SharedPage]

    @strawberry.field(description="How many shares the list has; counted only when asked for.")
    async def total_count(self) -> int:
        """Exact without a filter; with one, exact up to 10 000."""
        return (await self.shown.total.get())[0]

    @strawberry.field(description="Whether totalCount is the cap of 10 000 and there are more.")
    async def total_count_is_capped(self) -> bool:
        """Only filtered lists are capped."""
        return (await self.shown.total.get())[1]

    @strawberry.field(description="Numbered pages of this size, for a pager.")
    async def page_cursors(
        self,
        info: strawberry.Info,
        size: Annotated[
            int, strawberry.argument(description="Rows of a page, 1 to 100: the list's `first`.")
        ],
    ) -> PageCursors:
        """`size` should be the `first` of the page. It is from 1 to 100."""
        maximum = pages.MAXIMUM_SIZE
        if not 1 <= size <= maximum:
            raise BadUserInput("reasons.page_size", ("size",), name="size", maximum=maximum)
        found = await shared_results.numbered_pages(info.context, self.shown, size)
        around = [self._page_cursor(start) for start in found.around]
        here = next(index for index, start in enumerate(around) if start.is_current)
        return PageCursors(
            first=PageCursor(number=1, cursor=None, is_current=around[here].number == 1),
            previous=around[here - 1] if here else None,
            around=around,
            last=self._page_cursor(found.last) if found.last else None,
        )

    def _page_cursor(self, start: PageStart) -> PageCursor:
        scope = self.shown.question.scope()
        return PageCursor(
            number=start.number,
            cursor=pages.encode(scope, start.after) if start.after else None,
            is_current=start.is_current,
        )

    @classmethod
    def of(cls, shown: SharedPage, context: Context) -> Self:
        """The view of a page."""
        edges = [_edge(shown, listed, context) for listed in shown.page.rows]
        cursors = [edge.cursor for edge in edges]
        return cls(edges=edges, page_info=page_info(shown.page, cursors), shown=shown)


def question(
    context: Context, filter: SharedResultFilter | None, order: SharedResultOrder | None
) -> Question:
    """What a client asks of the list, checked; `BadUserInput` says what is wrong."""
    asked = shared_results.plain_question(context)
    if order is not None:
        asked = replace(
            asked, order=order.field, is_descending=order.direction is OrderDirection.DESC
        )
    return asked if filter is None else _filtered(context, asked, filter)


def _filtered(context: Context, asked: Question, filter: SharedResultFilter) -> Question:
    codes = None if filter.exam_codes is None else tuple(sorted(set(filter.exam_codes)))
    for code in codes or ():
        if code not in context.services.catalogue.codes():
            raise BadUserInput("reasons.unknown_exam", ("filter", "examCodes"), code=code[:60])
    name = (filter.name or "").strip() or None
    if name is not None and not (names.search_key(name) and len(name) <= LONGEST_SEARCH):
        raise BadUserInput(
            "reasons.search_length", ("filter", "name"), minimum=1, maximum=LONGEST_SEARCH
        )
    return replace(
        asked,
        state=filter.state,
        shared_from=filter.shared_from,
        shared_to=filter.shared_to,
        exam_codes=codes,
        name=name,
        unopened_only=filter.unopened_only,
        new_only=filter.new_only,
    )


def _edge(shown: SharedPage, listed: Listed, context: Context) -> SharedResultEdge:
    return SharedResultEdge(
        cursor=pages.encode(shown.question.scope(), listed.position),
        node=SharedResult.of(listed.record, context, shown.organisation),
    )
