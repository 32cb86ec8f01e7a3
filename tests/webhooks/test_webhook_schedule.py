"""Retries: never earlier than the schedule says, at least 72 hours in all, and then dead."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.answers import Answer, SendError, error_of_status
from webhooks.schedule import DEFAULT_DELAYS_SECONDS, Schedule

SCHEDULE = Schedule()


def answered(status: int, *, retry_after_seconds: float | None = None) -> Answer:
    """An answer that was read in full."""
    return Answer(status, error_of_status(status), retry_after_seconds, 12, "")


def failed(error: SendError) -> Answer:
    """An attempt without an answer."""
    return Answer(None, error, None, 12, "")


def test_the_default_schedule_is_the_documented_one() -> None:
    hours = sum(DEFAULT_DELAYS_SECONDS) / 3600

    assert Schedule.parse("0,5,300,1800,7200,18000,36000,36000,86400,86400") == SCHEDULE
    assert hours == pytest.approx(75.6, abs=0.05)


@given(st.integers(1, 9), st.sampled_from([301, 400, 404, 410, 500, 503]), st.randoms())
def test_the_wait_is_the_scheduled_one_and_up_to_a_fifth_more(
    attempts: int, status: int, random: Random
) -> None:
    delay = SCHEDULE.next_delay(attempts, answered(status), random)

    least = DEFAULT_DELAYS_SECONDS[attempts]
    assert delay is not None
    assert least <= delay <= least * 1.2


def test_after_the_last_attempt_a_delivery_is_dead() -> None:
    assert SCHEDULE.next_delay(9, answered(500), Random(1)) is not None
    assert SCHEDULE.next_delay(10, answered(500), Random(1)) is None
    assert SCHEDULE.next_delay(11, failed(SendError.TIMEOUT), Random(1)) is None


@pytest.mark.parametrize("answer", [failed(SendError.TIMEOUT), answered(429)])
def test_a_busy_receiver_is_left_alone_for_a_minute(answer: Answer) -> None:
    delay = SCHEDULE.next_delay(1, answer, Random(1))

    assert delay is not None
    assert 60 <= delay <= 72


@given(st.floats(0, 1e9), st.sampled_from([429, 503]), st.randoms())
def test_retry_after_counts_between_the_wait_and_twice_the_wait(
    asked: float, status: int, random: Random
) -> None:
    delay = SCHEDULE.next_delay(2, answered(status, retry_after_seconds=asked), random)

    expected = min(max(asked, 300.0), 600.0)
    assert delay is not None
    assert expected <= delay <= expected * 1.2


def test_a_fast_schedule_for_tests_stays_fast() -> None:
    schedule = Schedule.parse("0,0.1,0.1", least_when_busy_seconds=0.2)

    delay = schedule.next_delay(1, failed(SendError.TIMEOUT), Random(1))

    assert delay is not None
    assert 0.2 <= delay <= 0.24


@pytest.mark.parametrize("text", ["", "x", "0,,5", "-1", "0,nan", "0,inf", "0," * 100 + "0", "1e9"])
def test_a_schedule_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"retry|convert"):
        Schedule.parse(text)


def test_asking_about_a_success_or_before_any_attempt_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="failed"):
        SCHEDULE.next_delay(1, answered(204), Random(1))
    with pytest.raises(ValueError, match="failed"):
        SCHEDULE.next_delay(0, answered(500), Random(1))
