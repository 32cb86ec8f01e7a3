"""A demonstration of its own for a measurement: started, looked at from outside, and ended."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

from server.embedded import processes

ROOT: Final = Path(__file__).resolve().parents[1]
_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 30.0
# Parts of command lines, and what the process is; the first that fits.
_NAMES: Final = (
    ("server.cli serve", "API"),
    ("--kind export", "worker: exports"),
    ("server.cli worker", "worker: webhooks, e-mails, clock"),
    ("server.cli demo", "supervisor and mailbox"),
    ("statements.child", "statement renderer"),
    ("valkey-server", "Valkey"),
    ("postgres", "PostgreSQL"),
)


@dataclass(frozen=True, slots=True)
class Memory:
    """In MiB. `share` counts a page that several processes hold in equal parts to each."""

    resident: float
    share: float


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A running one; `ready_seconds` is from its start to the first good answer of `/readyz`."""

    base_url: str
    data_dir: Path
    process_id: int
    ready_seconds: float

    def password(self) -> str:
        """The password of every account."""
        sheet = self.data_dir / "demo.json"
        deadline = time.monotonic() + _START_SECONDS
        while not sheet.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        accounts: list[dict[str, Any]] = json.loads(sheet.read_text("utf-8"))["accounts"]
        return str(accounts[0]["password"])

    def memory(self) -> dict[str, Memory]:
        """What each kind of process holds; those of one kind together."""
        found: dict[str, Memory] = {}
        for process_id in _descendants(self.process_id):
            try:
                name, held = _name(process_id), _held(process_id)
            except (FileNotFoundError, ProcessLookupError):  # a server of PostgreSQL that has ended
                continue
            before = found.get(name, Memory(0, 0))
            found[name] = Memory(before.resident + held.resident, before.share + held.share)
        return found


@contextmanager
def running(data_dir: Path) -> Iterator[Demonstration]:
    """A demonstration in this directory while the block lasts; on loopback alone."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**inherited, "MODE": "demo", "PORT": str(port), "DATA_DIR": str(data_dir)}
    started = time.monotonic()
    with (data_dir / "output").open("ab") as output:
        process = processes.spawn(
            [sys.executable, "-m", "server.cli", "demo"],
            death_signal=signal.SIGTERM,
            output=output,
            env=env,
            directory=ROOT,
        )
    base_url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(process, base_url, data_dir / "output")
        yield Demonstration(base_url, data_dir, process.pid, time.monotonic() - started)
    finally:
        processes.stop(process, (signal.SIGTERM, _STOP_SECONDS))


def kept(mailbox: Path) -> set[str]:
    """The names of the e-mails that the mailbox holds."""
    return {path.name for path in mailbox.glob("*.eml")}


async def until_kept(mailbox: Path, before: set[str], seconds: float) -> float:
    """The time, in seconds since 1970, at which a mail arrived that was not there before."""
    async with asyncio.timeout(seconds):
        while not (new := kept(mailbox) - before):  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.001)
    return int(min(new).partition("-")[0]) / 1e9


def _wait_until_ready(process: subprocess.Popen[bytes], base_url: str, log: Path) -> None:
    processes.wait_until_ready(
        process,
        lambda: _is_ready(base_url),
        name="The demonstration",
        log=log,
        seconds=_START_SECONDS,
    )


def _is_ready(base_url: str) -> bool:
    try:
        with urlopen(f"{base_url}/readyz", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _descendants(process_id: int) -> list[int]:
    found = [process_id]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def _name(process_id: int) -> str:
    line = Path(f"/proc/{process_id}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return next((name for part, name in _NAMES if part in line), "other")


def _held(process_id: int) -> Memory:
    lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split()[0].rstrip(":"): int(line.split()[1]) for line in lines}
    return Memory(kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024)
