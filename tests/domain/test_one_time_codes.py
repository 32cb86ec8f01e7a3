"""The codes of apps by the vectors of RFC 6238, drift, replay, and what people type."""

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from domain import one_time_codes
from domain.one_time_codes import matching_step, step_of, typed

# The seed of the RFC's appendix B, `12345678901234567890`, in base 32.
SEED: Final = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_the_rfc_are_right(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert matching_step(SEED, code, moment, None) == seconds // 30


@pytest.mark.parametrize(
    ("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off(steps: int, is_right: bool) -> None:
    moment = datetime.fromtimestamp(1111111111, UTC)
    theirs = moment + timedelta(seconds=30 * steps)

    found = matching_step(SEED, "050471", theirs, None)

    assert found == (step_of(moment) if is_right else None)


def test_neither_a_code_that_was_used_nor_an_older_one_is_right() -> None:
    moment = datetime.fromtimestamp(1111111111, UTC)
    step = step_of(moment)

    assert matching_step(SEED, "050471", moment, step - 1) == step
    assert matching_step(SEED, "050471", moment, step) is None
    assert matching_step(SEED, "081804", moment, step) is None  # of the step before


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("123-456", "123456"),
        ("１２３４５６", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("१२३४५६", "123456"),
        ("ABCDE-FGHJK", "abcdefghjk"),
        ("ａｂｃｄｅ　ｆｇｈｊｋ", "abcdefghjk"),
        ("oOiIlL", "001111"),
        ("", ""),
        ("   ", ""),
        ("12345\0", ""),
        ("12345\ud800", ""),
        ("12345²", "123452"),
        ("½23456", ""),
        ("12345é", ""),
        ("１２３" * 100, ""),
    ],
    ids=ascii,
)
def test_a_code_is_read_however_it_is_typed(given: str, plain: str) -> None:
    assert typed(given) == plain


@pytest.mark.parametrize("code", ["", "28708", "2870820", "abcdef"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert matching_step(SEED, code, datetime.fromtimestamp(59, UTC), None) is None


def test_the_address_names_account_and_service() -> None:
    address = urlsplit(one_time_codes.address(SEED, "ana@lakeside.example", "Results Service"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Results%20Service:ana%40lakeside.example"
    assert parse_qs(address.query)["secret"] == [SEED]
    assert parse_qs(address.query)["issuer"] == ["Results Service"]


def test_a_code_for_recovery_reads_back_as_it_is_shown() -> None:
    assert one_time_codes.shown("abcdefghjk") == "abcde-fghjk"
    assert typed(one_time_codes.shown("abcdefghjk")) == "abcdefghjk"
    assert typed(one_time_codes.ALPHABET) == one_time_codes.ALPHABET
