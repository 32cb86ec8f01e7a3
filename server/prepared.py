"""Remembers that the embedded database is migrated and seeded, so that a second start is quick.

The note lies with the database's own files and goes with them. It names the state of everything
that the preparation reads: an update of the program makes it again.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from server import private_files

_NAME: Final = "prepared.json"
_SOURCES: Final = ("migrations", "data", "sample", "seeding")


def api_key(data_dir: Path) -> str | None:
    """The API key of the prepared demonstration; None when it is to be prepared."""
    try:
        note = json.loads(_path(data_dir).read_text("utf-8"))
        return str(note["apiKey"]) if note["state"] == _state() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note(data_dir: Path, api_key: str) -> None:
    """Remember it, for this user alone."""
    content = json.dumps({"state": _state(), "apiKey": api_key})
    private_files.write(_path(data_dir), content + "\n")


def _path(data_dir: Path) -> Path:
    return data_dir / "postgres" / _NAME


def _state() -> str:
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for source in _sources(files("db").joinpath(folder)):
            digest.update(f"{source.name}\n".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".json")):
            yield entry
