"""Shares of the sample data, and who has opened them."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from uuid import UUID

from db.sample import draws, identifiers, sittings
from db.sample.records import (
    SampleCandidate,
    SampleOrganisation,
    SampleResult,
    SampleShare,
    SampleUser,
    SampleView,
)
from domain.shared_results import Outcome
from domain.states import ResultState, ShareState

_WINDOW_DAYS: Final = 730
_FRESH_DAYS: Final = 3
_FRESH_ODDS: Final = 0.08
_STATE_ODDS: Final = {ShareState.ACTIVE: 88, ShareState.WITHDRAWN: 7, ShareState.EXPIRED: 5}
# A share younger than this is active: nobody withdraws at once, and none runs out so soon.
_SETTLED_DAYS: Final = 40
# Younger candidates need a guardian's word, which the sample data do not have.
_OWN_CONSENT_AGE: Final = 16
_OPENED_ODDS: Final = 0.7


@dataclass(frozen=True, slots=True)
class Recipients:
    """The organisations that are shared with, the more often the larger their weight."""

    organisations: Sequence[SampleOrganisation]
    cumulative_weights: Sequence[float]

    @classmethod
    def of(cls, weighted: Sequence[tuple[SampleOrganisation, float]]) -> "Recipients":
        """Each organisation with its weight."""
        sums = tuple(accumulate(weight for _, weight in weighted))
        return cls(tuple(organisation for organisation, _ in weighted), sums)

    def draw(self, rng: Random, count: int) -> list[UUID]:
        """Up to `count` different ids (one drawn twice counts once), in logarithmic time each."""
        total = self.cumulative_weights[-1]
        places = (bisect(self.cumulative_weights, rng.random() * total) for _ in range(count))
        last = len(self.organisations) - 1
        return list(dict.fromkeys(self.organisations[min(place, last)].id for place in places))


def of_result(
    rng: Random,
    candidate: SampleCandidate,
    result: SampleResult,
    organisation_ids: Sequence[UUID],
    today: datetime,
) -> Iterator[SampleShare]:
    """One share of the result with each organisation, where the candidate could share it."""
    opens, closes = _window(result, today)
    for organisation_id in organisation_ids:
        shared_at = _shared_at(rng, opens, closes, today)
        age = sittings.age_on(candidate.date_of_birth, shared_at.date())
        if opens < shared_at < closes and age >= _OWN_CONSENT_AGE:
            yield _share(rng, result, organisation_id, shared_at, today)


def views(
    rng: Random, share: SampleShare, users: Sequence[SampleUser], today: datetime
) -> Iterator[SampleView]:
    """Who opened the share before the last sign-in; what came after it stays unopened."""
    for user in users:
        seen_until = min(user.last_sign_in_at or share.shared_at, share.ended_at or today)
        if share.shared_at < seen_until and rng.random() < _OPENED_ODDS:
            viewed_at = draws.moment(rng, share.shared_at, seen_until, lateness=0.3)
            yield SampleView(user.id, share.id, viewed_at)


def _window(result: SampleResult, today: datetime) -> tuple[datetime, datetime]:
    """From when to when the result could be shared; an empty span if it never could."""
    closes = today - timedelta(minutes=10)
    if result.state is ResultState.PENDING or result.versions[0].outcome is Outcome.WITHHELD:
        return closes, closes
    if result.state in {ResultState.WITHHELD, ResultState.REVOKED}:
        closes = min(closes, result.state_changed_at)
    return max(result.release_at, today - timedelta(days=_WINDOW_DAYS)), closes


def _shared_at(rng: Random, opens: datetime, closes: datetime, today: datetime) -> datetime:
    fresh = today - timedelta(days=_FRESH_DAYS)
    if rng.random() < _FRESH_ODDS and opens < fresh < closes:
        return draws.moment(rng, fresh, closes, lateness=1.5)
    return draws.moment(rng, opens, closes, lateness=1.2)


def _share(
    rng: Random, result: SampleResult, organisation_id: UUID, shared_at: datetime, today: datetime
) -> SampleShare:
    state, ended_at = _state(rng, shared_at, today)
    expires_at = ended_at if state is ShareState.EXPIRED else _expiry(rng, today)
    return SampleShare(
        id=identifiers.uuid7(rng, shared_at),
        organisation_id=organisation_id,
        result_id=result.id,
        candidate_id=result.candidate_id,
        state=state,
        shared_at=shared_at,
        expires_at=expires_at,
        ended_at=ended_at,
        includes_photo=result.portrait is not None and rng.random() < 0.92,
        includes_email=rng.random() < 0.35,
        includes_passport_number=rng.random() < 0.2,
    )


def _state(rng: Random, shared_at: datetime, today: datetime) -> tuple[ShareState, datetime | None]:
    """The state now, and when the share ended."""
    settled = shared_at + timedelta(days=_SETTLED_DAYS)
    state = rng.choices(tuple(_STATE_ODDS), tuple(_STATE_ODDS.values()))[0]
    if state is ShareState.ACTIVE or settled > today:
        return ShareState.ACTIVE, None
    start = settled if state is ShareState.EXPIRED else shared_at + timedelta(minutes=5)
    return state, draws.moment(rng, start, today - timedelta(minutes=5))


def _expiry(rng: Random, today: datetime) -> datetime | None:
    """An end in the future, which about one candidate in four sets."""
    if rng.random() > 0.25:
        return None
    return draws.moment(rng, today + timedelta(days=2), today + timedelta(days=300))
