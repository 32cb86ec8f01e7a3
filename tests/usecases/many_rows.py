"""An organisation with a hundred of everything, and a candidate with a hundred results."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.ids import new_id
from db.models.exports import Export
from db.models.links import Link
from db.models.users import User
from db.models.webhooks import WebhookDelivery, WebhookEndpoint
from db.queries import links
from domain import global_ids
from domain.events import EventType
from domain.global_ids import Kind
from domain.links import LinkPurpose
from domain.permissions import Role
from domain.states import DeliveryState, ExportState, UserState
from resolvers import authentication
from resolvers.context import Viewer
from tests import factories, work_factories
from tests.api import Api
from tests.usecases import lists

MANY = 100
MEMBER = "member@northbridge.example"
OVER = DeliveryState.DELIVERED
ENDPOINTS = 9  # with the one that an operation adds there are ten


@dataclass(frozen=True, slots=True)
class Many:
    """Who sees them, and ids to ask for."""

    primary: Viewer
    candidate: Viewer
    shares: list[str]
    last_cursor: str  # of the page that holds them
    grants: list[str]
    endpoints: list[str]
    deliveries: list[str]
    exports: list[str]
    result: str
    organisation: str
    session: str
    reset: str
    new_address: str
    colleague: str
    invited: str

    def one_of_each(self) -> list[str]:
        """Ids of every type that the primary user sees, at most a hundred."""
        ours = [self.organisation, global_ids.encode(Kind.USER, self.primary.account_id)]
        rows = [*self.endpoints, *self.exports[:20], *self.deliveries[:20]]
        return [*ours, *rows, *self.shares[: MANY - len(rows) - len(ours)]]


async def made(api: Api, primary: Viewer) -> Many:
    """Write them past all walls."""
    organisation_id = primary.require_organisation()
    await api.save(*(factories.organisation() for _ in range(30)))
    endpoints, deliveries = await _log(api, organisation_id)
    exports = await _exports(api, primary)
    candidate, result, grants = await _candidate(api, organisation_id)
    page = await lists.page(api, primary, first=MANY)
    session = factories.session(primary.account_id)
    await api.save(session)
    colleagues = await _colleagues(api, organisation_id)
    return Many(
        primary=primary,
        candidate=candidate,
        shares=lists.ids_of(page),
        last_cursor=page["pageInfo"]["endCursor"],
        grants=grants,
        endpoints=[global_ids.encode(Kind.ENDPOINT, row.id) for row in endpoints],
        deliveries=[global_ids.encode(Kind.DELIVERY, row.id) for row in deliveries],
        exports=[global_ids.encode(Kind.EXPORT, row.id) for row in exports],
        result=result,
        organisation=global_ids.encode(Kind.ORGANISATION, organisation_id),
        session=global_ids.encode(Kind.SESSION, session.id),
        reset=await _link(api, LinkPurpose.PASSWORD_RESET, MEMBER),
        new_address=await _link(api, LinkPurpose.EMAIL_CHANGE, f"another.{MEMBER}"),
        colleague=global_ids.encode(Kind.USER, colleagues[0].id),
        invited=global_ids.encode(Kind.USER, colleagues[1].id),
    )


async def _colleagues(api: Api, organisation_id: UUID) -> list[User]:
    """A hundred, of whom the second has not chosen a password yet."""
    colleagues = [factories.user(organisation_id=organisation_id) for _ in range(MANY)]
    colleagues[1].state = UserState.INVITED
    await api.save(*colleagues)
    return colleagues


async def _link(api: Api, purpose: LinkPurpose, address: str) -> str:
    """The token of a link of a member, sent to this address."""
    member = await api.one("SELECT id FROM users WHERE email_key = $1", MEMBER)
    link_id, token = new_id(), secrets.token_urlsafe(32)
    place = links.address_place(link_id)
    row = Link(
        id=link_id,
        token_hash=authentication.hash_of(token),
        purpose=purpose,
        user_id=member["id"],
        address=api.services.keyring.seal(place, address),
        created_at=factories.now(),
        expires_at=factories.now() + timedelta(hours=1),
    )
    await api.save(row)
    return token


async def _log(
    api: Api, organisation_id: UUID
) -> tuple[list[WebhookEndpoint], list[WebhookDelivery]]:
    """A hundred events, delivered to each endpoint at the second attempt."""
    newest = "SELECT coalesce(max(org_seq), 0) AS number FROM events WHERE organisation_id = $1"
    head = (await api.one(newest, organisation_id))["number"]
    events = [
        work_factories.event(organisation_id, head + number, type=EventType.ENDPOINT_TEST)
        for number in range(1, MANY + 1)
    ]
    endpoints = [work_factories.webhook_endpoint(organisation_id) for _ in range(ENDPOINTS)]
    await api.save(*events, *endpoints)
    deliveries = [
        work_factories.webhook_delivery(endpoint, event, state=OVER, sequence=number)
        for endpoint in endpoints
        for number, event in enumerate(events, 1)
    ]
    attempts = [
        work_factories.delivery_attempt(delivery, number=number)
        for delivery in deliveries
        for number in (1, 2)
    ]
    await api.save(*deliveries)
    await api.save(*attempts)
    await api.sql("UPDATE organisation_counters SET last_seq = $1", head + MANY)
    return endpoints, deliveries


async def _exports(api: Api, primary: Viewer) -> list[Export]:
    organisation_id = primary.require_organisation()
    files = [work_factories.stored_file(organisation_id) for _ in range(MANY)]
    exports = [
        work_factories.export(
            organisation_id, state=ExportState.READY, file_id=file.id, created_by=primary.account_id
        )
        for file in files
    ]
    await api.save(*files)
    await api.save(*exports)
    return exports


async def _candidate(api: Api, organisation_id: UUID) -> tuple[Viewer, str, list[str]]:
    """Somebody with a hundred results, all shared but the last."""
    who, centre = factories.candidate(), factories.centre()
    day = factories.now().date()
    results = [
        factories.result(who.id, centre.id, exam_date=day - timedelta(days=number))
        for number in range(MANY)
    ]
    versions = [factories.result_version(result.id) for result in results]
    shares: list[Any] = [factories.share(result, organisation_id) for result in results[:-1]]
    user = factories.user(role=Role.CANDIDATE, candidate_id=who.id)
    await api.save(who, centre, user, *results, *versions, *shares)
    viewer = await api.viewer(user.email)
    ids = [global_ids.encode(Kind.SHARE, share.id) for share in shares]
    return viewer, global_ids.encode(Kind.RESULT, results[-1].id), ids
