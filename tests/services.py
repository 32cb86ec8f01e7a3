"""The services of a test run: one PostgreSQL, one Valkey, and a seeded database to copy.

They live in a process of their own (`tests.services_keeper`), which the first test that needs them
starts, and which ends with the process that leads the run: workers of pytest-xdist share them.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db import keyring
from db.keyring import KeyRing
from db.storage import Storage
from server.embedded import processes, psql
from server.embedded.postgres import EmbeddedPostgres, PostgresUrls
from server.embedded.valkey import EmbeddedValkey

PASSWORD: Final = "demo-passphrase-2026"
API_KEY: Final = "rvs_key_of-northbridge-in-tests"
TEMPLATE: Final = "rvs_template"
_VALKEY_DATABASES: Final = 16
_START_SECONDS: Final = 120.0


class TestServices:
    """What the keeper in this directory keeps; any process of the test run may use it."""

    __test__ = False  # not a class of tests

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.postgres = EmbeddedPostgres(directory / "postgres")
        self.valkey = EmbeddedValkey(directory / "valkey")

    @property
    def photos(self) -> Path:
        """Where the photos of the sample data lie."""
        return self.directory / "files"

    @property
    def keys(self) -> Path:
        """The key ring with which the sample data were sealed; written when all is ready."""
        return self.directory / "keys"

    def clone(self, name: str) -> PostgresUrls:
        """A new database, migrated and with the sample data."""
        return self.postgres.create_database(name, TEMPLATE)

    def keyring(self) -> KeyRing:
        """The ring with which the sample data were sealed."""
        return keyring.parse(self.keys.read_text("utf-8"))

    def files(self, directory: Path) -> Storage:
        """A storage with the sample photos in a new directory.

        They are linked, not copied: a storage never writes into a file that it has.
        """
        shutil.copytree(self.photos, directory, copy_function=os.link)
        return Storage.from_url(directory.as_uri())

    def valkey_url(self, number: int) -> str:
        """The address of one of the numbered databases."""
        return f"{self.valkey.url()}?db={number % _VALKEY_DATABASES}"


def started(directory: Path, leader: int) -> TestServices:
    """The services in this directory, started by the first who asks.

    They end with the process `leader`, whatever ends it, and the directory goes with them.
    """
    services = TestServices(directory)
    with _one_at_a_time(directory / "starting"):
        if not services.keys.exists():
            _start_keeper(services, leader)
    return services


def superuser_url(urls: PostgresUrls) -> str:
    """The address for the cluster's superuser, whom no wall stops."""
    return urls.owner.replace("rvs_owner@", f"{psql.SUPERUSER}@", 1)


def _start_keeper(services: TestServices, leader: int) -> None:
    log = services.directory / "keeper.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services_keeper", str(services.directory), str(leader)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
    processes.wait_until_ready(
        keeper,
        services.keys.exists,
        name="The keeper of the tests' services",
        log=log,
        seconds=_START_SECONDS,
    )


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
