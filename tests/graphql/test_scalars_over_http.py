"""Scalars as clients write them, in documents and as variables, over real HTTP."""

import json
from typing import Final

import httpx
import pytest

FIELDS: Final = {
    "DateTime": "moment(at: {})",
    "Date": "day(on: {})",
    "BigInt": "bytes(of: {})",
    "Float": "slow(seconds: {})",
}

# As they stand in JSON; what a document can write as well stands in it the same way.
WRONG: Final = {
    "DateTime": [
        "null", "1", "1.5", "true", "[]", "{}", '[["2026-01-01T00:00:00Z"]]', '""', '"now"',
        '"2026-01-01"', '"2026-01-01T00:00:00"', '"2026-02-30T00:00:00Z"', '"2026-W01-1T00:00:00Z"',
        '"2026-01-01T24:00:00Z"', '"2026-06-30T23:59:60Z"', '"2026-01-01T00:00:00+24:00"',
        '"2026-01-01T00:00:00+05:99"', '"2026-01-01T00:00:00Z "', '"0000-12-31T23:59:59Z"',
        '"9999-12-31T23:59:59.999999Z"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59-00:01"',
        '"0001-01-01T00:00:00+00:01"', '"10000-01-01T00:00:00Z"',
    ],
    "Date": [
        "null", "20260101", "1.5", "false", "[]", "{}", '["2026-01-01"]', '"2026-02-30"',
        '"2026-W01-1"',
        '"2026-1-1"', '"20260101"', '"0000-01-01"', '"10000-01-01"', '"+2026-01-01"',
        '"2026-01-01T00:00:00Z"', '"2026-001"', '"２０２６-01-01"',
    ],
    "BigInt": [
        "null", '"1"', "1.5", "1.0", "1e3", "true", "[]", "{}", "[1]", "9007199254740992",
        "-9007199254740992", "9007199254740991.4", "9" * 400, "9" * 4_000, "1e400",
    ],
    "Float": ['"1"', "null", "true", "[]", "9" * 4_000, "1e400"],
}  # fmt: skip
RIGHT: Final = {
    "DateTime": {
        '"2026-01-01T00:00:00z"': "2026-01-01T00:00:00Z",
        '"2026-01-01t00:00:00.5-00:00"': "2026-01-01T00:00:00.500000Z",
        '"0001-01-01T00:00:00.000001Z"': "0001-01-01T00:00:00.000001Z",
        '"9999-12-31T23:59:59.999998Z"': "9999-12-31T23:59:59.999998Z",
        '"2026-01-01T00:00:00+23:59"': "2025-12-31T00:01:00Z",
    },
    "Date": {'"0001-01-01"': "0001-01-01", '"9999-12-31"': "9999-12-31"},
    "BigInt": {"9007199254740991": 2**53 - 1, "-9007199254740991": 1 - 2**53, "0": 0},
}


def in_document(scalar: str, value: str) -> bytes:
    """A request with the value in the text of its document."""
    return json.dumps({"query": f"{{ it: {FIELDS[scalar].format(value)} }}"}).encode()


def as_variable(scalar: str, value: str) -> bytes:
    """A request with the value beside its document."""
    query = f"query ($v: {scalar}!) {{ it: {FIELDS[scalar].format('$v')} }}"
    return f'{{"query": {json.dumps(query)}, "variables": {{"v": {value}}}}}'.encode()


@pytest.mark.parametrize(
    ("scalar", "value"),
    [(scalar, value) for scalar, values in WRONG.items() for value in values],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_value_is_refused_wherever_it_stands(
    post: httpx.Client, scalar: str, value: str
) -> None:
    for body in (in_document(scalar, value), as_variable(scalar, value)):
        answer = post.post("/graphql", content=body, headers={"content-type": "application/json"})

        assert answer.status_code in (200, 400), answer.text
        assert set(answer.json()) == {"errors"}
        for error in answer.json()["errors"]:
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
            assert "set_int_max" not in error["message"]


@pytest.mark.parametrize("scalar", RIGHT)
def test_what_is_one_comes_back_in_one_form(post: httpx.Client, scalar: str) -> None:
    for value, shown in RIGHT[scalar].items():
        for body in (in_document(scalar, value), as_variable(scalar, value)):
            answer = post.post(
                "/graphql", content=body, headers={"content-type": "application/json"}
            )

            assert answer.json() == {"data": {"it": shown}}
