"""Where files live: a directory of this machine, or an S3-compatible store for several machines.

A file is written aside, flushed to the disk and then becomes visible in one step: nobody ever sees
half of it, whatever is killed meanwhile.
"""

import asyncio
import errno
import hashlib
import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Self
from urllib.parse import urlsplit
from urllib.request import url2pathname
from uuid import uuid4

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store

from domain.errors import DomainError

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*(\.[a-z0-9]+)?")
_LONGEST_KEY: Final = 200
_CHUNK_BYTES: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Keys never begin with a dot, so no key can name what lies in here.
_ASIDE: Final = ".incoming"


class StorageFull(DomainError):
    """No room left for a file: free some space, then start the export again."""

    code = "STORAGE_FULL"


class StorageDamaged(Exception):
    """The storage gave back other bytes than it was given: look at its disk or its network."""


class InvalidKey(ValueError):
    """A key that this service cannot have made."""


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What is recorded beside a key: SHA-256 in hexadecimal digits, and the length in bytes."""

    sha256: str
    bytes: int


class Storage:
    """Files by key. Keys are made by the service: lower-case segments joined by slashes."""

    def __init__(self, store: ObjectStore, directory: Path | None = None) -> None:
        """`directory`: where `store` keeps its files, when it is a directory of this machine."""
        self._store = store
        self._directory = directory

    @classmethod
    def from_url(cls, url: str, endpoint: str | None = None) -> Self:
        """Storage at `file:///path` or `s3://bucket/prefix`.

        `endpoint`: the address of an S3-compatible store other than Amazon's. Credentials and
        region come from the usual AWS environment variables.
        """
        match urlsplit(url).scheme:
            case "file":
                directory = _private_directory(Path(url2pathname(urlsplit(url).path)))
                return cls(LocalStore(directory), directory)
            case "s3":
                return cls(_s3(url, endpoint))
            case scheme:
                raise ValueError(f"storage must be file:// or s3://, not {scheme or 'a bare path'}")

    async def put_file(self, key: str, path: Path) -> StoredFacts:
        """Keep a copy of the file under this key, in place of what was there.

        When this returns, the whole file is on the disk. Raises StorageFull; then, and after any
        other failure, the key is as it was before.
        """
        _check(key)
        if self._directory is not None:
            return await asyncio.to_thread(_put_locally, self._directory, key, path)
        facts = await asyncio.to_thread(_facts, path)
        await obstore.put_async(self._store, key, path)
        return facts

    async def put_checked(self, key: str, path: Path) -> StoredFacts:
        """Keep a copy of the file, and read it back before anybody is told that it is there.

        Raises StorageFull, or StorageDamaged: then nothing is kept under this key.
        """
        given = await self.put_file(key, path)
        try:
            kept = await self.facts(key)
        except FileNotFoundError:
            kept = None
        if kept != given:
            await self.delete(key)
            raise StorageDamaged
        return given

    async def open(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, but without, `end`, in chunks of at most about 1 MiB.

        Raises FileNotFoundError before the first chunk.
        """
        _check(key)
        if end is not None and start >= end:
            return
        options: obstore.GetOptions = {}
        if end is not None:
            options = {"range": (start, end)}
        elif start:
            options = {"range": {"offset": start}}
        found = await obstore.get_async(self._store, key, options=options)
        async for chunk in found.stream(min_chunk_size=_CHUNK_BYTES):
            yield bytes(chunk)

    async def facts(self, key: str) -> StoredFacts:
        """Read the whole file back and say what it is. Raises FileNotFoundError."""
        digest, length = hashlib.sha256(), 0
        async for chunk in self.open(key):
            digest.update(chunk)
            length += len(chunk)
        return StoredFacts(digest.hexdigest(), length)

    async def exists(self, key: str) -> bool:
        """Whether a whole file is kept under this key."""
        _check(key)
        try:
            await obstore.head_async(self._store, key)
        except FileNotFoundError:
            return False
        return True

    async def delete(self, key: str) -> None:
        """Forget the file; nothing happens when there is none."""
        _check(key)
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return

    async def sweep(self, older_than_seconds: float = 86_400) -> int:
        """Remove what killed processes left aside; returns how many files. S3 has a rule for it."""
        if self._directory is None:
            return 0
        return await asyncio.to_thread(_sweep, self._directory / _ASIDE, older_than_seconds)


@contextmanager
def full_disk_is_clear() -> Iterator[None]:
    """Turn the operating system's 'no space left' into StorageFull, for all who write files."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def _s3(url: str, endpoint: str | None) -> S3Store:
    if endpoint is None:
        return S3Store.from_url(url)
    is_plain = urlsplit(endpoint).scheme == "http"
    return S3Store.from_url(
        url, config={"endpoint": endpoint}, client_options={"allow_http": is_plain}
    )


def _check(key: str) -> None:
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        raise InvalidKey("a storage key is lower-case segments joined by slashes")


def _put_locally(directory: Path, key: str, source: Path) -> StoredFacts:
    target = directory / key
    aside = _private_directory(directory / _ASIDE) / uuid4().hex
    with full_disk_is_clear():
        try:
            facts = _copy_and_flush(source, aside)
            _make_parents(directory, target.parent)
            aside.replace(target)
            _flush_directory(target.parent)
        finally:
            aside.unlink(missing_ok=True)
    return facts


def _copy_and_flush(source: Path, target: Path) -> StoredFacts:
    with source.open("rb") as reader, open(target, "xb", opener=_private_opener) as writer:
        facts = _digest(reader, writer)
        writer.flush()
        os.fsync(writer.fileno())
    return facts


def _facts(path: Path) -> StoredFacts:
    with path.open("rb") as reader:
        return _digest(reader)


def _digest(reader: BinaryIO, copy: BinaryIO | None = None) -> StoredFacts:
    digest, length = hashlib.sha256(), 0
    while chunk := reader.read(_CHUNK_BYTES):
        digest.update(chunk)
        length += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return StoredFacts(digest.hexdigest(), length)


def _private_opener(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _private_directory(directory: Path) -> Path:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory.resolve()


def _make_parents(root: Path, directory: Path) -> None:
    """Make the missing directories, and flush each parent: a name is lost with its directory."""
    missing = [path for path in (directory, *directory.parents) if path.is_relative_to(root)]
    for path in reversed(missing):
        if not path.exists():
            path.mkdir(mode=0o700, exist_ok=True)
            _flush_directory(path.parent)


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(aside: Path, older_than_seconds: float) -> int:
    if not aside.is_dir():
        return 0
    oldest = time.time() - older_than_seconds
    removed = 0
    for path in aside.iterdir():
        # A file may become visible, and so leave this directory, while we look.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed
