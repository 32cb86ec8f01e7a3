"""What may become of what: the table is complete, and what it does not allow is refused."""

from enum import StrEnum
from itertools import product

import pytest

from domain import states
from domain.states import TRANSITIONS, ResultState, ShareState, may_become

LIVING = [
    kind
    for kind in vars(states).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]


@pytest.mark.parametrize("kind", LIVING)
def test_every_state_of_every_kind_has_a_row(kind: type[StrEnum]) -> None:
    assert set(TRANSITIONS[kind]) == set(kind)


@pytest.mark.parametrize("kind", LIVING)
def test_a_state_becomes_only_what_its_row_says_and_never_another_kind(
    kind: type[StrEnum],
) -> None:
    for now, then in product(kind, kind):
        assert may_become(now, then) is (then in TRANSITIONS[kind][now])
    others = [state for other in LIVING if other is not kind for state in other]
    assert not any(may_become(now, then) for now in kind for then in others)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (ShareState.WITHDRAWN, ShareState.ACTIVE),
        (ShareState.EXPIRED, ShareState.WITHDRAWN),
        (ResultState.REVOKED, ResultState.RELEASED),
        (ResultState.RELEASED, ResultState.PENDING),
    ],
)
def test_what_has_ended_does_not_come_back(now: StrEnum, then: StrEnum) -> None:
    assert not may_become(now, then)
