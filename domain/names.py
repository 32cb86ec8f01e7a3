"""Names of people and places: what may be one, and the stored key by which they are found.

`search_key` is stored next to the name and indexed. A change of what it returns makes stored keys
wrong: it needs a migration that writes all of them anew.
"""

import re
import string
import unicodedata
from typing import Final

MAX_NAME_LENGTH: Final = 200
# A key is cut here, so that it always fits an index entry (≤ 800 bytes).
MAX_KEY_LENGTH: Final = 200

_LAST_CODE_POINT: Final = 0x10FFFF
_BEFORE_SURROGATES: Final = 0xD7FF
_AFTER_SURROGATES: Final = 0xE000

# Letters that Unicode does not take apart, and signs that people type in several ways.
_FOLDED: Final = str.maketrans(
    {
        **dict(
            zip(
                "łøđðħıŧŋþæœ",
                ("l", "o", "d", "d", "h", "i", "t", "n", "th", "ae", "oe"),
                strict=True,
            )
        ),
        **dict.fromkeys("‘’ʼʻ`´′＇", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u0640": None,  # Arabic tatweel only stretches a word
    }
)
# Signs that are never seen: joiners' company, fillers, variation selectors, tags.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
# Combining classes of marks that spell rather than decorate: none, virama, Thai and Lao, Tibetan.
_SPELLING: Final = frozenset({0, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})
# Joiners belong to the spelling of Persian and Indic names.
_JOINERS: Final = frozenset("\u200c\u200d")
# Between the words of a name, besides spaces; `directory_words` in the database has the same.
_BETWEEN_WORDS: Final = str.maketrans(dict.fromkeys(string.punctuation + "«»“”„", " "))
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def search_key(text: str) -> str:
    """The form of a name by which it is searched and sorted: the same for every way of typing it.

    Taken apart (NFKD), without case, accents, invisible signs and control characters, with single
    spaces, at most `MAX_KEY_LENGTH` characters. Vowel signs of Indic and Thai names stay. Keys
    compare by code point (COLLATE "C"); a key is its own key.
    """
    return _cut(_plain(_plain(text.translate(_FOLDED))))


def prefix_range(key: str) -> tuple[str, str]:
    """The bounds with `lower <= k < upper` for exactly the keys `k` that begin with `key`.

    `key` comes from `search_key`. Bounds compare by code point, as COLLATE "C" does.
    """
    head = key
    while head:
        last = ord(head[-1])
        if last < _LAST_CODE_POINT:
            follower = _AFTER_SURROGATES if last == _BEFORE_SURROGATES else last + 1
            return key, head[:-1] + chr(follower)
        head = head[:-1]
    return key, chr(_LAST_CODE_POINT) * (MAX_KEY_LENGTH + 1)


def words(key: str) -> list[str]:
    """The words of a `search_key`: "d'aoste" has two, so that the second can be searched for."""
    return key.translate(_BETWEEN_WORDS).split()


def clean_name(text: str) -> str:
    """A name as it is kept: composed (NFC), without outer and double spaces.

    Raises ValueError whose only argument is the key of a sentence: `names.EMPTY`,
    `names.TOO_LONG`, `names.CONTROL_CHARACTERS` (also bidi overrides, lone surrogates and
    noncharacters) or `names.NO_LETTER`.
    """
    if len(text) > 4 * MAX_NAME_LENGTH:
        raise ValueError("names.TOO_LONG")
    if any(_is_refused(character) for character in text):
        raise ValueError("names.CONTROL_CHARACTERS")
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise ValueError("names.EMPTY")
    if len(name) > MAX_NAME_LENGTH:
        raise ValueError("names.TOO_LONG")
    if not any(unicodedata.category(character).startswith("L") for character in name):
        raise ValueError("names.NO_LETTER")
    return name


def _plain(text: str) -> str:
    """One round; a second one settles what case folding brings up (`ŉ`, `ᾳ`)."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    apart = _INVISIBLE.sub("", unicodedata.normalize("NFKD", folded))
    kept = (" " if character.isspace() else character for character in apart)
    return " ".join("".join(character for character in kept if _is_kept(character)).split())


def _is_kept(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Me"}:
        return False
    return unicodedata.combining(character) in _SPELLING


def _cut(key: str) -> str:
    return key[:MAX_KEY_LENGTH].rstrip()


def _is_refused(character: str) -> bool:
    if unicodedata.category(character) in _REFUSED:
        return character not in _JOINERS
    code_point = ord(character)
    return code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF
