"""Short queries, and a look at the processes of the machine."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from server.embedded.postgres import EmbeddedPostgres

Query = Callable[[str, str], object]
Running = Callable[[Path], list[int]]
AllGone = Callable[[Path], bool]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def query() -> Query:
    """Run SQL on a connection of its own; the last statement's first value."""
    return lambda url, sql: asyncio.run(_query(url, sql))


async def _query(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        if sql.lstrip().upper().startswith(("SELECT", "SHOW")):
            return await connection.fetchval(sql)
        return await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def running_below() -> Running:
    """The ids of the processes that work in a directory or below it."""
    return _running_below


@pytest.fixture(scope="session")
def all_gone_below() -> AllGone:
    """Whether, within 5 seconds, nothing works in a directory or below it."""

    def all_gone(directory: Path) -> bool:
        deadline = time.monotonic() + 5
        while _running_below(directory):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    return all_gone


def _running_below(directory: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and Path(os.readlink(entry / "cwd")).is_relative_to(directory):
                found.append(int(entry.name))
        except OSError:
            continue
    return found
