"""Scalars accept one form each."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from graphql import GraphQLError

from schema import scalars


@pytest.mark.parametrize(
    "text",
    [
        "2000-W01-1", "20000101", "2000-02-30", "2000-1-1", "2000-01-01T00:00:00Z", "",
        " 2000-01-01", "2000-01-01\n", "0000-01-01", "٢٠٠٠-01-01", 20000101, None, True,
    ],
)  # fmt: skip
def test_a_date_is_year_month_day_and_exists(text: object) -> None:
    with pytest.raises(GraphQLError, match="YYYY-MM-DD"):
        scalars.parse_date(text)


def test_a_leap_day_is_a_date() -> None:
    assert scalars.parse_date("2000-02-29") == date(2000, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30T09:30:00", "2026-11-30", "2026-11-30 09:30:00Z", "2026-11-30T09:30Z",
        "2026-11-30T24:00:00Z", "2026-11-30T09:30:60Z", "2026-11-30T09:30:00+25:00",
        "20261130T093000Z", "2026-W48-1T09:30:00Z", "0001-01-01T00:00:00+23:59",
        "2026-11-30T09:30:00.1234567Z", "2026-11-30T09:30:00,5Z", 1764495000, None,
        "2026-11-30T09:30:00+05:99", "2026-11-30T09:60:00Z", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-00:01", "2026-02-30T00:00:00Z", "2026-11-30T09:30:00Z\n",
    ],
)  # fmt: skip
def test_a_moment_needs_its_full_form_and_an_offset(text: object) -> None:
    with pytest.raises(GraphQLError, match="offset"):
        scalars.parse_date_time(text)


def test_a_moment_is_read_and_written_in_utc() -> None:
    moment = scalars.parse_date_time("2026-11-30t10:30:00.25+01:00")

    assert moment == datetime(2026, 11, 30, 9, 30, 0, 250_000, tzinfo=UTC)
    assert scalars.serialise_date_time(moment) == "2026-11-30T09:30:00.250000Z"
    paris = timezone(timedelta(hours=1))
    assert scalars.serialise_date_time(datetime(2026, 1, 1, tzinfo=paris)) == "2025-12-31T23:00:00Z"


def test_a_naive_time_never_leaves() -> None:
    with pytest.raises(TypeError):
        scalars.serialise_date_time(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(TypeError):
        scalars.serialise_date(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("value", [2**53, -(2**53), 1.5, 5.0, float("inf"), "1", True, None])
def test_a_big_integer_is_exact_in_json(value: object) -> None:
    with pytest.raises(GraphQLError, match="whole number"):
        scalars.parse_big_int(value)


def test_the_greatest_exact_integer_passes() -> None:
    assert scalars.parse_big_int(2**53 - 1) == 2**53 - 1
