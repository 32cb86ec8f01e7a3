"""Rows with sensible defaults, for tests that need more than the sample data."""

import itertools
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata
from db import data
from db.engine import driver_url
from db.ids import new_id
from db.models.api_clients import ApiClient, ApiKey
from db.models.exams import Centre
from db.models.organisations import Organisation, OrganisationCounter
from db.models.results import Candidate, Photo, Result, ResultVersion
from db.models.second_factors import RecoveryCode, SecondFactor
from db.models.shares import Share, ShareView
from db.models.terms import TermsAcceptance
from db.models.users import Session, SignInAttempt, User, UserSecret
from domain import names
from domain.permissions import Role, Scope
from domain.shared_results import Outcome
from domain.states import (
    ApiClientState,
    OrganisationState,
    ResultState,
    ShareState,
    UserState,
)
from domain.texts import Language

NO_PASSWORD: Final = "!"  # the hash of none
_numbers = itertools.count(1)


async def save(superuser_url: str, *rows: SQLModel) -> None:
    """Write the rows, those that others refer to first; no wall stops the superuser."""
    by_table: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_table[str(row.__tablename__)].append(row.model_dump())
    engine = create_async_engine(driver_url(superuser_url))
    async with engine.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in by_table:
                await connection.execute(insert(table), by_table[table.name])
    await engine.dispose()


def organisation(**changes: Any) -> Organisation:
    """An approved university. It needs a `counter`, too."""
    number = next(_numbers)
    name = changes.get("name", f"University {number}")
    return Organisation(
        **{
            "id": new_id(),
            "name": name,
            "name_key": names.search_key(name),
            "type": "UNIVERSITY",
            "town": "Springfield",
            "country": "GB",
            "website": f"https://www.university-{number}.example",
            "email_domain": f"university-{number}.example",
            "time_zone": "Europe/London",
            "language": Language.EN,
            "state": OrganisationState.APPROVED,
            "created_at": long_ago(),
            **changes,
        }
    )


def counter(organisation_id: UUID, **changes: Any) -> OrganisationCounter:
    """The counter of an organisation that was never told anything."""
    return OrganisationCounter(
        **{"organisation_id": organisation_id, "last_seq": 0, "active_shares": 0, **changes}
    )


def user(**changes: Any) -> User:
    """An active account; a member unless `role` says otherwise."""
    email = changes.get("email", f"person-{next(_numbers)}@people.example")
    return User(
        **{
            "id": new_id(),
            "email": email,
            "email_key": email.lower(),
            "role": Role.MEMBER,
            "first_name": "Ada",
            "family_name": "Moss",
            "language": Language.EN,
            "state": UserState.ACTIVE,
            "created_at": long_ago(),
            **changes,
        }
    )


def user_secret(user_id: UUID, password_hash: str = NO_PASSWORD) -> UserSecret:
    """The password of an account."""
    return UserSecret(user_id=user_id, password_hash=password_hash, changed_at=long_ago())


def acceptance(user_id: UUID) -> TermsAcceptance:
    """That a person has accepted the newest Terms of Use that the sample data know."""
    newest = max(data.terms_versions(), key=lambda version: version.applies_from)
    return TermsAcceptance(user_id=user_id, version=newest.id, accepted_at=now())


def second_factor(user_id: UUID, **changes: Any) -> SecondFactor:
    """An app that counts, with a seed that nobody knows."""
    return SecondFactor(
        **{
            "user_id": user_id,
            "seed": secrets.token_bytes(60),
            "begun_at": long_ago(),
            "confirmed_at": long_ago(),
            "last_step": 0,
            **changes,
        }
    )


def recovery_code(user_id: UUID, number: int = 1) -> RecoveryCode:
    """A code that nobody knows."""
    fingerprint = secrets.token_bytes(36)
    return RecoveryCode(
        user_id=user_id, number=number, fingerprint=fingerprint, created_at=long_ago()
    )


def session(user_id: UUID, **changes: Any) -> Session:
    """A live session with a random token, which nobody knows."""
    return Session(
        **{
            "id": new_id(),
            "user_id": user_id,
            "token_hash": secrets.token_bytes(32),
            "created_at": now(),
            "last_seen_at": now(),
            "confirmed_at": now(),
            "expires_at": now() + timedelta(hours=1),
            **changes,
        }
    )


