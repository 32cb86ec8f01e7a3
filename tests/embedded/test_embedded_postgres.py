"""The embedded PostgreSQL starts, stops, comes back, and says why when it cannot."""

import asyncio
import os
import signal
import threading
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from server.embedded import directories
from server.embedded.postgres import EmbeddedPostgres, PostgresUrls
from server.embedded.processes import EmbeddedServiceError


def test_a_second_start_finds_what_the_first_has_written(tmp_path, query):
    with EmbeddedPostgres(tmp_path) as first:
        query(first.urls().owner, "CREATE TABLE kept AS SELECT 7 AS value")
    assert not first.is_running()
    assert first.process_id is None

    with EmbeddedPostgres(tmp_path) as second:
        assert query(second.urls().owner, "SELECT value FROM kept") == 7


def test_addresses_work_for_asyncpg_and_for_sqlalchemy(postgres, query):
    async def through_sqlalchemy(url: str) -> object:
        engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
        async with engine.connect() as connection:
            found = await connection.scalar(text("SELECT current_user || current_database()"))
        await engine.dispose()
        return found

    for url, role in zip(
        _all(postgres.urls()), ("rvs_owner", "rvs_app", "rvs_issuer"), strict=True
    ):
        assert query(url, "SELECT current_user || current_database()") == f"{role}rvs"
        assert asyncio.run(through_sqlalchemy(url)) == f"{role}rvs"


def test_settings_are_those_of_a_safe_small_server(postgres, query):
    def shown(name: str) -> object:
        return query(postgres.urls().app, f"SHOW {name}")

    assert shown("fsync") == "on"
    assert shown("synchronous_commit") == "on"
    assert shown("listen_addresses") == ""
    assert shown("TimeZone") == "UTC"
    assert shown("server_encoding") == "UTF8"
    assert query(
        postgres.urls().app,
        "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'rvs'",
    ) == ("bC.UTF-8")


def test_starting_twice_is_one_server(postgres):
    before = postgres.process_id

    assert postgres.start() == postgres.urls()

    assert postgres.process_id == before


def test_a_server_that_was_killed_recovers_at_the_next_start(tmp_path, query):
    with EmbeddedPostgres(tmp_path) as server:
        query(server.urls().owner, "CREATE TABLE kept AS SELECT 7 AS value")
        assert server.process_id is not None
        os.kill(server.process_id, signal.SIGKILL)
        while server.is_running():
            pass

        server.start()

        assert query(server.urls().owner, "SELECT value FROM kept") == 7


@pytest.mark.parametrize("name", ["with spaces, a comma and 'quotes'", "deep/" * 40 + "end", "é日"])
def test_any_path_will_do(tmp_path, query, name):
    with EmbeddedPostgres(tmp_path / name) as server:
        assert query(server.urls().app, "SELECT 1") == 1


def test_two_directories_run_side_by_side(tmp_path, query):
    with EmbeddedPostgres(tmp_path / "a") as one, EmbeddedPostgres(tmp_path / "b") as other:
        assert one.urls() != other.urls()
        query(one.urls().owner, "CREATE TABLE only_here ()")
        assert query(other.urls().owner, "SELECT to_regclass('only_here')") is None


def test_a_directory_in_use_is_refused_and_its_server_goes_on(postgres, query):
    directory = Path(postgres._directory)

    with pytest.raises(EmbeddedServiceError, match=f"Another process uses .*{os.getpid()}"):
        EmbeddedPostgres(directory).start()

    assert query(postgres.urls().app, "SELECT 1") == 1


def test_what_a_killed_first_start_left_is_made_anew(tmp_path, query):
    (tmp_path / "cluster.new" / "base").mkdir(parents=True)
    (tmp_path / "cluster.new" / "PG_VERSION").write_text("18")

    with EmbeddedPostgres(tmp_path) as server:
        assert query(server.urls().app, "SELECT 1") == 1
    assert not (tmp_path / "cluster.new").exists()


def test_a_server_that_cannot_start_shows_its_log_and_lets_the_directory_go(tmp_path):
    server = EmbeddedPostgres(tmp_path)
    server.start()
    server.stop()
    (tmp_path / "cluster" / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(EmbeddedServiceError, match="no_such_setting"):
        server.start()

    assert not server.is_running()
    directories.take(tmp_path).close()


def test_a_socket_directory_that_others_may_enter_is_refused(tmp_path):
    with EmbeddedPostgres(tmp_path):
        path = directories.socket_directory(tmp_path)
    assert not path.exists()
    path.mkdir(mode=0o755)
    try:
        with pytest.raises(EmbeddedServiceError, match="not a private directory"):
            EmbeddedPostgres(tmp_path).start()
    finally:
        directories.remove_socket_directory(tmp_path)


def test_a_directory_of_another_user_is_refused(tmp_path):
    if os.geteuid() == 0:
        os.chown(tmp_path, 65534, 65534)
        directory, message = tmp_path, "belongs to the user with id 65534"
    else:
        directory, message = Path("/"), "DATA_DIR"

    with pytest.raises(EmbeddedServiceError, match=message):
        EmbeddedPostgres(directory).start()

    assert not (directory / "lock").exists()


def test_only_the_main_thread_may_start_it(tmp_path):
    errors: list[str] = []

    def start() -> None:
        try:
            EmbeddedPostgres(tmp_path).start()
        except EmbeddedServiceError as error:
            errors.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert errors == ["Start embedded services from the main thread."]


def test_databases_are_made_copied_and_dropped_while_connected(postgres, query):
    template = postgres.create_database("template_of_tests")
    query(template.owner, "CREATE TABLE copied AS SELECT 3 AS value")
    copy = postgres.create_database("copy_1", template="template_of_tests")
    assert query(copy.owner, "SELECT value FROM copied") == 3

    async def drop_while_connected() -> None:
        connection = await asyncpg.connect(copy.app)
        postgres.drop_database("copy_1")
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await connection.fetchval("SELECT 1")
        await connection.close()

    asyncio.run(drop_while_connected())
    postgres.drop_database("copy_1")
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        query(copy.app, "SELECT 1")
    with pytest.raises(EmbeddedServiceError, match="already exists"):
        postgres.create_database("template_of_tests")


@pytest.mark.parametrize("name", ["", 'a"b', "a;drop", "Upper", "1st", "x" * 64, "a\nb", "\\q"])
def test_a_database_name_is_plain(postgres, name):
    with pytest.raises(ValueError, match="not a plain database name"):
        postgres.create_database(name)
    with pytest.raises(ValueError, match="not a plain database name"):
        postgres.drop_database(name)


def test_addresses_of_a_directory_without_a_server_are_refused(tmp_path):
    with pytest.raises(EmbeddedServiceError, match="ever started"):
        EmbeddedPostgres(tmp_path).urls()


def test_logs_keep_neither_statements_nor_values(postgres, query):
    url = postgres.urls().owner
    query(url, "CREATE TABLE private (email text PRIMARY KEY)")
    query(url, "INSERT INTO private VALUES ('ada@secret.example')")
    with pytest.raises(asyncpg.UniqueViolationError):
        query(url, "INSERT INTO private VALUES ('ada@secret.example')")

    log = (Path(postgres._directory) / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "secret.example" not in log


def _all(urls: PostgresUrls) -> tuple[str, str, str]:
    return urls.owner, urls.app, urls.issuer
