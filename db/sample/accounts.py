"""The accounts of the demonstration: who they are; the password is set where they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from db.sample import draws, identifiers
from db.sample.records import SampleCandidate, SampleOrganisation, SampleUser
from domain.permissions import Role
from domain.states import UserState
from domain.texts import Language

CANDIDATE_EMAIL: Final = "candidate@demo.example"


@dataclass(frozen=True, slots=True)
class Account:
    """One person who can sign in. `days_away`: since when; None: has never signed in."""

    email: str
    role: Role
    first_name: str
    family_name: str
    job_title: str
    language: Language
    days_away: int | None


ACCOUNTS: Final = (
    Account(
        "primary@northbridge.example", Role.PRIMARY, "Harriet", "Okafor",
        "Head of Admissions", Language.EN, 3,
    ),
    Account(
        "member@northbridge.example", Role.MEMBER, "Tomasz", "Bell",
        "Admissions Officer", Language.EN, 9,
    ),
    Account(
        "primary@lakeside.example", Role.PRIMARY, "Imogen", "Farrow",
        "Registrar", Language.EN, 5,
    ),
    Account(
        "primary@saonelle.example", Role.PRIMARY, "Mathilde", "Rochas",
        "Responsable du recrutement", Language.FR, 6,
    ),
    Account(CANDIDATE_EMAIL, Role.CANDIDATE, "Chloé", "Marchetti", "", Language.EN, 20),
    Account(
        "approver@issuer.example", Role.ISSUER_APPROVER, "Gwen", "Tallis",
        "Recognition Officer", Language.EN, 1,
    ),
    Account(
        "publisher@issuer.example", Role.ISSUER_PUBLISHER, "Rashid", "Lowe",
        "Results Publisher", Language.EN, 1,
    ),
    Account(
        "auditor@issuer.example", Role.ISSUER_AUDITOR, "Petra", "Voss",
        "Internal Auditor", Language.EN, 14,
    ),
)  # fmt: skip


def all_users(
    seed: int,
    organisations: Sequence[SampleOrganisation],
    candidate: SampleCandidate,
    today: datetime,
) -> Iterator[SampleUser]:
    """A user for each account, in the organisation whose e-mail domain the address has."""
    by_domain = {organisation.email_domain: organisation for organisation in organisations}
    for account in ACCOUNTS:
        organisation = by_domain.get(account.email.partition("@")[2])
        created_at = organisation.approved_at if organisation else today - timedelta(days=400)
        yield SampleUser(
            id=identifiers.uuid7(draws.source(seed, "user", account.email), created_at),
            organisation_id=organisation.id if organisation else None,
            candidate_id=candidate.id if account.role is Role.CANDIDATE else None,
            role=account.role,
            email=account.email,
            first_name=account.first_name,
            family_name=account.family_name,
            job_title=account.job_title,
            language=account.language,
            state=UserState.ACTIVE,
            created_at=created_at,
            last_sign_in_at=_signed_in(account, today),
        )


def by_organisation(users: Sequence[SampleUser]) -> Mapping[UUID, tuple[SampleUser, ...]]:
    """The users of each organisation."""
    found: dict[UUID, list[SampleUser]] = {}
    for user in users:
        if user.organisation_id is not None:
            found.setdefault(user.organisation_id, []).append(user)
    return {organisation_id: tuple(members) for organisation_id, members in found.items()}


def _signed_in(account: Account, today: datetime) -> datetime | None:
    return None if account.days_away is None else today - timedelta(days=account.days_away)
