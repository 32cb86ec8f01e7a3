"""One real service for all attacks."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.hostile import target as targets
from tests.hostile.target import Target
from tests.running import running
from tests.services import TestServices


@pytest.fixture(scope="package")
def attacked(
    services: TestServices, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    """The service that all of them share."""
    name = f"rvs_{worker}_hostile"
    directory = tmp_path_factory.mktemp("hostile") / "rvs"
    with running(services, services.clone(name), directory, has_valkey=False) as service:
        service.serve()
        yield asyncio.run(targets.opened(service))
    services.postgres.drop_database(name)


@pytest.fixture
async def target(attacked: Target) -> AsyncIterator[Target]:
    """The service, which must have written nothing and be well after the attack."""
    before = await attacked.counts()
    yield attacked
    assert await attacked.is_healthy()
    assert await attacked.counts() == before
