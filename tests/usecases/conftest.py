"""The API on a database of the test's own, with the sample data."""

import itertools
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from db.keyring import KeyRing
from db.storage import Storage
from resolvers.context import Viewer
from server.embedded.postgres import PostgresUrls
from tests import api as apis
from tests.api import Api
from tests.services import TEMPLATE, TestServices, superuser_url

_numbers = itertools.count(1)


@pytest.fixture(scope="package")
def photos(services: TestServices) -> Storage:
    """The sample photos themselves: no use case writes a file."""
    return Storage.from_url(services.photos.as_uri())


@pytest.fixture
async def own_database(services: TestServices, worker: str) -> AsyncIterator[PostgresUrls]:
    """A copy of the sample data for one test; made without a process, since there are so many."""
    name = f"rvs_{worker}_usecase_{next(_numbers)}"
    server = await asyncpg.connect(superuser_url(services.postgres.urls("postgres")))
    try:
        await server.execute(f"CREATE DATABASE {name} OWNER rvs_owner TEMPLATE {TEMPLATE}")
        yield services.postgres.urls(name)
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await server.close()


@pytest.fixture
async def api(own_database: PostgresUrls, photos: Storage, keyring: KeyRing) -> AsyncIterator[Api]:
    """The API on a fresh copy of the sample data."""
    async with apis.opened(own_database, photos, keyring) as opened:
        yield opened


@pytest.fixture(scope="package")
def sample_database(services: TestServices, worker: str) -> Iterator[PostgresUrls]:
    """A copy of the sample data for tests that only read them."""
    name = f"rvs_{worker}_usecases"
    yield services.clone(name)
    services.postgres.drop_database(name)


@pytest.fixture
async def sample(
    sample_database: PostgresUrls, photos: Storage, keyring: KeyRing
) -> AsyncIterator[Api]:
    """The API on that copy, which is made faster than a fresh one."""
    async with apis.opened(sample_database, photos, keyring) as opened:
        yield opened


@pytest.fixture
async def reader(sample: Api) -> Viewer:
    """A member of Northbridge who only reads the sample."""
    return await sample.viewer("member@northbridge.example")


@pytest.fixture
async def member(api: Api) -> Viewer:
    """A member of Northbridge."""
    return await api.viewer("member@northbridge.example")


@pytest.fixture
async def primary(api: Api) -> Viewer:
    """The primary user of Northbridge."""
    return await api.viewer("primary@northbridge.example")


@pytest.fixture
async def stranger(api: Api) -> Viewer:
    """The primary user of another organisation, Lakeside."""
    return await api.viewer("primary@lakeside.example")


@pytest.fixture
async def candidate(api: Api) -> Viewer:
    """The candidate of the sample data who has an account."""
    return await api.viewer("candidate@demo.example")
