"""What a password must be: long, and not to be guessed. Pure: no hashing, no I/O but the list.

Nothing is said about kinds of characters: rules of composition make people choose worse. Length is
counted in characters after NFC, so that it does not matter how a keyboard writes an accent.
"""

import re
import string
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from domain import names
from domain.errors import InvalidInput

SHORTEST: Final = 15
SHORTEST_WITH_TOTP: Final = 12
LONGEST: Final = 128
# Different characters that must be left when everything is taken away that is tried first.
LEAST_LEFT: Final = 6
FIELD: Final = ("password",)

_SHORTEST_WORD: Final = 3
_ROWS: Final = (
    string.ascii_lowercase,
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertzuiop",
    "yxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()",
)
_RUNS: Final = frozenset(
    run
    for row in (*_ROWS, *(row[::-1] for row in _ROWS))
    for start in range(len(row) - 3)
    if len(run := row[start : start + 4]) == 4
)
# How letters are disguised.
_DISGUISES: Final = str.maketrans("@4301!5$78", "aaeoiisstb")


def normalised(password: str) -> str:
    """The form that is measured and hashed: composed (NFC)."""
    return unicodedata.normalize("NFC", password[: 16 * LONGEST])


def check(
    password: str, *, has_totp: bool, own: Iterable[str], field: tuple[str, ...] = FIELD
) -> None:
    """Raise `InvalidInput` with what to do about it.

    `own`: what others know of the account: e-mail address, names, organisation.
    """
    typed = normalised(password)
    shortest = SHORTEST_WITH_TOTP if has_totp else SHORTEST
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in typed):
        raise InvalidInput("reasons.password_control", field)
    if len(typed) < shortest:
        raise InvalidInput("reasons.password_short", field, minimum=shortest)
    if len(typed) > LONGEST:
        raise InvalidInput("reasons.password_long", field, maximum=LONGEST)
    if len(set(_left(typed, own))) < LEAST_LEFT:
        raise InvalidInput("reasons.password_common", field)


def _left(password: str, own: Iterable[str]) -> str:
    """What nobody would try first: the rest without runs of keys, common words and own names."""
    plain = _without_runs(_folded(password))
    words = _COMMON | {word for value in own for word in _words_of(value)}
    return _without(_without(plain, words).translate(_DISGUISES), words)


def _folded(text: str) -> str:
    return names.search_key(text)


def _words_of(value: str) -> Iterable[str]:
    """The whole value and each of its words."""
    folded = _folded(value)
    parts = [folded, *re.split(r"[\W_]+", folded)]
    return {part for part in parts if len(part) >= _SHORTEST_WORD}


def _without_runs(text: str) -> str:
    """Without `4567`, `qwert`, `zyxw`: every character that belongs to such a run goes."""
    doomed: set[int] = set()
    for start in range(len(text) - 3):
        if text[start : start + 4] in _RUNS:
            doomed |= {start, start + 1, start + 2, start + 3}
    return "".join(character for place, character in enumerate(text) if place not in doomed)


def _without(text: str, words: Iterable[str]) -> str:
    """Without these words, longest first; what they leave is not joined to new words."""
    found = [word for word in words if word in text]
    for word in sorted(found, key=len, reverse=True):
        text = text.replace(word, " ")
    return "".join(text.split())


def _common() -> frozenset[str]:
    source = files("domain").joinpath("common_passwords.txt").read_text("utf-8")
    lines = (line.strip() for line in source.splitlines() if not line.startswith("#"))
    return frozenset(_folded(line) for line in lines if len(line) >= _SHORTEST_WORD)


_COMMON: Final = _common()
