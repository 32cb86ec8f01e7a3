"""The command line as people and supervisors use it: each command in a process of its own."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from db import keyring
from db.keyring import KeyRing
from server.cli import Kind
from server.embedded import directories
from server.settings import Settings

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def clean() -> dict[str, str]:
    """Our environment without settings."""
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "PYTHONPATH": str(REPOSITORY)}


def rvs(arguments: list[str], env: Mapping[str, str], directory: Path) -> tuple[int, str, str]:
    """Run a short command to its end: code, output, messages."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        env=env,
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_a_mode_nothing_is_served(command: str, clean, tmp_path):
    code, _, said = rvs([command], clean, tmp_path)

    assert code == 1
    assert said.startswith("MODE is not set.")
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_that_cannot_be_reached_is_a_sentence(command: str, clean, tmp_path):
    ring = keyring.new_ring().to_text()
    env = {
        "MODE": "production",
        "DATABASE_URL": "postgresql://rvs_app:tUhoX0q1@127.0.0.1:1/rvs",
        "BASE_URL": "https://rvs.example",
        "MAIL_FROM": "no-reply@rvs-mail.example",
        "KEYS": ring,
        "PORT": str(_free_port()),
    }
    code, _, said = rvs([command], {**clean, **env}, tmp_path)

    assert code == 1
    assert "The database cannot be used" in said
    assert "Traceback" not in said
    assert "tUhoX0q1" not in said


@pytest.mark.parametrize("command", [["migrate"], ["seed"], ["seed", "--size", "demo"]])
def test_owners_work_needs_the_owners_address(command: list[str], clean, tmp_path):
    code, _, said = rvs(command, clean, tmp_path)

    assert code == 1
    assert said.startswith("DATABASE_OWNER_URL is missing.")


def test_sample_data_goes_into_no_other_database(clean, tmp_path):
    env = {
        "MODE": "production",
        "DATABASE_OWNER_URL": "postgresql://rvs_owner@127.0.0.1:1/rvs",
        "KEYS": keyring.new_ring().to_text(),
    }
    code, _, said = rvs(["seed", "--size", "demo"], {**clean, **env}, tmp_path)

    assert code == 1
    assert "only into an embedded database" in said


@pytest.mark.parametrize("command", ["migrate", "seed"])
def test_owners_work_as_another_role_says_whose_address_is_needed(
    command: str, clean, tmp_path, empty_database
):
    env = {**clean, "DATABASE_OWNER_URL": empty_database.owner}
    if command == "seed":
        assert rvs(["migrate"], env, tmp_path)[0] == 0
    code, _, said = rvs([command], {**env, "DATABASE_OWNER_URL": empty_database.app}, tmp_path)

    assert code == 1
    assert "connect as rvs_owner: set DATABASE_OWNER_URL" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_role_without_rights_is_a_sentence(
    command: str, clean, tmp_path, database_urls, keyring: KeyRing
):
    env = {
        "MODE": "demo",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_urls.issuer,
        "KEYS": keyring.to_text(),
        "PORT": str(_free_port()),
    }
    code, _, said = rvs([command], {**clean, **env}, tmp_path)

    assert code == 1
    assert "DATABASE_URL connects as a role that may not read" in said
    assert "Traceback" not in said


def test_a_database_is_migrated_and_seeded_twice_alike(clean, tmp_path, empty_database):
    env = {**clean, "DATABASE_OWNER_URL": empty_database.owner}

    for command in (["migrate"], ["seed"]) * 2:
        code, said, error = rvs(command, env, tmp_path)
        assert (code, error) == (0, "")
        assert said


def test_a_wrong_setting_is_named(clean, tmp_path):
    code, _, said = rvs(["doctor"], {**clean, "PORT": "many"}, tmp_path)

    assert code == 1
    assert said.startswith("PORT: ")


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_a_wrong_address_is_a_sentence_and_not_repeated(command: str, clean, tmp_path):
    wrong = {"DATABASE_URL": "s3cret", "REDIS_URL": "http://s3cret", "STORAGE_URL": "s3cret"}
    code, _, said = rvs([command], {**clean, **wrong}, tmp_path)

    assert code == 1
    assert [line.partition(":")[0] for line in said.splitlines()] == list(wrong)
    assert "s3cret" not in said


