"""One toy server for all tests of the GraphQL frame."""

from collections.abc import Iterator

import httpx
import pytest

from server.graphql import TransportLimits
from tests.graphql import toy_service


@pytest.fixture(scope="session")
def toy_address() -> Iterator[str]:
    transport = TransportLimits(
        body_seconds=1, init_seconds=0.5, operations_per_socket=3, ping_seconds=0.2
    )
    with toy_service.served(transport, seconds=1.0) as address:
        yield address


@pytest.fixture(autouse=True)
def nothing_has_happened() -> None:
    """What one test tells the toy, the next must not hear."""
    toy_service.cancelled.clear()
    toy_service.session_over.clear()


@pytest.fixture
def post(toy_address: str) -> Iterator[httpx.Client]:
    """A client of the endpoint: `post.post("/graphql", json=…)`."""
    with httpx.Client(base_url=f"http://{toy_address}") as client:
        yield client
