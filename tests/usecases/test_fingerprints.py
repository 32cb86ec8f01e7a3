"""What is kept of a call with a key tells it again, and tells nobody what was asked."""

import hashlib
from dataclasses import replace
from typing import Final

import pytest

from db import fingerprints, keyring
from db.keyring import KeyRing
from tests import mutation_calls
from tests.api import Answer, Api
from tests.mutation_calls import MutationCall
from tests.services import superuser_url

RING: Final = keyring.new_ring()


def test_a_fingerprint_is_of_its_value_and_its_purpose() -> None:
    made = fingerprints.of(RING, "x", b"value")

    assert fingerprints.matches(RING, "x", b"value", made)
    assert made == fingerprints.of(RING, "x", b"value")
    for purpose, value, other in (
        ("x", b"values", made),
        ("y", b"value", made),
        ("x", b"value", made[:-1]),
        ("x", b"value", b"\xff" + made[1:]),
        ("x", b"value", b""),
    ):
        assert not fingerprints.matches(RING, purpose, value, other)


def test_a_fingerprint_outlives_the_rotation_of_keys_but_not_the_loss_of_its_own() -> None:
    made = fingerprints.of(RING, "x", b"value")

    assert fingerprints.matches(RING.rotated(), "x", b"value", made)
    assert not fingerprints.matches(keyring.new_ring(), "x", b"value", made)
    assert fingerprints.of(RING.rotated(), "x", b"value") != made


def test_a_guess_cannot_be_tried_without_the_ring() -> None:
    made = fingerprints.of(RING, "x", b"secret")

    assert hashlib.sha256(b"secret").digest() not in made
    assert fingerprints.of(keyring.new_ring(), "x", b"secret")[4:] != made[4:]
    assert RING.keys[1] not in made


@pytest.fixture
async def call(api: Api) -> MutationCall:
    """A mutation that its user may repeat with other input."""
    return (await mutation_calls.of_all(superuser_url(api.urls), api.services.keyring))[
        "updateProfile"
    ]


async def test_the_same_input_of_two_accounts_or_keys_looks_different(
    api: Api, call: MutationCall
) -> None:
    colleague = await api.token("primary@northbridge.example")

    for bearer, key in ((call.bearer, "k"), (call.bearer, "l"), (colleague, "k")):
        await _called(api, replace(call, bearer=bearer), key)

    rows = await api.sql("SELECT input_hash FROM idempotency_keys")
    assert len({row["input_hash"] for row in rows}) == 3
    assert {len(row["input_hash"]) for row in rows} == {4 + 32}


async def test_keys_of_the_day_are_known_after_the_ring_was_rotated(
    api: Api, call: MutationCall
) -> None:
    await _called(api, call, "k")
    rotated = _with_ring(api, api.services.keyring.rotated())

    assert "errors" not in await _called(rotated, call, "k")
    await _called(rotated, call, "l")
    assert "errors" not in await _called(rotated, call, "l")
    other = await _called(rotated, replace(call, input=call.other), "k")
    assert other["errors"][0]["extensions"]["code"] == "CONFLICT"


async def test_a_call_that_cannot_be_told_any_more_is_not_done_again(
    api: Api, call: MutationCall
) -> None:
    await _called(api, call, "k")

    refused = await _called(_with_ring(api, keyring.new_ring()), call, "k")

    assert refused["errors"][0]["extensions"]["code"] == "CONFLICT"


async def _called(api: Api, call: MutationCall, key: str) -> Answer:
    viewer = await api.signed_in(call.bearer)
    return await api.answer(call.document, viewer, input={**call.input, "idempotencyKey": key})


def _with_ring(api: Api, ring: KeyRing) -> Api:
    return replace(api, services=replace(api.services, keyring=ring))
