"""The API as a process of its own would run it: a real server on a free port, on real services."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from db.keyring import KeyRing
from db.storage import Storage
from server.app import create_app
from server.embedded.postgres import PostgresUrls
from server.house import House
from server.settings import Mode, Settings
from tests.server import tiny_portal
from tests.services import PASSWORD


@dataclass(frozen=True, slots=True)
class Api:
    """A running API and a client of it."""

    settings: Settings
    client: httpx.AsyncClient

    async def ask(self, query: str, token: str = "", **variables: Any) -> dict[str, Any]:
        """The `data` of an operation that must succeed."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        answer = (await self.client.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer, answer
        return dict(answer["data"])

    async def token(self, email: str) -> str:
        """A session of an account."""
        query = """mutation ($input: SignInInput!) { signIn(input: $input) { token } }"""
        wish = {"email": email, "password": PASSWORD, "wantsToken": True}
        return str((await self.ask(query, input=wish))["signIn"]["token"])


Started = Callable[..., Any]


@pytest.fixture
def demo_settings(
    fresh_database: PostgresUrls, keyring: KeyRing, storage: Storage, tmp_path: Path
) -> Settings:
    """Settings of a demonstration on this test's own database and files, without Valkey."""
    return Settings(
        _env_file=None,
        mode=Mode.DEMO,
        port=_free_port(),
        data_dir=tmp_path,
        database_url=fresh_database.app,
        pool_size=3,
        redis_url="",
        keys=keyring.to_text(),
        session_check_seconds=0.2,
        stop_seconds=2,
    )


@pytest.fixture
async def api(demo_settings: Settings) -> AsyncIterator[Api]:
    """The API on the demonstration's settings."""
    async with running(demo_settings) as started:
        yield started


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Api]:
    """A real server in this process, with a portal in miniature."""
    house = House(settings)
    portal = settings.data_dir / "portal"
    served = create_app(house, portal if portal.exists() else tiny_portal.build(portal))
    config = uvicorn.Config(
        served, port=settings.port, lifespan="on", log_config=None, access_log=False,
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.01)
        assert house.failure is None, house.failure
        async with httpx.AsyncClient(base_url=settings.public_url, timeout=20) as client:
            yield Api(settings, client)
    finally:
        server.should_exit = True
        await serving


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
