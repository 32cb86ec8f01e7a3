"""Passwords: argon2id, off the event loop, at most two at a time (each takes 64 MiB)."""

import asyncio
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher()
_ROOM: Final = asyncio.Semaphore(2)
LONGEST: Final = 128


def hashed(password: str) -> str:
    """The argon2id hash of a password. Blocks: for the seed and for threads."""
    return _HASHER.hash(_normalised(password))


async def matches(stored_hash: str | None, password: str) -> bool:
    """Whether the password is the account's; takes as long when there is no such account."""
    async with _ROOM:
        typed = _normalised(password[:LONGEST])
        is_right = await asyncio.to_thread(_verify, stored_hash, typed)
    return is_right and stored_hash is not None and len(password) <= LONGEST


def _normalised(password: str) -> bytes:
    """Keyboards write the same letter in several ways (NFC); half a surrogate is no letter."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def _verify(stored_hash: str | None, password: bytes) -> bool:
    nobodys = _nobodys()  # made by the first check of a process, whoever it is for
    try:
        return _HASHER.verify(stored_hash or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """What an unknown account is checked against, so that it takes as long as a known one."""
    return _HASHER.hash("nobody has this password")
