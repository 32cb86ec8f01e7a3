"""Standard Webhooks signatures: how a receiver knows that a call is ours, unchanged and recent."""

import base64
import binascii
import hashlib
import hmac
import secrets as random_source
from collections.abc import Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
USER_AGENT: Final = "rvs-webhooks/1"

_SECRET_BYTES: Final = 32
_SHORTEST_BYTES: Final = 24  # by the specification, as is the longest
_LONGEST_BYTES: Final = 64


def new_secret() -> str:
    """A secret to be shown once and stored encrypted."""
    return PREFIX + base64.b64encode(random_source.token_bytes(_SECRET_BYTES)).decode("ascii")


def headers(
    message_id: str, sent_at: datetime, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    """Every header of a delivery; `sent_at` is the time of this attempt, not of the event."""
    return {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(_timestamp(sent_at)),
        "webhook-signature": sign(message_id, sent_at, body, secrets),
    }


def sign(message_id: str, sent_at: datetime, body: bytes, secrets: Sequence[str]) -> str:
    """One `v1` signature for each secret, the new one first while a rotation lasts.

    Raises `ValueError` for a secret that is malformed, an id with a dot, or no secret at all.
    """
    if not secrets:
        raise ValueError("at least one secret must sign")
    if "." in message_id or not message_id:
        raise ValueError("a message id is not empty and has no dot")
    signed = f"{message_id}.{_timestamp(sent_at)}.".encode() + body
    return " ".join(f"v1,{_mac(_key(secret), signed)}" for secret in secrets)


def _timestamp(sent_at: datetime) -> int:
    if sent_at.tzinfo is None:
        raise ValueError("the time of an attempt must be aware")
    return int(sent_at.timestamp())


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise ValueError("a webhook secret must be base64") from fault
    if not (secret.startswith(PREFIX) and _SHORTEST_BYTES <= len(key) <= _LONGEST_BYTES):
        raise ValueError("a webhook secret must be whsec_ and 24 to 64 bytes")
    return key


def _mac(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")
