"""What candidates see and do: own results, share, withdraw, find an organisation."""

from datetime import datetime
from functools import partial
from typing import Self

import strawberry

from db import pages
from db.pages import Page, Position
from db.queries.results import OwnResult
from domain.global_ids import Kind
from domain.shared_results import SharedResultRecord
from domain.states import SHOWN, ShareState
from resolvers import organisations, sharing
from resolvers.context import Context
from resolvers.once import Once
from resolvers.operations import authorise
from resolvers.sharing import AlreadySharedWith, Grant, Wish
from schema import idempotency
from schema.connections import PageInfo, page_info
from schema.nodes import required
from schema.organisations import Organisation
from schema.results import Candidate, Result
from schema.shared_results import SharedResult
from schema.user_errors import Payload, mutation, user_error


@strawberry.type(description="A result of your own, and with whom it is shared.")
class MyResult:
    """What the candidate sees of a result."""

    result: Result = strawberry.field(description="The result.")
    candidate: Candidate = strawberry.field(description="You, as the awarding body holds you.")
    can_be_shared: bool = strawberry.field(
        description="False while the result is withheld, and after it was revoked."
    )
    shares: list[SharedResult] = strawberry.field(
        description="Every share of it in any state, newest first."
    )

    @classmethod
    def of(cls, own: OwnResult, grants: list[Grant], context: Context) -> Self:
        """The view of a result with its shares."""
        return cls(
            result=Result.of(own.result, context.services.catalogue),
            candidate=Candidate.of(own.candidate),
            can_be_shared=own.result.state in SHOWN,
            shares=[granted(context, grant) for grant in grants],
        )


@strawberry.type(description="A result of your own in the list.")
class MyResultEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: MyResult = strawberry.field(description="The result.")


@strawberry.type(description="Your results, newest exam first.")
class MyResultConnection:
    """Relay's connection."""

    edges: list[MyResultEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    total_count: int = strawberry.field(description="How many results you have.")


@strawberry.type(description="An organisation in the directory.")
class OrganisationEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: Organisation = strawberry.field(description="The organisation.")


@strawberry.type(
    description="Organisations that were found, at most 20: first those whose name begins with the"
    " text, then by name."
)
class OrganisationConnection:
    """Relay's connection."""

    edges: list[OrganisationEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")


@strawberry.input(description="What to share with whom.")
class ShareResultInput(idempotency.MutationInput):
    """One of your results and an approved organisation."""

    result_id: strawberry.ID = strawberry.field(description="Of one of your results.")
    organisation_id: strawberry.ID = strawberry.field(
        description="Of an organisation in the directory."
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="When access is to end by itself; left out: it does not."
    )
    includes_photo: bool | None = strawberry.field(
        default=None,
        description="Whether the test-day photo goes along; left out: yes, if the exam has one.",
    )


@strawberry.input(description="Which share to end.")
class WithdrawShareInput(idempotency.MutationInput):
    """One of your shares."""

    id: strawberry.ID = strawberry.field(description="Of one of your active shares.")


@strawberry.type(description="The share that was made.")
class ShareResultPayload(Payload):
    """With ALREADY_SHARED, the share that exists."""

    share: SharedResult | None = strawberry.field(
        default=None, description="The share; null after a refusal other than ALREADY_SHARED."
    )


@strawberry.type(description="The share that was ended.")
class WithdrawSharePayload(Payload):
    """The line that is left."""

    share: SharedResult | None = strawberry.field(
        default=None, description="The share; null after a refusal."
    )


@strawberry.type
class SharingMutation:
    """Mutations of candidates."""

    @mutation(
        ShareResultPayload,
        "Give an organisation access to one of your results. NOT_FOUND for what is not yours or not"
        " there, WITHHELD, NOT_SHAREABLE, ALREADY_SHARED with the existing share.",
    )
    async def share_result(
        self, info: strawberry.Info, input: ShareResultInput
    ) -> ShareResultPayload:
        """Everybody who wants to know is told."""
        authorise(info.context, "shareResult")  # before the ids are read
        wish = Wish(
            result_id=required(Kind.RESULT, input.result_id, "resultId"),
            organisation_id=required(Kind.ORGANISATION, input.organisation_id, "organisationId"),
            expires_at=input.expires_at,
            includes_photo=input.includes_photo,
        )
        try:
            grant = await sharing.share(info.context, wish, asked=idempotency.asked(input))
        except AlreadySharedWith as refusal:
            return ShareResultPayload(
                share=granted(info.context, refusal.existing),
                user_errors=[user_error(refusal, info.context)],
            )
        return ShareResultPayload(share=granted(info.context, grant))

    @mutation(
        WithdrawSharePayload,
        "End an organisation's access to one of your results, at once. Files that were downloaded"
        " before cannot be called back.",
    )
    async def withdraw_share(
        self, info: strawberry.Info, input: WithdrawShareInput
    ) -> WithdrawSharePayload:
        """Every path looks at the share's state again."""
        authorise(info.context, "withdrawShare")
        share_id = required(Kind.SHARE, input.id, "id")
        asked = idempotency.asked(input)
        grant = await sharing.withdraw(info.context, share_id, asked=asked)
        return WithdrawSharePayload(share=granted(info.context, grant))


async def my_results(context: Context, first: int | None, after: str | None) -> MyResultConnection:
    """The candidate's results, paged for the sake of uniformity: nobody has hundreds."""
    rows = await sharing.my_results(context)
    scope = f"myResults {context.require_viewer().account_id}"
    asked = pages.window(scope, str, first=first, after=after)
    page: Page[tuple[OwnResult, list[Grant]]] = pages.of_all(
        rows, _position, asked, is_descending=True
    )
    edges = [
        MyResultEdge(
            cursor=pages.encode(scope, _position(row)), node=MyResult.of(row[0], row[1], context)
        )
        for row in page.rows
    ]
    info = page_info(page, [edge.cursor for edge in edges])
    return MyResultConnection(edges=edges, page_info=info, total_count=len(rows))


async def directory(
    context: Context, search: str, first: int | None, after: str | None
) -> OrganisationConnection:
    """A page of what the directory finds."""
    rows = await organisations.directory(context, search)
    scope = f"organisationDirectory {search}"
    asked = pages.window(scope, str, first=first, after=after)
    page = pages.of_all(rows, partial(organisations.position, search), asked)
    edges = [
        OrganisationEdge(
            cursor=pages.encode(scope, organisations.position(search, row)),
            node=Organisation.of(row),
        )
        for row in page.rows
    ]
    return OrganisationConnection(
        edges=edges, page_info=page_info(page, [edge.cursor for edge in edges])
    )


def granted(context: Context, grant: Grant) -> SharedResult:
    """A share as its candidate sees it."""
    share, own = grant.share, grant.own
    is_over = share.expires_at is not None and share.expires_at <= context.now()
    is_active = share.state is ShareState.ACTIVE and not is_over
    record = SharedResultRecord(
        share_id=share.id,
        organisation_id=share.organisation_id,
        state=ShareState.EXPIRED if is_over and share.state is ShareState.ACTIVE else share.state,
        shared_at=share.shared_at,
        expires_at=share.expires_at,
        viewed_at=None,
        is_new=False,
        includes_photo=share.includes_photo,
        candidate=own.candidate if own and is_active else None,
        result=own.result if own and is_active else None,
    )
    receiver = Once.known(grant.organisation)
    return SharedResult.of(record, context, receiver, opened_at=grant.opened_at)


def _position(row: tuple[OwnResult, list[Grant]]) -> Position:
    return Position(row[0].result.exam_date.isoformat(), row[0].result.id)
