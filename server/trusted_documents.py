"""The documents that the built portal asks, as its build lists them."""

import json
from pathlib import Path
from typing import Final

from schema.trusted_documents import PREFIX, TrustedDocuments, hash_of

NAME: Final = "documents.json"
"""Within the portal's directory, but never served: `{"sha256:<hash>": "<text>"}`."""


def read(directory: Path) -> TrustedDocuments:
    """The documents of the portal in a directory. Raises `OSError` or `ValueError`."""
    listed = json.loads((directory / NAME).read_bytes())
    if not isinstance(listed, dict) or not all(map(_is_named, listed.items())):
        raise ValueError(f"{NAME} is no list of documents by the SHA-256 of their texts")
    return TrustedDocuments(listed.values())


def _is_named(entry: tuple[str, object]) -> bool:
    name, text = entry
    return isinstance(text, str) and name == PREFIX + hash_of(text)
