"""Makes the sample data: a plan says how much, a seed and a day say what exactly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from db.sample import accounts, cases, centres, draws, organisations, people, shares, sittings
from db.sample.cases import Case
from db.sample.records import (
    Look,
    SampleCandidate,
    SampleCentre,
    SampleDossier,
    SampleOrganisation,
    SampleResult,
    SampleUser,
)
from db.sample.shares import Recipients
from db.sample.sittings import Sitter
from domain.catalogue import Catalogue, Skill
from domain.shared_results import Outcome
from domain.states import ResultState

DEMO_SEED: Final = 2026
_DEMO_CANDIDATES: Final = 500
_DEMO_WEIGHTS: Final = (400.0, 60.0, 20.0)
# Odds of a result being shared with nobody, with one and with two organisations.
_DEMO_SHARE_ODDS: Final = (0.19, 0.74, 0.07)
_RESULT_ODDS: Final = (0.66, 0.24, 0.10)
_EARLIEST_TODAY: Final = datetime(2024, 6, 1, tzinfo=UTC)
# The demo candidate's exams: code, days before today, skill scores.
_DEMO_RESULTS: Final[tuple[tuple[str, int, Mapping[Skill, int]], ...]] = (
    (
        "B1_PRELIMINARY",
        1490,
        {Skill.READING: 158, Skill.WRITING: 151, Skill.LISTENING: 163, Skill.SPEAKING: 155},
    ),
    (
        "B2_FIRST",
        770,
        {
            Skill.READING: 176,
            Skill.USE_OF_ENGLISH: 172,
            Skill.WRITING: 169,
            Skill.LISTENING: 181,
            Skill.SPEAKING: 178,
        },
    ),
    (
        "C1_ADVANCED",
        110,
        {
            Skill.READING: 191,
            Skill.USE_OF_ENGLISH: 196,
            Skill.WRITING: 210,
            Skill.LISTENING: 191,
            Skill.SPEAKING: 193,
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to make, and of what.

    `share_odds`: how likely a result is shared with 0, 1, 2, … organisations. `cases` are given
    to the first results, one to each candidate; what follows is as chance has it.
    """

    seed: int
    today: datetime
    catalogue: Catalogue
    centres: Sequence[SampleCentre]
    recipients: Recipients
    members: Mapping[UUID, Sequence[SampleUser]]
    cases: Sequence[Case]
    share_odds: Sequence[float]
    candidates: int


@dataclass(frozen=True, slots=True)
class Demo:
    """The demonstration: a few organisations with accounts, and the plan of all dossiers.

    `demo_dossier` belongs to the candidate who has an account; none of its results is shared.
    """

    organisations: tuple[SampleOrganisation, ...]
    users: tuple[SampleUser, ...]
    demo_dossier: SampleDossier
    plan: Plan

    def dossiers(self) -> Iterator[SampleDossier]:
        """Every candidate, the one with an account first; made while one reads."""
        yield self.demo_dossier
        yield from dossiers(self.plan)


def demo(catalogue: Catalogue, today: datetime, seed: int = DEMO_SEED) -> Demo:
    """Three organisations, 500 candidates. Raises ValueError for a naive or too early `today`."""
    now = _checked(today)
    rng = draws.source(seed, "organisations")
    places = centres.all_centres(rng, now - timedelta(days=1000))
    makers = (organisations.northbridge, organisations.lakeside, organisations.saonelle)
    institutions = tuple(make(rng, now) for make in makers)
    dossier = _demo_dossier(seed, catalogue, places, now)
    users = tuple(accounts.all_users(seed, institutions, dossier.candidate, now))
    plan = Plan(
        seed=seed,
        today=now,
        catalogue=catalogue,
        centres=places,
        recipients=Recipients.of(list(zip(institutions, _DEMO_WEIGHTS, strict=True))),
        members=accounts.by_organisation(users),
        cases=cases.covering(draws.source(seed, "cases"), catalogue, now.date()),
        share_odds=_DEMO_SHARE_ODDS,
        candidates=_DEMO_CANDIDATES - 1,
    )
    return Demo(institutions, users, dossier, plan)


def dossiers(plan: Plan) -> Iterator[SampleDossier]:
    """All candidates of a plan, one at a time: memory does not grow with their number."""
    abroad = _centres_by_country(plan.centres)
    for number in range(1, plan.candidates + 1):
        yield dossier(plan, number, abroad)


