"""Keeps the processes of the service alive (API, workers), and ends them all together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from server.embedded import processes

FIRST_DELAY_SECONDS: Final = 0.2
LONGEST_DELAY_SECONDS: Final = 5.0
SETTLED_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """A process to keep alive: name in the log, command line, additions to our environment."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def next_delay_seconds(previous: float, lived_seconds: float) -> float:
    """How long to wait before a restart: doubling, until a child has lived for half a minute.

    `previous` is the delay before it was started; 0 for the first start.
    """
    if previous == 0 or lived_seconds >= SETTLED_SECONDS:
        return FIRST_DELAY_SECONDS
    return min(previous * 2, LONGEST_DELAY_SECONDS)


class Children:
    """The child processes of one service. They share our standard output and die with us."""

    def __init__(
        self,
        specs: Sequence[ChildSpec],
        log: Callable[[str], None],
        *,
        stop_seconds: float = 15.0,
    ) -> None:
        """`stop_seconds`: how long a child may take to finish its work after SIGTERM."""
        self._children = [_Child(spec) for spec in specs]
        self._log = log
        self._stop_seconds = stop_seconds
        self._signals_seen = 0

    def start(self) -> None:
        """Start every child that does not run. Call it from the main thread."""
        for child in self._children:
            if not child.is_running():
                child.start()

    def run_until_signalled(self, *looks: Callable[[], None]) -> None:
        """Start all, restart what ends, until SIGINT or SIGTERM; then end all.

        A second signal kills them at once. `looks` are called many times a second, to watch over
        what is not a child of this service. Call it from the main thread.
        """
        with self._counting_signals():
            try:
                self.start()
                while self._signals_seen == 0:
                    for look in looks:
                        look()
                    self.restart_ended()
                    time.sleep(_POLL_SECONDS)
            finally:
                self.stop()

    def restart_ended(self) -> None:
        """Restart the children that have ended and whose delay is over."""
        now = time.monotonic()
        for child in self._children:
            if child.is_running() or child.notice_end(now, self._log) > now:
                continue
            try:
                child.start()
            except OSError as error:
                self._log(f"{child.spec.name} cannot be started: {error.strerror}.")

    def stop(self) -> None:
        """End all children: SIGTERM, and SIGKILL for those that take longer than they may."""
        running = [child for child in self._children if child.is_running()]
        for child in running:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + self._stop_seconds
        while any(child.is_running() for child in running):
            if self._signals_seen > 1 or time.monotonic() > deadline:
                break
            time.sleep(_POLL_SECONDS)
        for child in running:
            if child.kill():
                self._log(f"{child.spec.name} did not end in time and was killed.")

    def process_ids(self) -> Mapping[str, int]:
        """The process ids of the running children, by name."""
        running = (child for child in self._children if child.is_running())
        return {child.spec.name: child.process_id for child in running}

    @contextmanager
    def _counting_signals(self) -> Iterator[None]:
        """Count SIGINT and SIGTERM instead of ending at once, and put back what was there."""
        before = {n: signal.signal(n, self._count) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, previous in before.items():
                signal.signal(number, previous)

    def _count(self, number: int, frame: FrameType | None) -> None:
        self._signals_seen += 1


class _Child:
    """One child: its process now, when it was started, and when it may be started again."""

    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._delay_seconds = 0.0
        self._restart_at: float | None = None

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._restart_at = None
        self._process = None
        self._process = processes.spawn(
            self.spec.argv,
            death_signal=signal.SIGKILL,
            env={**os.environ, **self.spec.env},
        )

    @property
    def process_id(self) -> int:
        return self._process.pid if self._process is not None else 0

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def notice_end(self, now: float, log: Callable[[str], None]) -> float:
        """The time of the next start; said and counted once for every end."""
        if self._restart_at is None:
            lived = now - self._started_at
            self._delay_seconds = next_delay_seconds(self._delay_seconds, lived)
            self._restart_at = now + self._delay_seconds
            how = "was not started" if self._process is None else _how_it_ended(self._process)
            log(f"{self.spec.name} {how}; starting it again in {self._delay_seconds:g} s.")
        return self._restart_at

    def send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def kill(self) -> bool:
        """Kill the child and whatever it has started, if it still runs; whether it did."""
        if self._process is None or not self.is_running():
            return False
        os.killpg(self._process.pid, signal.SIGKILL)  # it leads its group
        self._process.wait()
        return True


def _how_it_ended(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
