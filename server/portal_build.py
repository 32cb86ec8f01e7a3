"""The built portal as it lies on disk: its pages, its files, and the addresses that it knows.

It is read once, when the application is made, and kept: what was not there then is never served,
and a build that replaces it does not mix with it.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schema.trusted_documents import TrustedDocuments
from server import trusted_documents

DIRECTORY: Final = Path(__file__).parent / "portal_files"
"""Where `make portal` and a release wheel put it."""

_PARTS: Final = ("index.html", "graphiql.html", "paths.json", trusted_documents.NAME, "assets")
# Content codings by the ending of the file that was compressed ahead; the better one first.
_CODINGS: Final = {".br": "br", ".gz": "gzip"}
_PATTERN: Final = re.compile(r"/|(?:/(?:[a-z0-9-]+|:[a-z]+))+")


class NotBuilt(RuntimeError):
    """A directory holds no whole portal; the message says what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a file, and the strong entity tag that names them."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is, and its compressed twins by content coding, the better one first."""

    plain: Stored
    encoded: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class PortalBuild:
    """Everything of a built portal.

    Paths are patterns such as `/shared-results/:id`; `demo_paths` are for demo mode only. Assets
    go by their path within `assets/`. `documents` is what its pages ask the API.
    """

    index: str
    graphiql: str
    paths: tuple[str, ...]
    demo_paths: tuple[str, ...]
    assets: Mapping[str, Asset]
    documents: TrustedDocuments


def missing_parts(directory: Path) -> list[str]:
    """What a directory lacks to be a portal; a quick look, which opens nothing."""
    return [part for part in _PARTS if not (directory / part).exists()]


def found(directory: Path) -> PortalBuild | None:
    """The portal in a directory, if a whole one is there."""
    try:
        return read(directory)
    except NotBuilt:
        return None


def read(directory: Path) -> PortalBuild:
    """The portal in a directory. Raises `NotBuilt`."""
    missing = missing_parts(directory)
    if missing:
        raise NotBuilt(f"{', '.join(missing)} missing")
    try:
        listed = json.loads((directory / "paths.json").read_bytes())
        return PortalBuild(
            index=(directory / "index.html").read_text("utf-8"),
            graphiql=(directory / "graphiql.html").read_text("utf-8"),
            paths=_patterns(listed, "portal"),
            demo_paths=_patterns(listed, "demo"),
            assets=dict(_assets(directory / "assets")),
            documents=trusted_documents.read(directory),
        )
    except (OSError, ValueError) as error:
        raise NotBuilt(f"it cannot be read: {error}") from error


def _patterns(listed: object, key: str) -> tuple[str, ...]:
    patterns = listed.get(key) if isinstance(listed, dict) else None
    if not isinstance(patterns, list) or not all(_is_pattern(each) for each in patterns):
        raise ValueError(f"paths.json has no list of addresses under {key!r}")
    return tuple(patterns)


def _is_pattern(value: object) -> bool:
    return isinstance(value, str) and _PATTERN.fullmatch(value) is not None


def _assets(directory: Path) -> Iterator[tuple[str, Asset]]:
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.suffix not in _CODINGS:
            twins = {coding: path.with_name(path.name + end) for end, coding in _CODINGS.items()}
            encoded = {coding: _stored(twin) for coding, twin in twins.items() if twin.is_file()}
            yield path.relative_to(directory).as_posix(), Asset(_stored(path), encoded)


def _stored(path: Path) -> Stored:
    body = path.read_bytes()
    return Stored(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
