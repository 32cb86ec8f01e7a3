"""The root fields that read."""

from dataclasses import dataclass
from typing import Annotated, Self

import strawberry

from db.models.organisations import Organisation as OrganisationRow
from domain import global_ids
from domain.errors import BadUserInput
from domain.states import UserState
from resolvers import exams, nodes, organisations, service_info, shared_results
from resolvers.once import Once
from resolvers.webhooks import Logs, logs
from schema import audit_log, events, exports, sessions, sharing, users, webhooks
from schema.arguments import After, Before, First, Last
from schema.audit_log import AuditConnection, AuditLogFilter
from schema.events import EventConnection
from schema.exams import Exam
from schema.exports import Export, ExportConnection
from schema.nodes import Node
from schema.organisations import Organisation, User, Viewer
from schema.service_info import ServiceInfo
from schema.sessions import OpenSession, OpenSessionConnection
from schema.shared_results import (
    SharedResult,
    SharedResultConnection,
    SharedResultFilter,
    SharedResultOrder,
    question,
)
from schema.sharing import MyResultConnection, OrganisationConnection
from schema.users import UserConnection
from schema.webhooks import WebhookEndpointConnection


@strawberry.type(description="How many shares are new.")
class NewShareCount:
    """For the greeting of the list."""

    count: int = strawberry.field(description="Active shares since you signed in before.")
    is_capped: bool = strawberry.field(description="Whether there are more than `count`.")


