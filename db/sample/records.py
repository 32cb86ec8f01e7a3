"""What the sample generator yields: plain records, one for each row or file that is to be stored.

Passport numbers are plain text here and are encrypted when they are stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.permissions import Role
from domain.shared_results import Outcome
from domain.states import OrganisationState, ResultState, ShareState, UserState
from domain.texts import Language


class Script(StrEnum):
    """A writing system for which the service ships a font."""

    LATIN = "LATIN"
    GREEK = "GREEK"
    CYRILLIC = "CYRILLIC"
    ARABIC = "ARABIC"
    DEVANAGARI = "DEVANAGARI"
    THAI = "THAI"
    HAN = "HAN"
    HANGUL = "HANGUL"
    KANA = "KANA"


class Look(StrEnum):
    """Which hair, beard and jewellery a drawn portrait may have; it fits the first name."""

    FEMININE = "FEMININE"
    MASCULINE = "MASCULINE"


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An institution, with its address and how it is registered; all times are UTC."""

    id: UUID
    name: str
    type: str
    website: str
    email_domain: str
    street: str
    town: str
    postcode: str
    country: str
    time_zone: str
    language: Language
    state: OrganisationState
    has_api_access: bool
    registered_at: datetime
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class SampleUser:
    """An account. Shares that came after `last_sign_in_at` count as new."""

    id: UUID
    organisation_id: UUID | None
    candidate_id: UUID | None
    role: Role
    email: str
    first_name: str
    family_name: str
    job_title: str
    language: Language
    state: UserState
    created_at: datetime
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class SampleCentre:
    """Where exams are held; `country` is an ISO 3166 code of two letters."""

    id: UUID
    number: str
    name: str
    town: str
    country: str


@dataclass(frozen=True, slots=True)
class SampleCandidate:
    """A person who sat an exam; names in upper case where the script has one."""

    id: UUID
    first_name: str
    family_name: str
    date_of_birth: date
    candidate_number: str
    email: str
    passport_number: str
    country: str
    script: Script


@dataclass(frozen=True, slots=True)
class SampleResultVersion:
    """What was issued at one time. `reason`: why a later version replaced an earlier one."""

    version: int
    outcome: Outcome
    overall_score: int | None
    grade: str | None
    cefr_level: str | None
    skill_scores: Mapping[str, int]
    reason: str | None
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class SamplePortrait:
    """How to draw the photo of one sitting: `portraits.draw(portrait)` gives the file.

    The person's seed fixes face and hair, the sitting's seed clothes and background.
    """

    person_seed: int
    sitting_seed: int
    look: Look


@dataclass(frozen=True, slots=True)
class SampleResult:
    """One sitting. Nobody but the issuer sees it before `release_at`, whatever its state says.

    `versions` is ordered, the last one is current. `state_reason` tells why a result was withheld
    or revoked.
    """

    id: UUID
    candidate_id: UUID
    centre_id: UUID
    reference_number: str
    exam_code: str
    exam_date: date
    session_code: str
    place_of_entry: str
    state: ResultState
    state_reason: str | None
    state_changed_at: datetime
    release_at: datetime
    versions: tuple[SampleResultVersion, ...]
    portrait: SamplePortrait | None


@dataclass(frozen=True, slots=True)
class SampleShare:
    """A candidate's grant of a result to an organisation; `ended_at` when it is not active."""

    id: UUID
    organisation_id: UUID
    result_id: UUID
    candidate_id: UUID
    state: ShareState
    shared_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
    includes_photo: bool
    includes_email: bool
    includes_passport_number: bool


@dataclass(frozen=True, slots=True)
class SampleView:
    """That a user opened a share, for the first time."""

    user_id: UUID
    share_id: UUID
    viewed_at: datetime


@dataclass(frozen=True, slots=True)
class SampleDossier:
    """All that belongs to one candidate; dossiers do not depend on each other."""

    candidate: SampleCandidate
    results: tuple[SampleResult, ...]
    shares: tuple[SampleShare, ...]
    views: tuple[SampleView, ...]
