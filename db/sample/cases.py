"""What a sitting may come to: the cases that sample data must show, and what is usual."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random
from typing import Final

from db.sample import draws
from domain.catalogue import Catalogue, ExamFamily, ExamPeriod, ScoreScheme
from domain.shared_results import Outcome
from domain.states import ResultState

RECENT_FROM: Final = date(2018, 1, 1)
_OLD_FROM: Final = date(2011, 3, 1)
# From the exam to the day of release; what is settled was released some days ago.
RELEASE_DAYS: Final = 35
_SETTLED_DAYS: Final = 42
_CHANGED_DAYS: Final = 120

# How many sit an exam of this kind, relative to others.
_FAMILY_WEIGHTS: Final = {
    ExamFamily.GENERAL: 5,
    ExamFamily.BUSINESS: 1,
    ExamFamily.TEACHING: 2,
}
_GRADE_ODDS: Final = (0.16, 0.24, 0.35, 0.18, 0.07)
_USUAL_ODDS: Final = (0.90, 0.02, 0.01, 0.03, 0.015, 0.015, 0.01)


@dataclass(frozen=True, slots=True)
class Case:
    """A sitting before chance fills it in.

    `place`: which band of the period (None: any); `is_embargoed`: released in the future.
    """

    period: ExamPeriod
    exam_date: date
    place: int | None
    outcome: Outcome
    state: ResultState
    is_embargoed: bool = False


# What happens to a result, in the order of `_USUAL_ODDS`; False and True: not yet released.
_FATES: Final = (
    (Outcome.GRADED, ResultState.RELEASED, False),
    (Outcome.ABSENT_PART, ResultState.RELEASED, False),
    (Outcome.ABSENT_ALL, ResultState.RELEASED, False),
    (Outcome.GRADED, ResultState.AMENDED, False),
    (Outcome.GRADED, ResultState.WITHHELD, False),
    (Outcome.GRADED, ResultState.REVOKED, False),
    (Outcome.WITHHELD, ResultState.WITHHELD, False),
    (Outcome.PENDING, ResultState.PENDING, True),
    (Outcome.GRADED, ResultState.PENDING, True),
    (Outcome.GRADED, ResultState.RELEASED, True),
)


def covering(rng: Random, catalogue: Catalogue, today: date) -> list[Case]:
    """One case for each grade of each period, and three for each thing that may happen."""
    return [*_every_grade(rng, catalogue, today), *_every_fate(rng, catalogue, today, rounds=3)]


def usual(rng: Random, catalogue: Catalogue, today: date, *, for_schools: bool) -> Case:
    """A case as it comes by chance: recent and released more often than not."""
    codes = [
        code for code in catalogue.codes() if for_schools or not _is_for_schools(catalogue, code)
    ]
    outcome, state, is_embargoed = _FATES[draws.index(rng, _USUAL_ODDS)]
    weights = [_FAMILY_WEIGHTS[catalogue.periods(code)[-1].family] for code in codes]
    code = codes[draws.index(rng, weights)]
    return _case(rng, catalogue, code, today, outcome, state, is_embargoed)


def band_place(rng: Random, period: ExamPeriod) -> int:
    """A band by chance, the middle ones more often."""
    return draws.index(rng, _GRADE_ODDS[: len(period.bands)])


def _every_grade(rng: Random, catalogue: Catalogue, today: date) -> Iterator[Case]:
    periods = [period for code in catalogue.codes() for period in catalogue.periods(code)]
    for period in periods:
        start = _OLD_FROM if period.score_scheme is ScoreScheme.STD100 else RECENT_FROM
        for place in range(max(len(period.bands), 1)):
            end = _last_day(period, today - timedelta(days=_SETTLED_DAYS))
            exam_date = draws.day(rng, max(start, period.valid_from), end)
            yield Case(period, exam_date, place, Outcome.GRADED, ResultState.RELEASED)


def _every_fate(rng: Random, catalogue: Catalogue, today: date, *, rounds: int) -> Iterator[Case]:
    offered = [code for code in catalogue.codes() if _is_offered(catalogue, code, today)]
    codes = cycle(offered)
    for fate in _FATES[1:]:
        for code in islice(codes, rounds):
            yield _case(rng, catalogue, code, today, *fate)


def _case(
    rng: Random,
    catalogue: Catalogue,
    code: str,
    today: date,
    outcome: Outcome,
    state: ResultState,
    is_embargoed: bool,
) -> Case:
    if is_embargoed:
        exam_date = today - timedelta(days=rng.randint(10, RELEASE_DAYS - 3))
    else:
        days = _SETTLED_DAYS if state is ResultState.RELEASED else _CHANGED_DAYS
        newest = catalogue.periods(code)[-1]
        end = _last_day(newest, today - timedelta(days=days))
        exam_date = draws.day(rng, RECENT_FROM, end, lateness=1.8)
    period = catalogue.period(code, exam_date)
    if period is None:
        raise ValueError(f"The catalogue has no facts of {code} on {exam_date}.")
    return Case(period, exam_date, None, outcome, state, is_embargoed)


def _last_day(period: ExamPeriod, latest: date) -> date:
    ends = (latest, period.valid_to, period.offered_until)
    return min(end for end in ends if end is not None)


def _is_offered(catalogue: Catalogue, code: str, today: date) -> bool:
    period = catalogue.periods(code)[-1]
    return period.offered_until is None or period.offered_until >= today


def _is_for_schools(catalogue: Catalogue, code: str) -> bool:
    return catalogue.periods(code)[-1].for_schools_of is not None
