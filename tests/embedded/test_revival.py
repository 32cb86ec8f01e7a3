"""An embedded server that has ended is started again, and not too eagerly when that fails."""

import os
import signal
import time

from server.embedded.processes import EmbeddedServiceError
from server.embedded.revival import Revival
from server.embedded.valkey import EmbeddedValkey


class Broken:
    """A server outside of our hands that cannot be started."""

    def __init__(self) -> None:
        self.starts = 0

    def start(self) -> str:
        self.starts += 1
        raise EmbeddedServiceError("the disk is full")

    def is_running(self) -> bool:
        return False


def test_a_killed_server_comes_back_at_the_same_address(tmp_path):
    said: list[str] = []
    with EmbeddedValkey(tmp_path) as server:
        url, first = server.url(), server.process_id
        revival = Revival("Valkey", server, said.append)
        revival.look()
        assert said == []

        os.kill(first, signal.SIGKILL)
        # A killed process lives for a moment: wait for another one, not for any.
        _look_until(revival, lambda: server.process_id not in (None, first))

        assert server.url() == url
        assert server.process_id != first
    assert said == ["Valkey has ended; starting it again in 0.2 s.", "Valkey runs again."]


def test_a_server_that_cannot_be_started_is_tried_ever_less_often():
    server, said = Broken(), []
    revival = Revival("PostgreSQL", server, said.append)

    _look_until(revival, lambda: server.starts == 3)

    delays = [line.rpartition(" in ")[2] for line in said if " in " in line]
    assert delays == ["0.2 s.", "0.4 s.", "0.8 s."]
    assert said[1] == "PostgreSQL cannot be started: the disk is full"


def _look_until(revival: Revival, is_enough) -> None:
    deadline = time.monotonic() + 10
    revival.look()
    while not is_enough():
        assert time.monotonic() < deadline
        time.sleep(0.01)
        revival.look()
