"""The embedded Valkey: the doorbell of the workers, for `make run` and the tests."""

import os
import signal
import socket
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from server.embedded import binaries, directories
from server.embedded.directory_server import DirectoryServer, ServerKind

_KIND: Final = ServerKind(
    name="Valkey",
    program="valkey-server",
    death_signal=signal.SIGTERM,
    stop_steps=((signal.SIGTERM, 5.0),),
    ready_seconds=30.0,
)
_ANSWER_SECONDS: Final = 1.0
_SOCKET_NAME: Final = "valkey.sock"
_OPTIONS: Final = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "maxmemory-policy": "noeviction",
    "save": "",
    "daemonize": "no",
}


class EmbeddedValkey:
    """A Valkey server on the files in one directory. It ends with this process, always."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()
        self._server = DirectoryServer(_KIND, self._directory, self._directory)

    def start(self) -> str:
        """Start the server if it does not run; its `unix://` address, for redis-py and arq.

        Raises EmbeddedServiceError: the directory is in use or not ours, or the server does not
        start (with the end of its log). Call it from the main thread.
        """
        self._server.ensure(self._start)
        return self.url()

    def stop(self) -> None:
        """End the server after it has written everything. Not running is no error."""
        self._server.stop()

    def is_running(self) -> bool:
        """Whether the server that this object has started is alive."""
        return self._server.is_running()

    @property
    def process_id(self) -> int | None:
        """The process id of the server that this object has started; None: not running."""
        return self._server.process_id

    def url(self) -> str:
        """The address of the server of this directory, whoever started it."""
        return f"unix://{_socket_in(directories.socket_directory(self._directory))}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self) -> None:
        path = _socket_in(self._server.hold())
        options = {**_OPTIONS, "unixsocket": str(path)}
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        argv = [str(binaries.valkey_server()), *arguments]
        self._server.launch(argv, os.environ, lambda _: _answers(path))


def _socket_in(sockets: Path) -> Path:
    return sockets / _SOCKET_NAME


def _answers(path: Path) -> bool:
    """Whether the server takes commands; while it still reads its files it does not."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(_ANSWER_SECONDS)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
