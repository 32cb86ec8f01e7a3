"""Passwords: argon2id, off the event loop, at most two at a time (each takes 64 MiB)."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher()
_ROOM: Final = asyncio.Semaphore(2)
# What an unknown account is checked against, so that it takes the same time as a known one.
_NOBODY: Final = _HASHER.hash("nobody has this password")
LONGEST: Final = 128


def hashed(password: str) -> str:
    """The argon2id hash of a password. Blocks: for the seed and for threads."""
    return _HASHER.hash(password)


async def matches(stored_hash: str | None, password: str) -> bool:
    """Whether the password is the account's; takes as long when there is no such account."""
    async with _ROOM:
        is_right = await asyncio.to_thread(_verify, stored_hash or _NOBODY, password[:LONGEST])
    return is_right and stored_hash is not None


def _verify(stored_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False
