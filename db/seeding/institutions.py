"""Rows of the sample organisations: their accounts, choices and API clients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from db.ids import new_id
from db.sample.records import SampleOrganisation, SampleUser
from db.seeding.copying import Row
from domain import names
from domain.permissions import Role, Scope
from domain.states import ApiClientState
from domain.terms import TermsVersion

KEY_LIFE: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Client:
    """An API client that is to be written."""

    id: UUID
    organisation: SampleOrganisation


def organisations(institutions: Sequence[SampleOrganisation]) -> Iterator[Row]:
    """Rows of `organisations`."""
    for institution in institutions:
        yield {
            "id": institution.id,
            "name": institution.name,
            "name_key": names.search_key(institution.name),
            "type": institution.type,
            "town": institution.town,
            "country": institution.country,
            "website": institution.website,
            "email_domain": institution.email_domain,
            "time_zone": institution.time_zone,
            "language": institution.language,
            "state": institution.state,
            "created_at": institution.registered_at,
        }


def counters(
    institutions: Sequence[SampleOrganisation],
    newest: Mapping[UUID, int],
    active: Mapping[UUID, int],
) -> Iterator[Row]:
    """Rows of `organisation_counters`, from the newest event and the active shares of each."""
    for institution in institutions:
        yield {
            "organisation_id": institution.id,
            "last_seq": newest.get(institution.id, 0),
            "active_shares": active.get(institution.id, 0),
        }


def users(accounts: Sequence[SampleUser]) -> Iterator[Row]:
    """Rows of `users`."""
    for account in accounts:
        yield {
            "id": account.id,
            "email": account.email,
            "email_key": account.email.lower(),
            "role": account.role,
            "organisation_id": account.organisation_id,
            "candidate_id": account.candidate_id,
            "first_name": account.first_name,
            "family_name": account.family_name,
            "job_title": account.job_title,
            "language": account.language,
            "state": account.state,
            "created_at": account.created_at,
            "last_sign_in_at": account.last_sign_in_at,
        }


def secrets(accounts: Sequence[SampleUser], password_hash: str) -> Iterator[Row]:
    """Rows of `user_secrets`: all sample accounts have the same password."""
    for account in accounts:
        yield {
            "user_id": account.id,
            "password_hash": password_hash,
            "changed_at": account.created_at,
        }


def acceptances(accounts: Sequence[SampleUser], terms: TermsVersion) -> Iterator[Row]:
    """Rows of `terms_acceptances`: members have accepted the version as soon as it applied."""
    began = datetime.combine(terms.applies_from, time(), UTC)
    for account in accounts:
        if account.organisation_id is not None:
            yield {
                "user_id": account.id,
                "version": terms.id,
                "accepted_at": max(account.created_at, began),
            }


def preferences(
    accounts: Sequence[SampleUser],
    organisation_id: UUID,
    newest: Mapping[UUID, int],
) -> Iterator[Row]:
    """Rows of `notification_preferences` of one organisation's users.

    Its primary user hears of every candidate, the others once a week; what was shared before the
    seed is not told.
    """
    for account in accounts:
        if account.organisation_id == organisation_id:
            yield {
                "user_id": account.id,
                "organisation_id": organisation_id,
                "is_on": True,
                "every_candidate": account.role is Role.PRIMARY,
                "daily_summary": False,
                "weekly_summary": account.role is not Role.PRIMARY,
                "each_seq": newest.get(organisation_id, 0),
                "updated_at": account.created_at,
            }


def api_client(client: Client) -> Row:
    """The row of `api_clients`: a machine of the organisation with every scope."""
    return {
        "id": client.id,
        "organisation_id": client.organisation.id,
        "name": "Admissions system",
        "scopes": [scope.value for scope in Scope],
        "state": ApiClientState.APPROVED,
        "created_at": client.organisation.approved_at,
    }


def api_key(client: Client, key_hash: bytes, today: datetime) -> Row:
    """The row of `api_keys`: the key lives for twelve months."""
    return {
        "id": new_id(),
        "client_id": client.id,
        "organisation_id": client.organisation.id,
        "key_hash": key_hash,
        "created_at": today,
        "expires_at": today + KEY_LIFE,
        "revoked_at": None,
    }
