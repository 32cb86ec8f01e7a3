"""The API on one database for all cells of the matrix: what they write does not matter to them."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from db.keyring import KeyRing
from db.storage import Storage
from server.embedded.postgres import PostgresUrls
from tests import api as apis
from tests.api import Api
from tests.permissions import viewers as all_viewers
from tests.permissions.viewers import Viewers
from tests.services import TestServices


@pytest.fixture(scope="package")
def photos(services: TestServices) -> Storage:
    """The sample photos themselves: no operation of the matrix writes a file."""
    return Storage.from_url(services.photos.as_uri())


@pytest.fixture(scope="package")
def matrix_database(services: TestServices, worker: str) -> Iterator[PostgresUrls]:
    """A copy of the sample data."""
    name = f"rvs_{worker}_permissions"
    yield services.clone(name)
    services.postgres.drop_database(name)


@pytest.fixture(scope="package")
def viewers(matrix_database: PostgresUrls, photos: Storage, keyring: KeyRing) -> Viewers:
    """One viewer of each kind, whom no test signs out."""

    async def signed_in() -> Viewers:
        async with apis.opened(matrix_database, photos, keyring) as api:
            return await all_viewers.every_kind(api)

    return asyncio.run(signed_in())


@pytest.fixture
async def api(
    matrix_database: PostgresUrls, photos: Storage, keyring: KeyRing
) -> AsyncIterator[Api]:
    """The API on that database."""
    async with apis.opened(matrix_database, photos, keyring) as opened:
        yield opened
