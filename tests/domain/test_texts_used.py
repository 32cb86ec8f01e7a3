"""No sentence is left over: every key of the catalogues is asked for by some code or template.

A key is found as it stands, or by a shape with gaps: `f"errors.{code}"` in Python, `"pages.roles."
~ role` in a template, or the shape that a docstring declares for the codes of a list. What fills a
gap must then be found, too: as a value of a closed list (an enum, a code, the exam catalogue), or
in quotes or as the name of an argument in the file with the gap; for a template, in the folder
above it.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from domain.texts import CATALOGUES, Language

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("domain", "db", "webhooks", "resolvers", "schema", "workers", "server")
ENDINGS: Final = frozenset({".py", ".html", ".txt", ".j2"})

_SHAPE: Final = re.compile(r"""["'`]([a-z_]+\.(?:[\w.]|\{\w[^{}]*\}|" ~ [^~"']+ ~ ")+)["'`]""")
_OPEN_END: Final = re.compile(r'"((?:[a-z_]+\.)+)" ~')
_GAP: Final = re.compile(r"""\{[^{}]*\}|" ~ [^~"']+ ~ \"""")
_WORD: Final = re.compile(r"""["'](\w+)["']|\b(\w+)=""")
_BEGINNING: Final = re.compile(r"""["'](\w{3,}_)\{""")
_VALUE: Final = re.compile(r"""["']([A-Z][A-Z0-9_]*)["']""")


@cache
def sources() -> dict[Path, str]:
    """Every file that may ask for a text."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    return {path: path.read_text("utf-8") for path in paths if path.suffix in ENDINGS}


@cache
def shapes() -> tuple[tuple[re.Pattern[str], Path], ...]:
    """Everything that may be a key, its gaps open, and the file where it stands."""
    return tuple(
        (re.compile(r"(\w+)".join(map(re.escape, _GAP.split(written)))), path)
        for path, source in sources().items()
        for written in [*_SHAPE.findall(source), *(f"{b}{{}}" for b in _OPEN_END.findall(source))]
    )


@cache
def values() -> frozenset[str]:
    """The values of closed lists: words in capitals and in quotes."""
    catalogue = (ROOT / "db" / "data" / "exams.json").read_text("utf-8")
    places = [catalogue, *sources().values()]
    return frozenset(value for place in places for value in _VALUE.findall(place))


@cache
def words(path: Path) -> re.Pattern[str]:
    """What stands in quotes, whole or as a beginning, or names an argument."""
    here = "\n".join(_beside(path))
    whole = {word for pair in _WORD.findall(here) for word in pair if word}
    begun = {f"{word}\\w+" for word in _BEGINNING.findall(here)}
    return re.compile("|".join([*sorted(whole), *sorted(begun)]) or r"\b\B")


def _beside(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        yield sources()[path]
        return
    for other, source in sources().items():
        if other.parent == path.parents[1]:
            yield source


def is_asked_for(key: str) -> bool:
    """Whether something names the key, or fills it in."""
    key = re.sub(r"\.(one|other)$", "", key)
    return any(
        match is not None and all(_is_known(word, path) for word in match.groups())
        for match, path in ((shape.fullmatch(key), path) for shape, path in shapes())
    )


def _is_known(word: str, path: Path) -> bool:
    return word.upper() in values() or words(path).fullmatch(word) is not None


def test_every_text_is_asked_for() -> None:
    assert [key for key in CATALOGUES[Language.EN] if not is_asked_for(key)] == []


def test_a_text_that_nobody_asks_for_is_found() -> None:
    for invented in ("errors.NOBODY_SAYS_IT", "statement.nobody_prints_it", "reasons.no", "x.y"):
        assert not is_asked_for(invented)
