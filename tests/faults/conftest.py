"""A service for each test of damage: without Valkey, looking for work all the time."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from db.keyring import KeyRing
from server.embedded.postgres import PostgresUrls
from tests.faults import world as worlds
from tests.faults.world import World
from tests.running import Running, running
from tests.services import TestServices


@pytest.fixture
def service(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> Iterator[Running]:
    """A service none of whose processes runs yet."""
    with running(
        services, fresh_database, tmp_path / "rvs", has_valkey=False, SWEEP_SECONDS="0.1"
    ) as made:
        yield made


@pytest.fixture
async def world(service: Running, keyring: KeyRing) -> AsyncIterator[World]:
    """What happens around it."""
    async with worlds.opened(service, keyring) as made:
        yield made
