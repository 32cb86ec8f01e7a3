"""Nothing outlives its parent, as root, as root where namespaces are forbidden, or as a user."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.embedded import directories
from server.embedded.postgres import EmbeddedPostgres
from server.embedded.processes import EmbeddedServiceError

pytestmark = pytest.mark.faults

REPOSITORY = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("keep_running.py")
NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change the user")


def test_a_killed_parent_leaves_nothing_and_the_next_start_works(tmp_path, all_gone_below):
    with _started(tmp_path) as (parent, said):
        _kill_while_in_use(parent, said["app"])
    assert all_gone_below(tmp_path)

    assert _start_and_stop(tmp_path)["app"] == said["app"]
    assert all_gone_below(tmp_path)


def test_the_next_start_does_not_wait_for_the_last_one_to_be_gone(tmp_path, all_gone_below):
    with _started(tmp_path) as (parent, said):
        parent.kill()
        assert _start_and_stop(tmp_path)["app"] == said["app"]
    assert all_gone_below(tmp_path)


def test_a_start_on_data_in_use_names_the_other_process(tmp_path):
    with _started(tmp_path) as (parent, _):
        second = subprocess.run(
            [sys.executable, PROGRAM, tmp_path],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode != 0
        assert f"Another process uses {tmp_path / 'postgres'}" in second.stderr
        assert f"process id {parent.pid}" in second.stderr


@needs_root
def test_root_without_namespaces_runs_it_as_nobody(tmp_path, all_gone_below):
    _start_and_stop(tmp_path)  # as root, in a namespace: the files are root's
    assert (tmp_path / "postgres" / "cluster").stat().st_uid == 0
    path = f"{_forbidding_unshare(tmp_path)}:{os.environ['PATH']}"

    with _started(tmp_path, PATH=path) as (parent, said):
        assert Path(f"/proc/{said['servers'][0]}").stat().st_uid == NOBODY
        _kill_while_in_use(parent, said["app"])
    assert all_gone_below(tmp_path)

    assert _start_and_stop(tmp_path)["app"] == said["app"]


@needs_root
def test_root_without_namespaces_starts_afresh(tmp_path):
    path = f"{_forbidding_unshare(tmp_path)}:{os.environ['PATH']}"

    _start_and_stop(tmp_path, PATH=path)

    assert (tmp_path / "postgres" / "cluster").stat().st_uid == NOBODY


@needs_root
def test_an_ordinary_user_runs_it_and_root_leaves_that_data_alone(all_gone_below):
    python = _python_for_nobody()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        os.chown(directory, NOBODY, NOBODY)
        with _started(directory, python=python, user=NOBODY) as (parent, said):
            assert said["user"] == NOBODY
            _kill_while_in_use(parent, said["app"])
        assert all_gone_below(directory)

        with _started(directory, python=python, user=NOBODY) as (_, again):
            assert again["app"] == said["app"]
        assert all_gone_below(directory)
        with pytest.raises(EmbeddedServiceError, match=f"user with id {NOBODY}"):
            EmbeddedPostgres(directory / "postgres").start()


def _environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **changes}


@contextlib.contextmanager
def _started(
    directory: Path, python: list[str] | None = None, user: int | None = None, **env: str
) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """A process that runs both services, and what it said about them; killed at the end."""
    who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    parent = subprocess.Popen(
        [*(python or [sys.executable]), PROGRAM, directory],
        env=_environment(**env),
        stdout=subprocess.PIPE,
        text=True,
        **who,
    )
    try:
        assert parent.stdout is not None
        yield parent, json.loads(parent.stdout.readline())
    finally:
        parent.kill()
        parent.communicate()
        for name in ("postgres", "valkey"):
            with contextlib.suppress(EmbeddedServiceError):  # it came to nothing
                directories.remove_socket_directory(directory / name)


def _start_and_stop(directory: Path, **env: str) -> Any:
    done = subprocess.run(
        [sys.executable, PROGRAM, directory, "--stop"],
        env=_environment(**env),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _kill_while_in_use(parent: subprocess.Popen[str], url: str) -> None:
    """`kill -9` while a client is in the middle of a statement."""

    async def kill() -> None:
        connection = await asyncpg.connect(url)
        statement = asyncio.create_task(connection.execute("SELECT pg_sleep(60)"))
        await asyncio.sleep(0.05)
        os.kill(parent.pid, signal.SIGKILL)
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await asyncio.wait_for(statement, 10)
        connection.terminate()

    asyncio.run(kill())


def _forbidding_unshare(directory: Path) -> Path:
    """A directory for PATH whose `unshare` is refused, as in most containers."""
    programs = directory / "programs"
    programs.mkdir()
    refusing = programs / "unshare"
    refusing.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    return programs


def _python_for_nobody() -> list[str]:
    """A Python that nobody can run here, with this environment's packages."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    script = f"import sys; sys.path.append({packages!r}); import runpy; sys.argv = sys.argv[1:]; "
    script += "runpy.run_path(sys.argv[0])"
    probe = "import sys, server.embedded.postgres; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, shutil.which("python3", path="/usr/local/bin:/usr/bin")):
        if python is None:
            continue
        with contextlib.suppress(PermissionError):
            done = subprocess.run(
                [python, "-c", probe],
                env=_environment(),
                user=NOBODY,
                cwd="/",
                capture_output=True,
                check=False,
            )
            if done.returncode == 0:
                return [python, "-c", script]
    pytest.skip("no Python that an ordinary user can run here")
