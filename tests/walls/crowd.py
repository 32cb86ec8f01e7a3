"""Two tenants with a row in every table, so that a hole in any wall shows something."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import SQLModel

from db.engine import Identity
from db.ids import new_id
from db.keyring import KeyRing
from db.models.api_clients import ApiKey
from db.models.organisations import Organisation
from db.models.results import Result
from db.models.shares import Share
from db.models.users import Session, User
from domain.permissions import Role
from domain.states import ExportState
from resolvers.second_factors import seed_place
from resolvers.webhooks import secret_place
from tests import factories, work_factories
from tests.factories import now

WEBHOOK_SECRET = "whsec_in-plain-text-for-tests"
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """An organisation with a user, and a candidate who has shared a result with it.

    One more result of the candidate is shared and overdue, another one is under embargo.
    """

    organisation: Organisation
    user: User
    candidate_user: User
    result: Result
    embargoed: Result
    share: Share
    session: Session
    key: ApiKey
    rows: tuple[SQLModel, ...]

    @property
    def organisation_id(self) -> UUID:
        return self.organisation.id

    def member(self) -> Identity:
        """The user of the organisation."""
        return Identity(
            organisation_id=self.organisation.id, user_id=self.user.id, account_id=self.user.id
        )

    def client(self) -> Identity:
        """The API client of the organisation."""
        return Identity(organisation_id=self.organisation.id, account_id=self.key.client_id)

    def candidate(self) -> Identity:
        """The candidate who has shared."""
        account_id = self.candidate_user.id
        return Identity(
            candidate_id=self.result.candidate_id, user_id=account_id, account_id=account_id
        )

    def one(self, table: str) -> SQLModel:
        """Some row of this tenant in a table."""
        return next(row for row in self.rows if row.__tablename__ == table)


def tenant(keyring: KeyRing) -> Tenant:
    """A tenant that is not yet stored."""
    organisation = factories.organisation()
    user = factories.user(role=Role.PRIMARY, organisation_id=organisation.id)
    key_owner = factories.api_client(organisation.id)
    key = factories.api_key(key_owner)
    session = factories.session(user.id)
    centre, person = factories.centre(), factories.candidate()
    candidate_user = factories.user(role=Role.CANDIDATE, candidate_id=person.id)
    result = factories.result(person.id, centre.id)
    embargoed = factories.result(person.id, centre.id, release_at=now() + timedelta(days=1))
    overdue_result = factories.result(person.id, centre.id)
    share = factories.share(result, organisation.id, includes_photo=True)
    overdue = factories.share(
        overdue_result, organisation.id, expires_at=now() - timedelta(minutes=1)
    )
    return Tenant(
        organisation=organisation,
        user=user,
        candidate_user=candidate_user,
        result=result,
        embargoed=embargoed,
        share=share,
        session=session,
        key=key,
        rows=(
            *(organisation, factories.counter(organisation.id, last_seq=1, active_shares=2)),
            *(user, candidate_user, session, factories.session(candidate_user.id)),
            *(factories.user_secret(user.id), factories.user_secret(candidate_user.id)),
            *_proofs(keyring, user),
            *_proofs(keyring, candidate_user),
            *(factories.sign_in_attempt(), key_owner, key, centre, person),
            *(result, overdue_result, embargoed, factories.photo(result.id)),
            *(factories.result_version(each.id) for each in (result, overdue_result, embargoed)),
            *(share, overdue, factories.share_view(share, user.id)),
            *(
                work_factories.letter(),
                work_factories.link(user),
                work_factories.link(candidate_user),
            ),
            *_work(keyring, user, share),
        ),
    )


def _proofs(keyring: KeyRing, user: User) -> list[SQLModel]:
    sealed = keyring.seal(seed_place(user.id), SEED)
    return [
        factories.second_factor(user.id, seed=sealed),
        *(factories.recovery_code(user.id), factories.acceptance(user.id)),
    ]


def _work(keyring: KeyRing, user: User, share: Share) -> list[SQLModel]:
    organisation_id = share.organisation_id
    event = work_factories.event(organisation_id, 1, share_id=share.id, result_id=share.result_id)
    endpoint_id = new_id()
    sealed = keyring.seal(secret_place(endpoint_id), WEBHOOK_SECRET)
    endpoint = work_factories.webhook_endpoint(organisation_id, id=endpoint_id, secret=sealed)
    delivery = work_factories.webhook_delivery(endpoint, event)
    file = work_factories.stored_file(organisation_id)
    export = work_factories.export(
        organisation_id, created_by=user.id, state=ExportState.READY, file_id=file.id
    )
    seal = work_factories.audit_seal(organisation_id)
    return [
        *(seal, work_factories.audit_chain(seal)),
        *(event, endpoint, delivery, work_factories.delivery_attempt(delivery)),
        *(file, export, work_factories.export_subject(export, share.id)),
        *(work_factories.notification_preference(user), work_factories.mail(user, event)),
        *(work_factories.audit_row(user, [share.id]), work_factories.idempotency_key(user.id)),
    ]
