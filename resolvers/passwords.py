"""Passwords: argon2id, off the event loop, at most two at a time (each takes 64 MiB)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain import passwords
from domain.errors import RateLimited

_HASHER: Final = PasswordHasher()
AT_ONCE: Final = 2
WAITING: Final = 20


def hashed(password: str) -> str:
    """The argon2id hash of a password. Blocks: for the seed and for threads."""
    return _HASHER.hash(_bytes(passwords.normalised(password)))


class PasswordChecks:
    """The checks of a process: a few at a time, a short queue, and nobody waits longer.

    Each method raises `RateLimited` at once when the queue is full: waiting would only end in a
    time-out.
    """

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def matches(self, stored_hash: str | None, password: str) -> bool:
        """Whether the password is the account's; takes as long when there is no such account."""
        typed = passwords.normalised(password)
        async with self._turn():
            kept = typed[: passwords.LONGEST]
            is_right = await asyncio.to_thread(_verify, stored_hash, _bytes(kept))
        return is_right and stored_hash is not None and typed == kept

    async def hashed(self, password: str) -> str:
        """The argon2id hash of a new password."""
        async with self._turn():
            return await asyncio.to_thread(hashed, password)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise RateLimited(retry_after_seconds=1)
        self._waiting += 1
        try:
            async with self._room:
                yield
        finally:
            self._waiting -= 1


def _bytes(typed: str) -> bytes:
    """What is hashed; half a surrogate pair is no letter."""
    return typed.encode("utf-8", "replace")


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
