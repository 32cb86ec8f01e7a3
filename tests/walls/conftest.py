"""A database that is crowded: the sample data, and two tenants with a row in every table."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import asyncpg
import pytest

from db.engine import Database
from db.keyring import KeyRing
from db.seeding.copying import Connection
from server.embedded.postgres import PostgresUrls
from tests import factories, services
from tests.services import TestServices
from tests.walls import crowd
from tests.walls.crowd import Tenant


@dataclass(frozen=True, slots=True)
class Crowd:
    """The addresses of the crowded database, and its two tenants."""

    urls: PostgresUrls
    mine: Tenant
    theirs: Tenant


@pytest.fixture(scope="package")
def crowded(services: TestServices, worker: str, keyring: KeyRing) -> Iterator[Crowd]:
    """One for all tests of the walls: none of them leaves anything behind."""
    name = f"rvs_{worker}_walls"
    made = Crowd(services.clone(name), crowd.tenant(keyring), crowd.tenant(keyring))
    asyncio.run(_save(made))
    yield made
    services.postgres.drop_database(name)


async def _save(made: Crowd) -> None:
    superuser_url = services.superuser_url(made.urls)
    await factories.save(superuser_url, *made.mine.rows, *made.theirs.rows)


@pytest.fixture
async def app(crowded: Crowd) -> AsyncIterator[Database]:
    """The crowded database as the application sees it."""
    connected = Database(crowded.urls.app, pool_size=1)
    yield connected
    await connected.close()


@pytest.fixture
async def superuser(crowded: Crowd) -> AsyncIterator[Connection]:
    """The crowded database without walls; nothing that is done here stays."""
    connection = await asyncpg.connect(services.superuser_url(crowded.urls))
    changes = connection.transaction()
    await changes.start()
    yield connection
    await changes.rollback()
    await connection.close()