def sign_in_attempt() -> SignInAttempt:
    """One failure of nobody in particular."""
    return SignInAttempt(subject_hash=secrets.token_bytes(32), failures=1, last_failed_at=now())


def api_client(organisation_id: UUID, **changes: Any) -> ApiClient:
    """An approved client with every scope."""
    return ApiClient(
        **{
            "id": new_id(),
            "organisation_id": organisation_id,
            "name": "Admissions system",
            "scopes": [scope.value for scope in Scope],
            "state": ApiClientState.APPROVED,
            "created_at": long_ago(),
            **changes,
        }
    )


def api_key(client: ApiClient, **changes: Any) -> ApiKey:
    """A live key, which nobody knows."""
    return ApiKey(
        **{
            "id": new_id(),
            "client_id": client.id,
            "organisation_id": client.organisation_id,
            "key_hash": secrets.token_bytes(32),
            "created_at": long_ago(),
            "expires_at": now() + timedelta(days=30),
            **changes,
        }
    )


def centre(**changes: Any) -> Centre:
    """An exam centre."""
    number = f"T{next(_numbers):04}"
    return Centre(
        **{
            "id": new_id(),
            "number": number,
            "name": f"Centre {number}",
            "town": "Porto",
            "country": "PT",
            **changes,
        }
    )


def candidate(**changes: Any) -> Candidate:
    """A person without a passport number."""
    return Candidate(
        **{
            "id": new_id(),
            "candidate_number": f"T{next(_numbers):06}",
            "first_name": "MAYA",
            "family_name": "SILVA",
            "date_of_birth": date(2001, 4, 9),
            "email": "maya@people.example",
            "country": "PT",
            **changes,
        }
    )


def result(candidate_id: UUID, centre_id: UUID, **changes: Any) -> Result:
    """A released C1 Advanced. It needs a `result_version`, too."""
    return Result(
        **{
            "id": new_id(),
            "candidate_id": candidate_id,
            "centre_id": centre_id,
            "reference_number": f"T{next(_numbers):08}",
            "exam_code": "C1_ADVANCED",
            "exam_date": date(2025, 3, 8),
            "session_code": "MAR25",
            "place_of_entry": "Porto",
            "state": ResultState.RELEASED,
            "release_at": long_ago(),
            "version": 1,
            **changes,
        }
    )


def result_version(result_id: UUID, **changes: Any) -> ResultVersion:
    """What was issued: 191, 196, 210, 191, 193 make 196, Grade B."""
    scores = {"READING": 191, "USE_OF_ENGLISH": 196, "WRITING": 210}
    return ResultVersion(
        **{
            "result_id": result_id,
            "version": 1,
            "outcome": Outcome.GRADED,
            "overall_score": 196,
            "grade": "B",
            "cefr_level": "C1",
            "skill_scores": {**scores, "LISTENING": 191, "SPEAKING": 193},
            "issued_at": long_ago(),
            **changes,
        }
    )


def photo(result_id: UUID, **changes: Any) -> Photo:
    """A photo of which there is no file."""
    return Photo(
        **{
            "result_id": result_id,
            "storage_key": f"photos/{result_id}.jpg",
            "sha256": secrets.token_bytes(32),
            "size_bytes": 9000,
            **changes,
        }
    )


def share(result: Result, organisation_id: UUID, **changes: Any) -> Share:
    """An active share, made a day ago."""
    return Share(
        **{
            "id": new_id(),
            "organisation_id": organisation_id,
            "candidate_id": result.candidate_id,
            "result_id": result.id,
            "state": ShareState.ACTIVE,
            "shared_at": now() - timedelta(days=1),
            "family_name_key": "silva",
            "first_name_key": "maya",
            "exam_code": result.exam_code,
            "overall_score_key": 196,
            **changes,
        }
    )


def share_view(share: Share, user_id: UUID) -> ShareView:
    """That a user has opened a share."""
    return ShareView(
        user_id=user_id,
        share_id=share.id,
        organisation_id=share.organisation_id,
        viewed_at=now(),
    )


def now() -> datetime:
    """This moment; the walls go by the database's clock, which is this machine's."""
    return datetime.now(UTC)


def long_ago() -> datetime:
    """A year ago."""
    return now() - timedelta(days=365)
