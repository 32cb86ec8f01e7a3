"""Fingerprints: whether two values are the same, when neither of them may be kept.

`key id (4 bytes) | HMAC-SHA-256`. Of a value that can be guessed, a plain hash is as good as the
value; this one says nothing to somebody who has the database without the key ring.
"""

import hmac

from db.keyring import KeyRing

ID_BYTES = 4


def of(ring: KeyRing, purpose: str, value: bytes) -> bytes:
    """The fingerprint of a value; the same value for another purpose has another one."""
    return _made(ring, ring.current, purpose, value)


def matches(ring: KeyRing, purpose: str, value: bytes, fingerprint: bytes) -> bool:
    """Whether `of` made it of this value, also under an older key of the ring."""
    key_id = int.from_bytes(fingerprint[:ID_BYTES])
    if key_id not in ring.keys:
        return False
    return hmac.compare_digest(_made(ring, key_id, purpose, value), fingerprint)


def _made(ring: KeyRing, key_id: int, purpose: str, value: bytes) -> bytes:
    # The ring's keys encrypt: what they sign with is derived from them, one for each purpose.
    key = hmac.digest(ring.keys[key_id], f"fingerprint {purpose}".encode(), "sha256")
    return key_id.to_bytes(ID_BYTES) + hmac.digest(key, value, "sha256")