def dossier(
    plan: Plan, number: int, centres_by_country: Mapping[str, Sequence[SampleCentre]]
) -> SampleDossier:
    """The candidate of this number; needs none of the others."""
    rng = draws.source(plan.seed, "candidate", number)
    chosen = _cases(rng, plan, number)
    sat = [(case.period, case.exam_date) for case in chosen]
    created_at = _registered(min(day for _, day in sat))
    candidate, look = people.candidate(rng, number, sat, created_at)
    centre = _centre(rng, candidate, plan.centres, centres_by_country)
    sitter = Sitter(candidate.id, rng.getrandbits(32), look, centre)
    results = tuple(sittings.result(rng, case, sitter, plan.today) for case in chosen)
    return _with_shares(rng, plan, candidate, results)


def _with_shares(
    rng: Random, plan: Plan, candidate: SampleCandidate, results: Sequence[SampleResult]
) -> SampleDossier:
    granted = [
        share
        for result in results
        for share in shares.of_result(
            rng,
            candidate,
            result,
            plan.recipients.draw(rng, draws.index(rng, plan.share_odds)),
            plan.today,
        )
    ]
    opened = [
        view
        for share in granted
        for view in shares.views(
            rng, share, plan.members.get(share.organisation_id, ()), plan.today
        )
    ]
    return SampleDossier(candidate, tuple(results), tuple(granted), tuple(opened))


def _cases(rng: Random, plan: Plan, number: int) -> list[Case]:
    """One to three sittings in the order of their dates; pupils have one."""
    day = plan.today.date()
    if number <= len(plan.cases):
        chosen = [plan.cases[number - 1]]
    else:
        chosen = [cases.usual(rng, plan.catalogue, day, for_schools=True)]
    if chosen[0].period.for_schools_of is None:
        for _ in range(draws.index(rng, _RESULT_ODDS)):
            chosen.append(cases.usual(rng, plan.catalogue, day, for_schools=False))
    return sorted(chosen, key=lambda case: case.exam_date)


def _demo_dossier(
    seed: int, catalogue: Catalogue, places: Sequence[SampleCentre], today: datetime
) -> SampleDossier:
    rng = draws.source(seed, "demo candidate")
    first_day = today.date() - timedelta(days=_DEMO_RESULTS[0][1])
    candidate = people.demo_candidate(rng, 0, _registered(first_day))
    centre = next(place for place in places if place.country == candidate.country)
    sitter = Sitter(candidate.id, rng.getrandbits(32), Look.FEMININE, centre)
    results = [
        sittings.fixed(rng, _released(catalogue, code, today, days), sitter, today, dict(skills))
        for code, days, skills in _DEMO_RESULTS
    ]
    return SampleDossier(candidate, tuple(results), (), ())


def _released(catalogue: Catalogue, code: str, today: datetime, days: int) -> Case:
    exam_date = today.date() - timedelta(days=days)
    period = catalogue.period(code, exam_date)
    if period is None:
        raise ValueError(f"The catalogue has no facts of {code} on {exam_date}.")
    return Case(period, exam_date, 0, Outcome.GRADED, ResultState.RELEASED)


def _centre(
    rng: Random,
    candidate: SampleCandidate,
    places: Sequence[SampleCentre],
    by_country: Mapping[str, Sequence[SampleCentre]],
) -> SampleCentre:
    """One at home, if there is one; now and then abroad."""
    at_home = by_country.get(candidate.country)
    return rng.choice(at_home if at_home and rng.random() < 0.85 else places)


def _centres_by_country(
    places: Sequence[SampleCentre],
) -> Mapping[str, Sequence[SampleCentre]]:
    found: dict[str, list[SampleCentre]] = {}
    for place in places:
        found.setdefault(place.country, []).append(place)
    return found


def _registered(first_exam: date) -> datetime:
    return datetime(first_exam.year, first_exam.month, first_exam.day, tzinfo=UTC)


def _checked(today: datetime) -> datetime:
    if today.tzinfo is None:
        raise ValueError("`today` needs a time zone.")
    if today < _EARLIEST_TODAY:
        raise ValueError(f"`today` must not be before {_EARLIEST_TODAY:%Y-%m-%d}: set the clock.")
    return today.astimezone(UTC).replace(microsecond=0)
