"""The key ring of the demonstration: made once, kept in the data directory, readable by its owner.

It must live as long as the embedded database, whose encrypted columns only it opens.
"""

from pathlib import Path

from db import keyring
from db.keyring import KeyRing
from server import private_files
from server.embedded.processes import EmbeddedServiceError


def ensure(data_dir: Path) -> KeyRing:
    """The ring of this data directory; a fresh one only where there is no data yet.

    Raises `KeyRingError`, and `EmbeddedServiceError` when the data is there but not its keys.
    """
    existing = text(data_dir)
    if existing:
        return keyring.parse(existing)
    if (data_dir / "postgres").exists():
        raise EmbeddedServiceError(
            f"{path(data_dir)} is missing, and nothing else opens the data beside it. "
            f"Put it back, or remove {data_dir} to start with new data."
        )
    ring = keyring.new_ring()
    private_files.write(path(data_dir), ring.to_text() + "\n")
    return ring


def text(data_dir: Path) -> str:
    """The ring as `KEYS` holds it; empty when there is none."""
    try:
        return path(data_dir).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def path(data_dir: Path) -> Path:
    """Where the ring is kept."""
    return data_dir / "keys.json"
