"""The embedded Valkey keeps what it was told, and listens on its socket only."""

import os
import signal
from pathlib import Path

import pytest
import redis
from arq import create_pool
from arq.connections import RedisSettings

from server.embedded.processes import EmbeddedServiceError
from server.embedded.valkey import EmbeddedValkey


def test_a_second_start_finds_what_the_first_was_told(tmp_path):
    directory = tmp_path / "with spaces" / ("deep/" * 40)
    with EmbeddedValkey(directory) as first, redis.Redis.from_url(first.url()) as client:
        client.set("kept", "7")
    assert not first.is_running()

    with first as second, redis.Redis.from_url(second.url()) as client:
        assert client.get("kept") == b"7"


def test_it_comes_back_at_the_same_address_after_being_killed(tmp_path):
    with EmbeddedValkey(tmp_path) as server:
        url = server.url()
        with redis.Redis.from_url(url) as client:
            client.set("kept", "7")
        assert server.process_id is not None
        os.kill(server.process_id, signal.SIGKILL)
        while server.is_running():
            pass

        assert server.start() == url

        with redis.Redis.from_url(url) as client:
            assert client.get("kept") == b"7"


def test_it_refuses_rather_than_forgets_and_opens_no_port(tmp_path):
    with EmbeddedValkey(tmp_path) as server, redis.Redis.from_url(server.url()) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.info("server")["tcp_port"] == 0


async def test_arq_takes_its_address(tmp_path):
    with EmbeddedValkey(tmp_path) as server:
        pool = await create_pool(RedisSettings.from_dsn(server.url()))
        assert await pool.enqueue_job("ring") is not None
        await pool.aclose()


def test_a_directory_in_use_is_refused(tmp_path):
    with EmbeddedValkey(tmp_path) as server:
        with pytest.raises(EmbeddedServiceError, match=f"Another process uses .*{os.getpid()}"):
            EmbeddedValkey(tmp_path).start()

        assert server.is_running()


def test_a_server_that_cannot_start_shows_its_log(tmp_path):
    with EmbeddedValkey(tmp_path) as server, redis.Redis.from_url(server.url()) as client:
        client.set("kept", "7")
    for file in Path(tmp_path).glob("appendonlydir/*.incr.aof"):
        file.write_bytes(b"not a log of commands\r\n" + file.read_bytes())

    with pytest.raises(EmbeddedServiceError, match=r"Bad file format|AOF"):
        server.start()

    assert not server.is_running()
