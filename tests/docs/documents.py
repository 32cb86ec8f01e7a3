"""The documentation as data: pages, links, blocks, and the files of the repository."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
DECISIONS: Final = ROOT / "docs" / "decisions"

_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_BODY: Final = re.compile(r"-d '(\{.*?\})'")
_CODE: Final = re.compile(r"`[^`\n]+`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    page: Path
    language: str
    text: str


def pages() -> list[Path]:
    """Every page of the documentation."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def text(name: str) -> str:
    """A page by its path from the root."""
    return (ROOT / name).read_text("utf-8")


def blocks(page: Path, language: str) -> list[Block]:
    """The fenced blocks of a language."""
    found = _FENCE.findall(page.read_text("utf-8"))
    return [Block(page, language, text) for given, text in found if given == language]


def links(page: Path) -> list[str]:
    """Where a page leads, fenced blocks and code aside."""
    return _LINK.findall(_CODE.sub("", _FENCE.sub("", page.read_text("utf-8"))))


def headings(page: Path, level: int) -> list[str]:
    """The headings of a level, in their order."""
    found = _HEADING.findall(_FENCE.sub("", page.read_text("utf-8")))
    return [words for marks, words in found if len(marks) == level]


def anchors(page: Path) -> set[str]:
    """What `#…` can name on a page: its headings, as forges write them."""
    words = [heading for level in range(1, 7) for heading in headings(page, level)]
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in words}


def request_bodies(page: Path) -> list[dict[str, Any]]:
    """What the page's curl commands send to `/graphql`."""
    found = [body for block in blocks(page, "sh") for body in _BODY.findall(block.text)]
    return [json.loads(body) for body in found]


def code_spans(name: str) -> set[str]:
    """Everything that a page sets as code within its text."""
    return {span.strip("`") for span in _CODE.findall(_FENCE.sub("", text(name)))}


def files() -> Iterator[Path]:
    """The files that belong to the repository: all but what `.gitignore` names."""
    ignored = {".git", *text(".gitignore").split()}
    folders = {name.rstrip("/") for name in ignored}
    pending = [ROOT]
    while pending:
        for path in sorted(pending.pop().iterdir()):
            names = {path.name, path.relative_to(ROOT).as_posix()}
            if names & folders or path.suffix == ".pyc" or path.is_symlink():
                continue
            if path.is_dir():
                pending.append(path)
            else:
                yield path
