"""Signatures, verified with the library that receivers use."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from webhooks import signature

BODY = '{"type":"share.created","data":{"name":"Ωé"}}'.encode()
ID = "0198c0de-0000-7000-8000-000000000001"


def test_a_receiver_verifies_what_was_signed() -> None:
    secret = signature.new_secret()

    headers = signature.headers(ID, datetime.now(UTC), BODY, [secret])

    assert Webhook(secret).verify(BODY, headers)["type"] == "share.created"
    assert headers["webhook-id"] == ID
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"]


def test_during_a_rotation_both_secrets_verify() -> None:
    new, old = signature.new_secret(), signature.new_secret()

    headers = signature.headers(ID, datetime.now(UTC), BODY, [new, old])

    assert len(headers["webhook-signature"].split(" ")) == 2
    Webhook(new).verify(BODY, headers)
    Webhook(old).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signature.new_secret()).verify(BODY, headers)


def test_a_changed_body_id_or_time_does_not_verify() -> None:
    secret = signature.new_secret()
    headers = signature.headers(ID, datetime.now(UTC), BODY, [secret])
    later = str(int(headers["webhook-timestamp"]) + 1)

    for changed in ({"webhook-id": "x"}, {"webhook-timestamp": later}):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(BODY, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_the_zone_of_the_clock_does_not_matter() -> None:
    secret, now = signature.new_secret(), datetime.now(UTC)
    elsewhere = now.astimezone(timezone(timedelta(hours=9)))

    assert signature.sign(ID, now, BODY, [secret]) == signature.sign(ID, elsewhere, BODY, [secret])
    with pytest.raises(ValueError, match="aware"):
        signature.sign(ID, now.replace(tzinfo=None), BODY, [secret])


@given(st.binary(min_size=24, max_size=64), st.binary(max_size=200))
def test_any_secret_of_the_specified_length_signs_like_the_library(key: bytes, body: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    text, now = body.hex(), datetime.now(UTC)

    ours = signature.sign(ID, now, text.encode(), [secret])

    assert ours == Webhook(secret).sign(ID, now, text)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "whsec_!!!!",
        "whsec_é",
        base64.b64encode(b"k" * 32).decode(),
        "whsec_" + base64.b64encode(b"k" * 23).decode(),
        "whsec_" + base64.b64encode(b"k" * 65).decode(),
        "whpk_" + base64.b64encode(b"k" * 32).decode(),
    ],
)
def test_a_malformed_secret_is_refused_without_being_shown(secret: str) -> None:
    with pytest.raises(ValueError, match="a webhook secret must") as refusal:
        signature.sign(ID, datetime.now(UTC), BODY, [secret])

    assert len(secret) < 8 or secret not in str(refusal.value)


def test_signing_without_a_secret_or_a_proper_id_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        signature.sign(ID, datetime.now(UTC), BODY, [])
    for message_id in ("", "a.b"):
        with pytest.raises(ValueError, match="message id"):
            signature.sign(message_id, datetime.now(UTC), BODY, [signature.new_secret()])


def test_secrets_are_long_and_never_repeat() -> None:
    made = {signature.new_secret() for _ in range(100)}

    assert len(made) == 100
    assert all(len(base64.b64decode(secret.removeprefix("whsec_"))) == 32 for secret in made)
