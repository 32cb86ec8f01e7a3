"""The keys that sign seals of the audit log: Ed25519, each derived from a key of the ring.

Whoever has the ring can sign; whoever has the public half, which is no secret, can verify.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.keyring import KEY_BYTES, KeyRing, KeyRingError

PREFIX: Final = "rvs-audit-key"
_PURPOSE: Final = b"rvs audit seal"


def sign(ring: KeyRing, message: bytes) -> bytes:
    """The signature by the current key of the ring, which the message must name."""
    return _private(ring, ring.current).sign(message)


def public_keys(ring: KeyRing) -> dict[int, bytes]:
    """The public half of every key of the ring, by key id."""
    return {key_id: _private(ring, key_id).public_key().public_bytes_raw() for key_id in ring.keys}


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private half signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def to_text(keys: Mapping[int, bytes]) -> list[str]:
    """Public keys as `parse` reads them, one a line."""
    return [
        f"{PREFIX}:{key_id}:{base64.b64encode(key).decode()}"
        for key_id, key in sorted(keys.items())
    ]


def parse(source: str) -> tuple[int, bytes]:
    """Key id and public key; raises `KeyRingError`, which says what is expected."""
    prefix, _, rest = source.strip().partition(":")
    key_id, _, text = rest.partition(":")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if prefix != PREFIX or not key_id.isdecimal() or len(key) != KEY_BYTES:
        raise KeyRingError(f"A public key is written as `rvs audit key` prints it: {PREFIX}:1:….")
    return int(key_id), key


def _private(ring: KeyRing, key_id: int) -> Ed25519PrivateKey:
    # The ring's keys encrypt: what signs is derived from them, for this purpose alone.
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=_PURPOSE).derive(ring.keys[key_id])
    return Ed25519PrivateKey.from_private_bytes(derived)
