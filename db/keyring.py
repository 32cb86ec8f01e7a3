"""Encrypted columns and the ring of keys that opens them: AES-256-GCM, the key's id in the value.

A value is `version (1 byte) | key id (4 bytes) | nonce (12 bytes) | ciphertext and tag`. Table,
column and row id are its associated data, so that a value moved to another row does not open.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12


class KeyRingError(ValueError):
    """The text of a key ring is malformed; the message says what is expected."""


class CannotOpen(ValueError):
    """A value that no key of the ring opens in this place: damaged, moved, or its key is lost."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value lives: what binds it to its row."""

    table: str
    column: str
    row_id: UUID

    def associated_data(self) -> bytes:
        """The bytes that are authenticated with the value."""
        return f"{self.table}.{self.column}:{self.row_id.hex}".encode()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id; `current` seals new values, all of them open old ones."""

    current: int
    keys: Mapping[int, bytes]

    def seal(self, place: Place, value: str) -> bytes:
        """Encrypt a text for its place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self.keys[self.current])
        sealed = cipher.encrypt(nonce, value.encode(), place.associated_data())
        return VERSION + self.current.to_bytes(4) + nonce + sealed

    def open(self, place: Place, value: bytes) -> str:
        """Decrypt what `seal` made for the same place. Raises `CannotOpen`."""
        key = self.keys.get(int.from_bytes(value[1:5]))
        if value[:1] != VERSION or key is None:
            raise CannotOpen(f"{place.table}.{place.column}: unknown key")
        nonce, sealed = value[5 : 5 + NONCE_BYTES], value[5 + NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, sealed, place.associated_data()).decode()
        except InvalidTag:
            raise CannotOpen(f"{place.table}.{place.column}: damaged or moved") from None

    def to_text(self) -> str:
        """The ring as `parse` reads it."""
        keys = {str(number): base64.b64encode(key).decode() for number, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys})

    def rotated(self) -> "KeyRing":
        """A ring with one more key, which seals from now on."""
        newest = max(self.keys) + 1
        return KeyRing(newest, {**self.keys, newest: secrets.token_bytes(KEY_BYTES)})


def new_ring() -> KeyRing:
    """A ring with one fresh key."""
    return KeyRing(1, {1: secrets.token_bytes(KEY_BYTES)})


def parse(source: str) -> KeyRing:
    """The ring of the setting `KEYS`: `{"current": 1, "keys": {"1": "<32 bytes, base64>"}}`."""
    try:
        document = json.loads(source)
        keys = {
            int(number): base64.b64decode(key, validate=True)
            for number, key in document["keys"].items()
        }
        ring = KeyRing(int(document["current"]), keys)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyRingError(
            'KEYS must be {"current": 1, "keys": {"1": "<32 random bytes in base64>"}}.'
        ) from None
    if ring.current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyRingError("KEYS must hold its current key, and every key must have 32 bytes.")
    return ring
