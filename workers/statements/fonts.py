"""The fonts of statements: which of them a text needs, and which characters none of them has.

Fonts come from packages, never from the machine, so that a statement looks the same everywhere.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from workers.statements import latin_font

REPLACEMENT: Final = "\ufffd"

_LATIN: Final = "latin"
# In the order in which they are asked for a character that `latin` does not have.
_FILES: Final = {
    "sans": latin_font.VARIABLE_FONT,
    "arabic": ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    "devanagari": ("fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf"),
    "thai": ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    "cjk": ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"),
}


def needed(text: str) -> tuple[str, ...]:
    """The fonts that show this text; characters that no font has add none."""
    fonts, rest = [_LATIN], _visible(text) - latin_font.CHARACTERS
    for name in _FILES:
        if rest and (found := rest & _characters(name)):
            fonts.append(name)
            rest -= found
    return tuple(fonts)


def without_unprintable(text: str) -> str:
    """The text with U+FFFD in the place of each character that no font has."""
    lacking = _visible(text)
    for name in _FILES:
        if not lacking:
            return text
        lacking -= _characters(name)
    return text.translate(dict.fromkeys(map(ord, lacking), REPLACEMENT))


def content(name: str) -> bytes:
    """The font file; KeyError for a name that is not ours.

    `latin` has a file for each weight, such as `latin-600`; the others are variable.
    """
    for weight in latin_font.WEIGHTS:
        if name == f"{_LATIN}-{weight}":
            return latin_font.static(weight)
    package, path = _FILES[name]
    return files(package).joinpath(path).read_bytes()


def family(names: Iterable[str]) -> str:
    """The value of CSS `font-family` for these fonts."""
    return ", ".join(f"rvs-{name}" for name in names)


def faces(names: Iterable[str]) -> str:
    """The `@font-face` rules of these fonts."""
    return "\n".join(face for name in names for face in _faces(name))


def _faces(name: str) -> list[str]:
    if name != _LATIN:
        return [f'@font-face {{ font-family: rvs-{name}; src: url("rvs:font/{name}"); }}']
    return [
        f"@font-face {{ font-family: rvs-{name}; font-weight: {weight};"
        f' src: url("rvs:font/{name}-{weight}"); }}'
        for weight in latin_font.WEIGHTS
    ]


@cache
def _characters(name: str) -> frozenset[str]:
    package, path = _FILES[name]
    with files(package).joinpath(path).open("rb") as file, TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _visible(text: str) -> set[str]:
    """Its characters without those that have no shape of their own (joiners, variants, breaks)."""
    return {
        character
        for character in set(text)
        if unicodedata.category(character) not in {"Cf", "Cc", "Zl", "Zp"}
        and not "\ufe00" <= character <= "\ufe0f"
    }
