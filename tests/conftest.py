"""What tests may ask for: databases with the sample data, a storage, a key ring, a Valkey.

Nothing is started, and nothing large imported, before the first test that asks.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# Scores of other people's software are printed by the process that leads a run.
pytest_plugins = ("tests.conformance.scores",)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from db.engine import Database
    from db.keyring import KeyRing
    from db.storage import Storage
    from server.embedded.postgres import PostgresUrls
    from tests.services import TestServices

_DIRECTORY = pytest.StashKey[Path]()
_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the directory of the services in the process that leads the run."""
    if not hasattr(config, "workerinput"):
        config.stash[_DIRECTORY] = Path(tempfile.mkdtemp(prefix="rvs-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the services are, and who leads."""
    node.workerinput["services"] = str(node.config.stash[_DIRECTORY])
    node.workerinput["leader"] = os.getpid()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the directory if nobody used it; otherwise its keeper does when this process ends."""
    if _DIRECTORY in config.stash:
        with suppress(OSError):
            config.stash[_DIRECTORY].rmdir()


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> TestServices:
    """The services of this test run."""
    from tests import services

    given = getattr(pytestconfig, "workerinput", None)
    if given is not None:
        return services.started(Path(given["services"]), given["leader"])
    return services.started(pytestconfig.stash[_DIRECTORY], os.getpid())


@pytest.fixture(scope="session")
def worker(pytestconfig: pytest.Config) -> str:
    """The name of this process among those that run tests: `gw0`, `gw1`, … or `main`."""
    given: dict[str, str] = getattr(pytestconfig, "workerinput", {})
    return given.get("workerid", "main")


@pytest.fixture(scope="session")
def database_urls(services: TestServices, worker: str) -> PostgresUrls:
    """This process's database with the sample data: for tests that leave it as it is."""
    return services.clone(f"rvs_{worker}")


@pytest.fixture
async def database(database_urls: PostgresUrls) -> AsyncIterator[Database]:
    """The same, connected to as the application."""
    from db.engine import Database

    connected = Database(database_urls.app, pool_size=2)
    yield connected
    await connected.close()


@pytest.fixture
def fresh_database(services: TestServices, worker: str) -> Iterator[PostgresUrls]:
    """A database of the test's own, with the sample data: for tests that write."""
    name = f"rvs_{worker}_{next(_numbers)}"
    yield services.clone(name)
    services.postgres.drop_database(name)


@pytest.fixture
def empty_database(services: TestServices, worker: str) -> Iterator[PostgresUrls]:
    """A database of the test's own without a table: for tests of migrations and seeds."""
    name = f"rvs_{worker}_{next(_numbers)}"
    yield services.postgres.create_database(name)
    services.postgres.drop_database(name)


@pytest.fixture(scope="session")
def keyring(services: TestServices) -> KeyRing:
    """The ring with which the sample data were sealed."""
    return services.keyring()


@pytest.fixture
def storage(services: TestServices, tmp_path: Path) -> Storage:
    """A storage of the test's own, with the sample photos."""
    return services.files(tmp_path / "files")


@pytest.fixture(scope="session")
def valkey_url(services: TestServices, worker: str) -> str:
    """The address of a Valkey database that only this process uses."""
    return services.valkey_url(int(worker.removeprefix("gw")) if worker != "main" else 0)
