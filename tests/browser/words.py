"""What the portal says in a language, by its catalogues: so that one test reads both languages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["en", "fr"]

_CATALOGUES: Final = Path(__file__).parents[2] / "portal" / "src"
_ENTRY: Final = re.compile(
    r'^msgid (?P<english>(?:".*"\s)+)msgstr (?P<french>(?:".*"\s?)+)', re.MULTILINE
)
_LINE: Final = re.compile(r'"(.*)"')


def said(text: str, language: Language) -> re.Pattern[str]:
    """All of an element's name, as the portal says this English text without gaps."""
    ways = [text] if language == "en" else _french()[text]
    spaced = (re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(way)) for way in ways)
    return re.compile(rf"^\s*(?:{'|'.join(sorted(spaced))})\s*$")


@cache
def _french() -> Mapping[str, frozenset[str]]:
    """Every translation of a text: two catalogues may have different ones."""
    found: dict[str, set[str]] = defaultdict(set)
    for catalogue in _CATALOGUES.rglob("locales/fr.po"):
        for english, french in _entries(catalogue):
            found[english].add(french)
    return {english: frozenset(ways) for english, ways in found.items()}


def _entries(catalogue: Path) -> Iterator[tuple[str, str]]:
    for entry in _ENTRY.finditer(catalogue.read_text("utf-8")):
        yield _joined(entry["english"]), _joined(entry["french"])


def _joined(lines: str) -> str:
    return "".join(_LINE.findall(lines)).replace('\\"', '"')
