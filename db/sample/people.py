"""Candidates of the sample data."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from db.sample import draws, identifiers
from db.sample.name_pools import POOLS, NamePool
from db.sample.records import Look, SampleCandidate, Script
from domain import names
from domain.catalogue import ExamPeriod

_WEIGHTS: Final = [pool.weight for pool in POOLS]
_MAIL_HOSTS: Final = ("mail.example", "post.example", "inbox.example")
_SCHOOL_AGES: Final = (14, 17)
_ADULT_AGES: Final = (17, 42)


def candidate(
    rng: Random, number: int, sittings: Iterable[tuple[ExamPeriod, date]], created_at: datetime
) -> tuple[SampleCandidate, Look]:
    """A person of an age that fits the first sitting, and how a portrait of them may look."""
    pool = POOLS[draws.index(rng, _WEIGHTS)]
    look = rng.choice(tuple(Look))
    first, family = _name(rng, pool, look)
    person = SampleCandidate(
        id=identifiers.uuid7(rng, created_at),
        first_name=_held(first),
        family_name=_held(family),
        date_of_birth=birthday(rng, sittings),
        candidate_number=identifiers.candidate_number(number),
        email=f"{_latin(first)}.{_latin(family)}{number}@{rng.choice(_MAIL_HOSTS)}",
        passport_number=identifiers.passport_number(rng),
        country=rng.choice(pool.countries),
        script=pool.script,
    )
    return person, look


def demo_candidate(rng: Random, number: int, created_at: datetime) -> SampleCandidate:
    """The person behind the demo account of a candidate."""
    return SampleCandidate(
        id=identifiers.uuid7(rng, created_at),
        first_name="CHLOÉ",
        family_name="MARCHETTI",
        date_of_birth=date(2001, 5, 14),
        candidate_number=identifiers.candidate_number(number),
        email="candidate@demo.example",
        passport_number=identifiers.passport_number(rng),
        country="FR",
        script=Script.LATIN,
    )


def birthday(rng: Random, sittings: Iterable[tuple[ExamPeriod, date]]) -> date:
    """A date of birth that makes the first sitting one of a pupil or of an adult."""
    period, first = min(sittings, key=lambda sitting: sitting[1])
    youngest, oldest = _SCHOOL_AGES if period.for_schools_of else _ADULT_AGES
    days = rng.uniform(youngest + 0.1, oldest + 0.9) * 365.2425
    return first - timedelta(days=int(days))


def _name(rng: Random, pool: NamePool, look: Look) -> tuple[str, str]:
    given = pool.feminine if look is Look.FEMININE else pool.masculine
    return rng.choice(given), rng.choice(pool.family)


def _held(entry: str) -> str:
    return entry.partition(":")[0].upper()


def _latin(entry: str) -> str:
    name, _, latin = entry.partition(":")
    return "".join(filter(str.isalnum, latin or names.search_key(name)))
