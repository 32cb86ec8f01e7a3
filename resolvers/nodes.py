"""Objects by their global ids: absent and forbidden look the same, on every kind."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from db.models.events import Event
from db.models.organisations import Organisation
from db.models.users import Session, User
from db.models.webhooks import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from db.queries import accounts, organisations, webhooks
from db.queries.exports import ExportWithFile
from domain import permissions
from domain.global_ids import Kind
from domain.permissions import INSTITUTION, Role
from domain.shared_results import SharedResultRecord
from domain.states import OrganisationState
from resolvers import exports, sessions, shared_results, sharing
from resolvers.context import Context
from resolvers.operations import operation
from resolvers.sharing import Grant

MAXIMUM_IDS: Final = 100


@dataclass(frozen=True, slots=True)
class FoundShare:
    """A share of the viewer's organisation."""

    record: SharedResultRecord


@dataclass(frozen=True, slots=True)
class FoundGrant:
    """A share of the candidate's own, with the result."""

    grant: Grant


@dataclass(frozen=True, slots=True)
class FoundExport:
    """An export of the viewer's organisation."""

    export: ExportWithFile


@dataclass(frozen=True, slots=True)
class FoundEndpoint:
    """A webhook endpoint of the viewer's organisation."""

    endpoint: WebhookEndpoint


@dataclass(frozen=True, slots=True)
class FoundDelivery:
    """A delivery to an endpoint of the viewer's organisation."""

    delivery: WebhookDelivery
    event: Event
    attempts: list[DeliveryAttempt]


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """The viewer's organisation or, for a candidate, one in the directory."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class FoundUser:
    """The viewer, or a colleague."""

    user: User


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session of the viewer's own that is good."""

    session: Session


Found = (
    FoundShare
    | FoundGrant
    | FoundExport
    | FoundEndpoint
    | FoundDelivery
    | FoundOrganisation
    | FoundUser
    | FoundSession
)
Many = dict[UUID, Found]


@operation("node")
async def by_id(context: Context, id: tuple[Kind, UUID]) -> Found | None:
    """What the viewer may see of this id."""
    return (await _find(context, [id])).get(id)


@operation("nodes")
async def by_ids(
    context: Context, ids: Sequence[tuple[Kind, UUID]]
) -> dict[tuple[Kind, UUID], Found]:
    """What the viewer may see of these ids, at most `MAXIMUM_IDS`."""
    return await _find(context, ids)


async def _find(
    context: Context, ids: Sequence[tuple[Kind, UUID]]
) -> dict[tuple[Kind, UUID], Found]:
    found: dict[tuple[Kind, UUID], Found] = {}
    if context.viewer is None:
        return found
    for kind in dict.fromkeys(kind for kind, _ in ids):
        find = _FINDERS.get(kind)
        if find is not None:
            rows = await find(context, [each for of_kind, each in ids if of_kind is kind])
            found |= {(kind, each): row for each, row in rows.items()}
    return found


async def _shares(context: Context, ids: Sequence[UUID]) -> Many:
    if context.require_viewer().role is Role.CANDIDATE:
        return await _grants(context, ids)
    if not _may(context, "sharedResults"):
        return {}
    records = await shared_results.by_ids(context, ids, "node")
    return {each: FoundShare(record) for each, record in records.items()}


async def _grants(context: Context, ids: Sequence[UUID]) -> Many:
    return {grant.share.id: FoundGrant(grant) for grant in await sharing.grants(context, ids)}


async def _exports(context: Context, ids: Sequence[UUID]) -> Many:
    if not _may(context, "exports"):
        return {}
    rows = await exports.by_ids(context, ids)
    return {each: FoundExport(row) for each, row in rows.items()}


async def _endpoints(context: Context, ids: Sequence[UUID]) -> Many:
    if not _may(context, "webhookEndpoints"):
        return {}
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        rows = await webhooks.endpoints(session, organisation_id)
    return {row.id: FoundEndpoint(row) for row in rows if row.id in ids}


async def _deliveries(context: Context, ids: Sequence[UUID]) -> Many:
    if not _may(context, "webhookEndpoints"):
        return {}
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        attempts = await webhooks.attempts(session, organisation_id, ids)
        rows = await webhooks.deliveries_by_ids(session, organisation_id, ids)
    return {row.id: FoundDelivery(row, event, attempts[row.id]) for row, event in rows}


async def _organisations(context: Context, ids: Sequence[UUID]) -> Many:
    viewer = context.require_viewer()
    async with context.transaction() as session:
        if viewer.role is not Role.CANDIDATE:
            ids = [each for each in ids if each == viewer.organisation_id]
        rows = await organisations.by_ids(session, ids)
    is_candidate = viewer.role is Role.CANDIDATE
    return {
        row.id: FoundOrganisation(row)
        for row in rows.values()
        if not is_candidate or row.state is OrganisationState.APPROVED
    }


async def _users(context: Context, ids: Sequence[UUID]) -> Many:
    viewer = context.require_viewer()
    may_see = (
        ids if viewer.role in INSTITUTION else [each for each in ids if each == viewer.user_id]
    )
    async with context.transaction() as session:
        rows = await accounts.by_ids(session, may_see)
        await context.audit(session, "node", [row.id for row in rows])
    return {row.id: FoundUser(row) for row in rows}


async def _sessions(context: Context, ids: Sequence[UUID]) -> Many:
    if not _may(context, "sessions"):
        return {}
    return {row.id: FoundSession(row) for row in await sessions.mine(context) if row.id in ids}


def _may(context: Context, operation_name: str) -> bool:
    viewer = context.require_viewer()
    return permissions.is_allowed(operation_name, viewer.role, viewer.scopes)


_FINDERS: Final[Mapping[Kind, Callable[[Context, Sequence[UUID]], Awaitable[Many]]]] = {
    Kind.SHARE: _shares,
    Kind.EXPORT: _exports,
    Kind.ENDPOINT: _endpoints,
    Kind.DELIVERY: _deliveries,
    Kind.ORGANISATION: _organisations,
    Kind.USER: _users,
    Kind.SESSION: _sessions,
}
