"""Storage keeps whole files or none: also when the disk is full, and when the writer is killed."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from obstore.store import LocalStore

from db import storage
from db.storage import InvalidKey, Storage, StorageDamaged, StorageFull, StoredFacts

ROOT = Path(__file__).resolve().parents[2]
KEY = "exports/01930000/results.xlsx"


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "with a space" / "files"


@pytest.fixture
def files(directory):
    return Storage.from_url(directory.as_uri())


def _source(tmp_path, content):
    path = tmp_path / "source"
    path.write_bytes(content)
    return path


async def _read(files, key, *span):
    return b"".join([chunk async for chunk in files.open(key, *span)])


def _all_files(directory):
    return sorted(
        str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()
    )


async def test_a_stored_file_is_read_back_whole_with_its_facts(files, directory, tmp_path):
    content = os.urandom(3_000_000)

    facts = await files.put_file(KEY, _source(tmp_path, content))

    assert facts == StoredFacts(hashlib.sha256(content).hexdigest(), len(content))
    assert await files.facts(KEY) == facts
    assert await _read(files, KEY) == content
    assert await files.exists(KEY)
    assert _all_files(directory) == [KEY]
    assert (directory / KEY).stat().st_mode & 0o777 == 0o600
    assert (directory / "exports").stat().st_mode & 0o777 == 0o700


async def test_a_range_of_a_file_is_read(files, tmp_path):
    await files.put_file(KEY, _source(tmp_path, b"0123456789"))

    assert await _read(files, KEY, 2, 5) == b"234"
    assert await _read(files, KEY, 7) == b"789"
    assert await _read(files, KEY, 3, 3) == b""


async def test_a_key_takes_a_new_file_in_place_of_the_old_one(files, directory, tmp_path):
    await files.put_file(KEY, _source(tmp_path, b"old"))
    await files.put_file(KEY, _source(tmp_path, b"new"))

    assert await _read(files, KEY) == b"new"
    assert _all_files(directory) == [KEY]


async def test_an_absent_file_says_so_and_its_deletion_is_no_error(files, tmp_path):
    assert not await files.exists(KEY)
    with pytest.raises(FileNotFoundError):
        await _read(files, KEY)
    await files.delete(KEY)

    await files.put_file(KEY, _source(tmp_path, b"x"))
    await files.delete(KEY)
    assert not await files.exists(KEY)


async def test_an_empty_file_is_a_file(files, tmp_path):
    await files.put_file(KEY, _source(tmp_path, b""))

    assert await _read(files, KEY) == b""


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", ".incoming/x", "a/.b", "A", "a b", "a\x00", "é",
     "a\n", "a/", "x" * 201, "a/b.txt/c"],
)  # fmt: skip
async def test_a_key_that_the_service_cannot_have_made_is_refused(files, tmp_path, key):
    with pytest.raises(InvalidKey):
        await files.put_file(key, _source(tmp_path, b"x"))
    with pytest.raises(InvalidKey):
        await _read(files, key)
    with pytest.raises(InvalidKey):
        await files.delete(key)
    with pytest.raises(InvalidKey):
        await files.exists(key)


class Damaging(Storage):
    """A disk that says that all went well, and keeps something else."""

    def __init__(self, directory, damage):
        directory.mkdir()
        super().__init__(LocalStore(directory), directory)
        self.damage = lambda: damage(directory / KEY)

    async def put_file(self, key, path):
        facts = await super().put_file(key, path)
        self.damage()
        return facts


DAMAGES = {
    "another byte": lambda kept: kept.write_bytes(b"X" + kept.read_bytes()[1:]),
    "cut": lambda kept: os.truncate(kept, 3),
    "empty": lambda kept: os.truncate(kept, 0),
    "gone": lambda kept: kept.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_file_that_is_not_read_back_as_it_was_is_not_kept(tmp_path, damage):
    directory = tmp_path / "damaged"
    damaging = Damaging(directory, DAMAGES[damage])

    with pytest.raises(StorageDamaged):
        await damaging.put_checked(KEY, _source(tmp_path, b"0123456789"))

    assert _all_files(directory) == []


async def test_a_file_that_is_read_back_as_it_was_is_kept_with_its_facts(files, tmp_path):
    facts = await files.put_checked(KEY, _source(tmp_path, b"0123456789"))

    assert facts == await files.facts(KEY)
    assert await _read(files, KEY) == b"0123456789"


@pytest.mark.parametrize("url", ["/var/files", "ftp://host/x", "http://host/x", ""])
def test_storage_that_is_neither_a_directory_nor_s3_is_refused(url):
    with pytest.raises(ValueError, match="file:// or s3://"):
        Storage.from_url(url)


async def test_a_full_disk_is_a_clear_error_and_changes_nothing(files, directory, tmp_path):
    await files.put_file(KEY, _source(tmp_path, b"old"))
    source = _source(tmp_path, b"x" * 3_000_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
        with pytest.raises(StorageFull):
            await files.put_file(KEY, source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert await _read(files, KEY) == b"old"
    assert _all_files(directory) == [KEY]


WRITER = """
import asyncio, sys
from pathlib import Path
from db.storage import Storage
asyncio.run(Storage.from_url(sys.argv[1]).put_file(sys.argv[2], Path(sys.argv[3])))
"""


@pytest.mark.faults
async def test_a_writer_killed_half_way_leaves_nothing_visible(files, directory, tmp_path):
    await files.put_file(KEY, _source(tmp_path, b"old"))
    source = tmp_path / "endless"
    os.mkfifo(source)
    writer = _start_writer(directory, source)
    with source.open("wb", buffering=0) as pipe:
        pipe.write(b"x" * 60_000)
        _wait_for(lambda: len(_all_files(directory)) == 2)
        writer.send_signal(signal.SIGKILL)
        writer.wait()

    assert await _read(files, KEY) == b"old"
    [aside] = [name for name in _all_files(directory) if name != KEY]
    assert aside.startswith(".incoming/")
    assert await files.sweep() == 0
    assert await files.sweep(older_than_seconds=-1) == 1
    assert _all_files(directory) == [KEY]


async def test_the_file_is_flushed_before_its_name_appears(files, directory, tmp_path, monkeypatch):
    seen = []
    flush = os.fsync

    def noted(descriptor):
        seen.append((directory / KEY).exists())
        flush(descriptor)

    monkeypatch.setattr(storage.os, "fsync", noted)
    await files.put_file(KEY, _source(tmp_path, b"x"))

    assert seen[0] is False
    assert seen[-1] is True


def _start_writer(directory, source):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, directory.as_uri(), KEY, str(source)], cwd=ROOT
    )


def _wait_for(condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
