"""An export is ready only when its file was read back from the storage as it was written."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore

from db.keyring import KeyRing
from db.storage import Storage, StoredFacts
from domain.permissions import Scope
from server.embedded.postgres import PostgresUrls
from tests import api as apis
from tests.api import Api
from webhooks.schedule import Schedule
from workers import exporting
from workers.services import WorkerServices
from workers.statements.renderer import StatementRenderer

SHARES = "{ sharedResults(first: 2) { edges { node { id } } } }"
CREATE = """mutation ($ids: [ID!]!) { createExport(input: {format: CSV, selection: {ids: $ids}}) {
  export { id } userErrors { code } } }"""
LOOK = "query ($id: ID!) { node(id: $id) { ... on Export { state failure sha256 downloadUrl } } }"


class FlippingStorage(Storage):
    """A disk that says that all went well, and keeps one other byte."""

    def __init__(self, directory: Path) -> None:
        super().__init__(LocalStore(directory), directory)
        self.directory = directory

    async def put_file(self, key: str, path: Path) -> StoredFacts:
        """Keep the file, damaged."""
        facts = await super().put_file(key, path)
        kept = self.directory / key
        content = kept.read_bytes()
        kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        return facts


@pytest.fixture
async def api(
    fresh_database: PostgresUrls, storage: Storage, keyring: KeyRing
) -> AsyncIterator[Api]:
    async with apis.opened(fresh_database, storage, keyring) as opened:
        yield opened


def worker(api: Api, storage: Storage, directory: Path) -> WorkerServices:
    """What a worker of exports needs; what only other kinds need is empty."""
    return WorkerServices(
        database=api.services.database,
        storage=storage,
        keyring=api.services.keyring,
        catalogue=api.services.catalogue,
        clock=api.services.clock,
        ring=lambda job: None,
        base_url="http://127.0.0.1:8000",
        allow_loopback=True,
        schedule=Schedule(),
        delivery_timeout_seconds=1,
        smtp_url="",
        mail_from="",
        work_directory=directory,
        statement_processes=1,
    )


async def made(api: Api, storage: Storage, directory: Path) -> dict[str, Any]:
    """An export of two shares after a worker's turn, as the API shows it."""
    client = await api.client(Scope.RESULTS_READ, Scope.EXPORTS)
    edges = (await api.data(SHARES, client))["sharedResults"]["edges"]
    ids = [edge["node"]["id"] for edge in edges]
    export = (await api.data(CREATE, client, ids=ids))["createExport"]["export"]
    services = worker(api, storage, directory)
    async with StatementRenderer(1, directory) as renderer:
        assert await exporting.make_one(services, renderer, directory)
        assert not await exporting.make_one(services, renderer, directory)
    found: dict[str, Any] = (await api.data(LOOK, client, id=export["id"]))["node"]
    return found


def kept(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


async def test_an_export_whose_file_is_damaged_in_the_storage_fails(
    api: Api, tmp_path: Path
) -> None:
    directory, work = tmp_path / "bad", tmp_path / "work"
    for each in (directory, work):
        each.mkdir()

    export = await made(api, FlippingStorage(directory), work)

    assert (export["state"], export["failure"]) == ("FAILED", "STORAGE_DAMAGED")
    assert (export["sha256"], export["downloadUrl"]) == (None, None)
    assert kept(directory) == kept(work) == []
    assert await api.sql("SELECT 1 FROM stored_files") == []
    assert await api.sql("SELECT 1 FROM events WHERE type = 'export.ready'") == []


async def test_an_export_whose_file_is_whole_is_ready_with_the_hash_of_its_bytes(
    api: Api, storage: Storage, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()

    export = await made(api, storage, work)

    [row] = await api.sql("SELECT storage_key, size_bytes FROM stored_files")
    facts = await storage.facts(row["storage_key"])
    assert (export["state"], export["failure"]) == ("READY", None)
    assert (export["sha256"], row["size_bytes"]) == (facts.sha256, facts.bytes)
