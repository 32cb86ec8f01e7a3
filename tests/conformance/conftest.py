"""A running service with the sample data, and the packages that are tried on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.engine import Job
from server.embedded.postgres import PostgresUrls
from tests.conformance import programs, scores
from tests.running import Running, running
from tests.services import TestServices


@pytest.fixture(scope="package")
def service(
    services: TestServices, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The API on a database of its own, for tests that leave others their share of it."""
    urls = services.clone(f"rvs_{worker}_conformance")
    with running(services, urls, tmp_path_factory.mktemp("rvs"), has_valkey=False) as service:
        service.serve()
        yield service
    services.postgres.drop_database(f"rvs_{worker}_conformance")


@pytest.fixture
def at_work(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> Iterator[Running]:
    """The API and a worker that sends webhooks, on a database of the test's own."""
    with running(services, fresh_database, tmp_path / "rvs") as service:
        service.serve_and_work([Job.WEBHOOK])
        yield service


@pytest.fixture
def score(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Iterator[Callable[[str], None]]:
    """Keeps a line for the end of the run; when all is well, the page of scores has it, too."""
    kept = []
    failed_before = request.session.testsfailed

    def keep(line: str) -> None:
        record_property(scores.PROPERTY, line)
        kept.append(line)

    yield keep
    if request.session.testsfailed > failed_before:
        return
    missing = set(kept).difference(scores.PAGE.read_text("utf-8").splitlines())
    assert not missing, f"{scores.PAGE} does not say: {missing}"


@pytest.fixture(scope="session")
def protocols() -> Path:
    """The folder with the audits and the clients of the two protocols, installed."""
    return programs.install("protocols")


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder with the clients for TypeScript, installed."""
    return programs.install("clients")


@pytest.fixture(scope="session")
def python_clients() -> Path:
    """The folder with the client for Python, installed."""
    return programs.install("python")
