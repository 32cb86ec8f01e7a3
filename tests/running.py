"""The service as it is run: real `serve` and `worker` processes, on services of their own.

Database and key ring come from the test run; data directory, Valkey and mailbox are this one's.
Every process dies with the test, whatever ends it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from db.engine import Job
from server.embedded import processes
from server.embedded.mail_sink import MailSink
from server.embedded.postgres import PostgresUrls
from server.embedded.valkey import EmbeddedValkey
from tests.services import TestServices, superuser_url

ROOT: Final = Path(__file__).parents[1]
READY_SECONDS: Final = 30.0
SWEEP_SECONDS: Final = 0.5
# The wait before each attempt: quick, and long enough to be seen.
RETRIES: Final = "0,0.3,0.3,0.3,0.3,0.3"


class NotRunning(RuntimeError):
    """A process ended, or was not ready in time: no test's assertion."""


class Running:
    """The processes of one service; made by `running`."""

    def __init__(
        self, services: TestServices, urls: PostgresUrls, directory: Path, smtp_url: str
    ) -> None:
        self.urls = urls
        self.superuser = superuser_url(urls)
        self.directory = directory
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.valkey = EmbeddedValkey(directory / "valkey")
        self.log = directory / "service.log"
        # The module that is run, with its first arguments.
        self.program: Sequence[str] = ("server.cli",)
        self._started: list[subprocess.Popen[bytes]] = []
        self.env = {
            "MODE": "demo",
            "PORT": str(self.port),
            "DATA_DIR": str(directory),
            "DATABASE_URL": urls.app,
            "REDIS_URL": "",
            "SMTP_URL": smtp_url,
            "KEYS": services.keyring().to_text(),
            "POOL_SIZE": "8",
            "SWEEP_SECONDS": str(SWEEP_SECONDS),
            "RETRY_SCHEDULE": RETRIES,
            "RETRY_BUSY_SECONDS": "1",
            "DELIVERY_TIMEOUT_SECONDS": "5",
            "STOP_SECONDS": "5",
        }

    @property
    def mailbox(self) -> Path:
        """Where the sent e-mails lie."""
        return self.directory / "mail"

    @property
    def files(self) -> Path:
        """Where the storage keeps its files."""
        return self.directory / "files"

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the API; returns when it is ready."""
        api = self._start("serve")
        wait_until(self.is_ready, process=api, log=self.log)
        return api

    def work(self, *kinds: Job, **settings: str) -> subprocess.Popen[bytes]:
        """Start a worker of these kinds, all without any; returns when it looks for work."""
        seen = self._workers_seen()
        worker = self._start(*_worker(kinds), **settings)
        wait_until(lambda: self._workers_seen() > seen, process=worker, log=self.log)
        return worker

    def serve_and_work(self, *groups: Sequence[Job]) -> None:
        """Start the API and a worker for each group of kinds, side by side."""
        api = self._start("serve")
        self.work_side_by_side(*groups)
        wait_until(self.is_ready, process=api, log=self.log)

    def work_side_by_side(self, *groups: Sequence[Job]) -> None:
        """Start a worker for each group of kinds; returns when all look for work."""
        seen = self._workers_seen()
        for kinds in groups:
            self._start(*_worker(kinds))
        wait_until(lambda: self._workers_seen() == seen + len(groups), log=self.log)

    def is_ready(self) -> bool:
        """Whether `/readyz` says so."""
        try:
            with urlopen(f"{self.base_url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (HTTPError, URLError, OSError):
            return False

    def all_run(self) -> bool:
        """Whether every process that was started still runs."""
        return all(process.poll() is None for process in self._started)

    def stop(self) -> None:
        """End every process kindly, within the time that each has to finish what is in hand."""
        alive = [process for process in self._started if process.poll() is None]
        for process in alive:
            process.send_signal(signal.SIGTERM)
        # Some programs say that all went well, some that they ended by the signal.
        assert {process.wait(15) for process in alive} <= {0, -signal.SIGTERM}

    def kill_all(self) -> None:
        """End every process at once."""
        for process in self._started:
            process.kill()
        for process in self._started:
            process.wait()

    def _workers_seen(self) -> int:
        """How many workers have ever said that they look for work."""
        return self.log.read_bytes().count(b'"event": "working"') if self.log.exists() else 0

    def _start(self, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.log.open("ab") as output:
            process = processes.spawn(
                [sys.executable, "-m", *self.program, *arguments],
                death_signal=signal.SIGKILL,
                output=output,
                env={**inherited, **self.env, **settings},
                directory=ROOT,
            )
        self._started.append(process)
        return process


@contextmanager
def running(
    services: TestServices,
    urls: PostgresUrls,
    directory: Path,
    *,
    has_valkey: bool = True,
    **settings: str,
) -> Iterator[Running]:
    """A service on this database, none of whose processes runs yet; `settings` replace others."""
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copytree(services.photos, directory / "files", copy_function=os.link)
    mailbox = MailSink(directory / "mail")
    smtp_url = mailbox.start()
    service = Running(services, urls, directory, smtp_url)
    service.env.update(settings)
    try:
        if has_valkey:
            service.env["REDIS_URL"] = service.valkey.start()
        yield service
    finally:
        service.kill_all()
        service.valkey.stop()
        mailbox.stop()


def _worker(kinds: Sequence[Job]) -> list[str]:
    return ["worker", *(part for kind in kinds for part in ("--kind", kind.value))]


def kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9`, and wait until it is gone."""
    process.kill()
    process.wait()


def wait_until(
    holds: Callable[[], bool],
    *,
    process: subprocess.Popen[bytes] | None = None,
    log: Path | None = None,
    seconds: float = READY_SECONDS,
) -> None:
    """Return as soon as it holds; fail with the end of the log when it is late or the process ends.

    Blocks: for processes that need nothing of this one meanwhile.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        has_ended = process is not None and process.poll() is not None
        if has_ended or time.monotonic() > deadline:
            told = processes.tail(log) if log else ""
            raise NotRunning(f"{'it has ended' if has_ended else 'too late'}:\n{told}")
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