@strawberry.type(description="Everything that can be read.")
class Query:
    """The contract's queries."""

    @strawberry.field(
        description="An object by its global id; null if there is none or it is not yours."
    )
    async def node(
        self,
        info: strawberry.Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")],
    ) -> Node | None:
        """Relay's node."""
        decoded = global_ids.decode(id)
        found = await nodes.by_id(info.context, decoded) if decoded else None
        return _view(info, found, _Shared.of(info))

    @strawberry.field(
        description="Objects by their global ids, at most 100, in the order asked; null for each"
        " that is not there or not yours."
    )
    async def nodes(
        self,
        info: strawberry.Info,
        ids: Annotated[
            list[strawberry.ID],
            strawberry.argument(description="Global ids of any types, at most 100."),
        ],
    ) -> list[Node | None]:
        """Relay's nodes."""
        return await _nodes(info, ids)

    @strawberry.field(description="The service that answers.")
    async def service(self, info: strawberry.Info) -> ServiceInfo:
        """Works for visitors, too."""
        return ServiceInfo.of(await service_info.facts(info.context))

    @strawberry.field(description="Who asks, and for whom.")
    async def viewer(self, info: strawberry.Info) -> Viewer:
        """Works for visitors, too."""
        user, organisation = await organisations.viewer(info.context)
        return Viewer.of(info.context.viewer, user, organisation)

    @strawberry.field(description="The exams whose results this service verifies.")
    async def exams(self, info: strawberry.Info) -> list[Exam]:
        """With their latest facts."""
        return [Exam.of(period) for period in await exams.exams(info.context)]

    @strawberry.field(
        description="Approved organisations that have each word of the text, or a word that begins"
        " so, in their name (2 to 200 characters)."
    )
    async def organisation_directory(
        self,
        info: strawberry.Info,
        search: Annotated[
            str,
            strawberry.argument(
                description="Words of a name, as far as typed; accents and case do not matter."
            ),
        ],
        first: First = None,
        after: After = None,
    ) -> OrganisationConnection:
        """For candidates."""
        return await sharing.directory(info.context, search, first, after)

    @strawberry.field(
        description="Results that candidates have shared with your organisation. Default order:"
        " newest first."
    )
    async def shared_results(
        self,
        info: strawberry.Info,
        filter: Annotated[
            SharedResultFilter | None,
            strawberry.argument(description="Which shares; left out: all that are active."),
        ] = None,
        order_by: Annotated[
            SharedResultOrder | None,
            strawberry.argument(description="In which order; left out: newest first."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> SharedResultConnection:
        """The look is on record before the page is answered."""
        context = info.context
        window = {"first": first, "after": after, "last": last, "before": before}
        asked = question(context, filter, order_by)
        shown = await shared_results.page(context, asked, **window)
        return SharedResultConnection.of(shown, context)

    @strawberry.field(description="How many active shares came since you signed in before.")
    async def new_share_count(self, info: strawberry.Info) -> NewShareCount:
        """Per user."""
        count, is_capped = await shared_results.new_count(info.context)
        return NewShareCount(count=count, is_capped=is_capped)

    @strawberry.field(description="Your own results that are out, newest exam first.")
    async def my_results(
        self, info: strawberry.Info, first: First = None, after: After = None
    ) -> MyResultConnection:
        """For candidates."""
        return await sharing.my_results(info.context, first, after)

    @strawberry.field(description="The organisation's exports, newest first.")
    async def exports(
        self,
        info: strawberry.Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ExportConnection:
        """The history."""
        return await exports.connection(info.context, first, after, last, before)

    @strawberry.field(description="The organisation's webhook endpoints.")
    async def webhook_endpoints(
        self, info: strawberry.Info, first: First = None, after: After = None
    ) -> WebhookEndpointConnection:
        """With their logs."""
        return await webhooks.endpoints(info.context, first, after)

    @strawberry.field(
        description="Events after a cursor, oldest first: for receivers that were down, and to"
        " prove completeness, since sequences have no gaps."
    )
    async def events(
        self, info: strawberry.Info, first: First = None, after: After = None
    ) -> EventConnection:
        """The same cursors as in subscriptions."""
        return await events.event_list(info.context, first, after)

    @strawberry.field(description="Where you are signed in now, newest first.")
    async def sessions(
        self, info: strawberry.Info, first: First = None, after: After = None
    ) -> OpenSessionConnection:
        """For everybody who has an account."""
        return await sessions.mine(info.context, first, after)

    @strawberry.field(
        description="The users of your organisation, those who came first at the head; who was"
        " removed is in it only if you ask for that state."
    )
    async def users(
        self,
        info: strawberry.Info,
        states: Annotated[
            list[UserState] | None,
            strawberry.argument(description="In which states; left out: all but REMOVED."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> UserConnection:
        """For primary users."""
        window = {"first": first, "after": after, "last": last, "before": before}
        return await users.connection(info.context, states, **window)

    @strawberry.field(
        description="What was done and who has seen whose data, newest first: in your organisation,"
        " or for auditors anywhere."
    )
    async def audit_log(
        self,
        info: strawberry.Info,
        filter: Annotated[
            AuditLogFilter | None,
            strawberry.argument(description="Which rows; left out: all that you may see."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> AuditConnection:
        """Reading it is on record, too."""
        window = {"first": first, "after": after, "last": last, "before": before}
        return await audit_log.connection(info.context, filter, **window)


async def _nodes(info: strawberry.Info, ids: list[strawberry.ID]) -> list[Node | None]:
    if len(ids) > nodes.MAXIMUM_IDS:
        raise BadUserInput("reasons.ids_count", ("ids",), maximum=nodes.MAXIMUM_IDS)
    decoded = [global_ids.decode(id_) for id_ in ids]
    found = await nodes.by_ids(info.context, [each for each in decoded if each])
    shared = _Shared.of(info)
    return [_view(info, found.get(each) if each else None, shared) for each in decoded]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the views of many rows read together."""

    own: Once[OrganisationRow]
    logs: Logs

    @classmethod
    def of(cls, info: strawberry.Info) -> Self:
        return cls(shared_results.own_organisation(info.context), logs(info.context))


def _view(info: strawberry.Info, row: nodes.Found | None, shared: _Shared) -> Node | None:
    """The view of whatever was found."""
    match row:
        case nodes.FoundShare(record=record):
            return SharedResult.of(record, info.context, shared.own, has_details=True)
        case nodes.FoundGrant(grant=grant):
            return sharing.granted(info.context, grant)
        case nodes.FoundExport(export=export):
            return Export.of(export)
        case nodes.FoundEndpoint(endpoint=endpoint):
            return webhooks.WebhookEndpoint.of(endpoint, shared.logs)
        case nodes.FoundDelivery(delivery=row_, event=event, attempts=attempts):
            return webhooks.delivery(row_, event, attempts)
        case nodes.FoundOrganisation(organisation=organisation):
            return Organisation.of(organisation)
        case nodes.FoundUser(user=user):
            return User.of(user)
        case nodes.FoundSession(session=session):
            return OpenSession.of(session, info.context)
        case None:
            return None