def test_keys_are_made_and_rotated(clean, tmp_path):
    _, made, _ = rvs(["keys", "new"], clean, tmp_path)
    _, rotated, _ = rvs(["keys", "rotate"], {**clean, "KEYS": made.strip()}, tmp_path)

    before, after = keyring.parse(made), keyring.parse(rotated)
    assert (before.current, after.current) == (1, 2)
    assert after.keys[1] == before.keys[1]


def test_rotating_without_a_ring_says_what_is_expected(clean, tmp_path):
    code, _, said = rvs(["keys", "rotate"], clean, tmp_path)

    assert code == 1
    assert said.startswith("KEYS must be")


def test_the_schema_is_printed_without_any_setting(clean, tmp_path):
    code, printed, error = rvs(["schema"], clean, tmp_path)

    assert (code, error) == (0, "")
    assert "type Mutation" in printed


def test_the_doctor_says_what_is_there(clean, tmp_path):
    _, said, _ = rvs(["doctor"], clean, tmp_path)

    parts = ["Python", "Pango", "Portal", "Data", "Mode", "Keys", "PostgreSQL", "Valkey", "Storage"]
    for part in parts:
        assert part in said
    assert "Traceback" not in said


def test_kinds_of_the_command_are_those_of_the_database():
    from db.engine import Job

    assert [kind.value for kind in Kind] == [job.value for job in Job]


