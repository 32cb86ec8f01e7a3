"""Folders in which files are made: one for each process, removed when its process has gone.

A process that is killed leaves half a file with personal data in its folder; whoever starts next
removes it. The kernel lets the lock of a folder go with the process that held it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "exports-"


@contextmanager
def opened(directory: Path) -> Iterator[Path]:
    """A folder of this process in `directory`, while the block lasts. Removes abandoned ones."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(directory):
        _remove_abandoned(directory)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=directory))
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _remove_abandoned(directory: Path) -> None:
    for folder in directory.glob(f"{_PREFIX}*"):
        with suppress(OSError), _locked(folder, fcntl.LOCK_NB):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(directory: Path, how: int = 0) -> Iterator[None]:
    """Raises BlockingIOError when another process has it and `how` says not to wait."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(descriptor)
