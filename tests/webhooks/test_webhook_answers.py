"""What is kept of an answer: safe to store, safe to show, and never taken at its word."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webhooks import answers
from webhooks.answers import Answer, SendError

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("-5", None),
        ("1.5", None),
        ("inf", None),
        ("１２", None),
        ("99999999999999999999", None),
        ("Wed, 04 Mar 2026 05:08:07 GMT", 120.0),
        ("Wed, 04 Mar 2026 05:08:07 -0000", 120.0),
        ("Wed, 04 Mar 2020 05:08:07 GMT", 0.0),
        ("Wed, 99 Mar 2026 05:08:07 GMT", None),
        ("soon", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(
    header: str | None, seconds: float | None
) -> None:
    assert answers.retry_after_seconds(header, NOW) == seconds


@given(st.one_of(st.text(max_size=40), st.text("MonTue, 0123456789Jan:+-GMT()", max_size=40)))
@example("Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
@example("Mon, 01 Jan 2026 00:00:00 +99999999999999")
def test_no_retry_after_raises(header: str) -> None:
    seconds = answers.retry_after_seconds(header, NOW)

    assert seconds is None or 0 <= seconds < float("inf")


@given(st.binary(max_size=6_000))
@example(b"\x00\x1b[31m\xff\xe2\x80\xae")
@example(b"\xf0\x9f\x98\x80" * 1_100)
def test_an_excerpt_is_short_and_holds_nothing_that_acts(body: bytes) -> None:
    text = answers.excerpt(body)

    assert len(text) <= 1_000
    assert all(character.isprintable() or character in "\n\t" for character in text)
    text.encode("utf-8")


def test_an_excerpt_keeps_what_a_person_can_read() -> None:
    assert answers.excerpt("Größe\n\tok".encode()) == "Größe\n\tok"
    assert answers.excerpt(b"a\x00b\x7f") == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (101, SendError.HTTP_STATUS),
        (200, None),
        (204, None),
        (299, None),
        (300, SendError.REDIRECT),
        (308, SendError.REDIRECT),
        (400, SendError.HTTP_STATUS),
        (410, SendError.HTTP_STATUS),
        (599, SendError.HTTP_STATUS),
        (999, SendError.HTTP_STATUS),
    ],
)
def test_only_2xx_is_success_and_only_410_ends_an_endpoint(
    status: int, error: SendError | None
) -> None:
    answer = Answer(status, answers.error_of_status(status), None, 1, "")

    assert answer.error is error
    assert answer.delivered == (200 <= status < 300)
    assert answer.ends_endpoint == (status == 410)
