"""Starts an embedded server again that has ended by itself."""

import time
from collections.abc import Callable
from typing import Protocol

from server.embedded.children import next_delay_seconds
from server.embedded.processes import EmbeddedServiceError


class Server(Protocol):
    """An embedded server; its address is the same at every start, so that clients find it."""

    def start(self) -> object:
        """Start it if it does not run."""

    def is_running(self) -> bool:
        """Whether it is alive."""


class Revival:
    """Looks after one server that has been started. Call `look` from the main thread."""

    def __init__(self, name: str, server: Server, log: Callable[[str], None]) -> None:
        self._name = name
        self._server = server
        self._log = log
        self._started_at = time.monotonic()
        self._delay_seconds = 0.0
        self._restart_at: float | None = None

    def look(self) -> None:
        """Start the server if it has ended, with growing delays when that does not help."""
        if self._server.is_running():
            return
        now = time.monotonic()
        if self._restart_at is None:
            self._delay_seconds = next_delay_seconds(self._delay_seconds, now - self._started_at)
            self._restart_at = now + self._delay_seconds
            self._log(f"{self._name} has ended; starting it again in {self._delay_seconds:g} s.")
        if self._restart_at <= now:
            self._start()

    def _start(self) -> None:
        self._restart_at = None
        try:
            self._server.start()
        except (EmbeddedServiceError, OSError) as error:
            self._log(f"{self._name} cannot be started: {error}")
        else:
            self._log(f"{self._name} runs again.")
        self._started_at = time.monotonic()