def test_a_worker_without_valkey_stops_when_it_is_told_to(
    clean, tmp_path, fresh_database, keyring: KeyRing
):
    env = {
        "MODE": "demo",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": fresh_database.app,
        "REDIS_URL": "unix:///nowhere/valkey.sock",
        "KEYS": keyring.to_text(),
        "LOG_FORMAT": "json",
        "STOP_SECONDS": "3",
    }
    command = [sys.executable, "-m", "server.cli", "worker"]
    worker = subprocess.Popen(
        command, env={**clean, **env}, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    try:
        lines = []
        while "working" not in (line := worker.stderr.readline()):
            lines.append(line)
            assert worker.poll() is None, lines
        time.sleep(0.5)
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()
        assert worker.wait(5) == 0
    finally:
        worker.kill()
        worker.wait()
    events = [json.loads(line)["event"] for line in rest.splitlines()]
    assert events.count("bell_lost") <= 4
    assert events[-1] == "worker_stopped"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its data: a path with a space."""
    return tmp_path_factory.mktemp("a demonstration")


class Demo:
    """A running `rvs demo`. It writes to a file: a pipe that nobody reads would hold it up."""

    def __init__(self, env: Mapping[str, str], directory: Path, port: int) -> None:
        self.directory = directory
        self.port = port
        self.sheet_path = directory / ".data" / "demo.json"
        self._said_path = directory / f"said-{port}.txt"
        with self._said_path.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server.cli", "demo"],
                env={**env, "PORT": str(port)},
                cwd=directory,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def sheet(self) -> dict[str, object]:
        """What `demo.json` says, once it is there."""
        deadline = time.monotonic() + 90
        while not self.sheet_path.exists():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        return json.loads(self.sheet_path.read_text("utf-8"))

    def said(self) -> str:
        """Everything that it has said so far."""
        return self._said_path.read_text("utf-8")

    def stop(self) -> str:
        """End it as Ctrl-C does; everything that it said."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return self.said()


@pytest.fixture
def demo(clean, directory: Path) -> Iterator[Demo]:
    started = Demo(clean, directory, _free_port())
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.wait()


def test_the_demonstration_runs_from_nothing_and_keeps_its_key(clean, demo: Demo):
    sheet = demo.sheet()

    assert set(sheet) == {"baseUrl", "graphqlUrl", "accounts", "apiKey"}
    assert sheet["graphqlUrl"] == f"{sheet['baseUrl']}/graphql"
    assert {"role", "email", "password"} == set(sheet["accounts"][0])
    for name in ("demo.json", "keys.json"):
        mode = (demo.directory / ".data" / name).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    assert stat.S_IMODE((demo.directory / ".data").stat().st_mode) == 0o700
    total = _total(sheet)

    said = demo.stop()

    assert total > 100
    assert not demo.sheet_path.exists()

    assert demo.process.returncode == 0
    for part in (sheet["baseUrl"], sheet["apiKey"], "demo-passphrase-2026", "Ctrl-C"):
        assert str(part) in said
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")

    again = Demo(clean, demo.directory, _free_port())
    try:
        second = again.sheet()
        assert second["apiKey"] == sheet["apiKey"]
        assert _total(second) == total
    finally:
        said = again.stop()
    assert "Preparing" not in said


def test_a_second_start_leaves_the_running_one_alone(clean, demo: Demo):
    before = demo.sheet()
    sheet = demo.sheet_path.read_bytes()

    code, _, said = rvs(["demo"], {**clean, "PORT": str(_free_port())}, demo.directory)

    assert code == 1
    assert f"Another process uses {demo.directory / '.data'} " in said
    assert demo.sheet_path.read_bytes() == sheet
    assert _total(before) > 100
    demo.stop()


def test_a_start_that_comes_second_draws_no_keys(clean, tmp_path):
    with closing(directories.lock(tmp_path / ".data")):
        code, _, said = rvs(["demo"], {**clean, "PORT": str(_free_port())}, tmp_path)

    assert code == 1
    assert "Another process uses" in said
    assert not (tmp_path / ".data" / "keys.json").exists()


@pytest.mark.faults
def test_embedded_services_that_are_killed_come_back_within_ten_seconds(demo: Demo):
    sheet = demo.sheet()
    for server in _embedded_of(demo):
        os.kill(server, signal.SIGKILL)
    killed_at = time.monotonic()

    while not _is_back(demo, sheet) and time.monotonic() - killed_at < 60:
        time.sleep(0.05)
    took = time.monotonic() - killed_at
    assert took < 10, demo.said()
    total = _total(sheet)
    said = demo.stop()

    assert total > 100
    for name in ("PostgreSQL", "Valkey"):
        assert f"{name} has ended; starting it again in 0.2 s." in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_and_nothing_is_started(clean, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, _, said = rvs(["demo"], {**clean, "PORT": port}, tmp_path)

    assert code == 1
    assert f"Port {port} on 127.0.0.1 is taken." in said
    assert not (tmp_path / ".data").exists()


def test_the_demonstration_never_touches_a_database_of_ours(clean, tmp_path):
    env = {**clean, "DATABASE_URL": "postgresql://rvs_app@127.0.0.1:1/rvs"}
    code, _, said = rvs(["demo"], env, tmp_path)

    assert code == 1
    assert said.startswith("DATABASE_URL is set")


def test_data_without_its_keys_is_not_given_new_ones(clean, tmp_path):
    (tmp_path / ".data" / "postgres").mkdir(parents=True)
    code, _, said = rvs(["demo"], {**clean, "PORT": str(_free_port())}, tmp_path)

    assert code == 1
    assert "keys.json is missing" in said


def _embedded_of(demo: Demo) -> list[int]:
    """PostgreSQL and Valkey: the children of the demonstration that are no Python."""
    children = Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children")
    names = {
        int(child): Path(f"/proc/{child}/comm").read_text("utf-8").strip()
        for child in children.read_text("ascii").split()
    }
    found = [child for child, name in names.items() if name in {"postgres", "valkey-server"}]
    assert len(found) == 2, names
    return found


def _is_back(demo: Demo, sheet: Mapping[str, object]) -> bool:
    """Both were started anew, and the API has found them."""
    said = demo.said()
    is_running = all(f"{name} runs again." in said for name in ("PostgreSQL", "Valkey"))
    return is_running and _is_ready(sheet)


def _is_ready(sheet: Mapping[str, object]) -> bool:
    """Ready, and with a database: the answer of a server that is gone does not count."""
    try:
        with urlopen(f"{sheet['baseUrl']}/readyz", timeout=5) as answer:
            return bool(json.load(answer)["checks"]["valkey"] == "ok")
    except OSError:
        return False


def _total(sheet: Mapping[str, object]) -> int:
    body = json.dumps({"query": "{ sharedResults(first: 1) { totalCount } }"}).encode()
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {sheet['apiKey']}",
    }
    request = Request(str(sheet["graphqlUrl"]), body, headers)
    try:
        with urlopen(request, timeout=10) as answer:
            return int(json.load(answer)["data"]["sharedResults"]["totalCount"])
    except URLError as error:
        raise AssertionError(error) from error


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
