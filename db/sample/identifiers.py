"""Ids and numbers of the sample data, drawn from a seeded generator."""

from datetime import UTC, datetime
from random import Random
from typing import Final
from uuid import UUID

# Nothing that reads like another sign (0 O, 1 I L); 31 is prime, which the check character needs.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
_REFERENCE_LENGTH: Final = 11
_NUMBERS: Final = 99_999_989  # a prime, so that multiplying never gives the same number twice
_STEP: Final = 48_271_733


def uuid7(rng: Random, at: datetime) -> UUID:
    """An id of version 7: its time first, so that rows lie in the order in which they came."""
    milliseconds = int(at.astimezone(UTC).timestamp() * 1000)
    bits = milliseconds << 80 | rng.getrandbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)


def reference_number(rng: Random) -> str:
    """Eleven random characters and a check character."""
    body = "".join(rng.choice(ALPHABET) for _ in range(_REFERENCE_LENGTH))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Finds every wrong character and every swap of two neighbours (weighted sum modulo 31)."""
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def candidate_number(index: int) -> str:
    """Eight digits that differ for every index below 99 999 989."""
    return f"{(index + 1) * _STEP % _NUMBERS:08d}"


def passport_number(rng: Random) -> str:
    """Two letters and seven digits."""
    return "".join(rng.choice(_LETTERS) for _ in range(2)) + f"{rng.randrange(10**7):07d}"
