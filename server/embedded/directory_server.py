"""One server process on the files of one directory, which it alone uses."""

import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from server.embedded import directories, processes

_LEFTOVER_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKind:
    """What is special about a server, besides its command line.

    `program` is the name of its process; `stop_steps` are signals with the seconds to wait after
    each; `ready_seconds` allow for recovery from a crash.
    """

    name: str
    program: str
    death_signal: signal.Signals
    stop_steps: Sequence[tuple[signal.Signals, float]]
    ready_seconds: float


class DirectoryServer:
    """A server process that holds the lock of its directory while it lives."""

    def __init__(self, kind: ServerKind, directory: Path, files: Path) -> None:
        """`files` is the server's working directory: `directory` itself or a part of it."""
        self.directory = directory
        self.log = directory / f"{kind.program}.log"
        self._kind = kind
        self._files = files
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def ensure(self, start: Callable[[], None]) -> None:
        """Call `start` unless the server runs; a start that fails leaves nothing held."""
        if self.is_running():
            return
        self.stop()  # one that ended by itself still holds its directory
        try:
            start()
        except BaseException:
            self.stop()
            raise

    def hold(self) -> Path:
        """Take the directory and wait for the servers of a killed predecessor; its sockets' place.

        Raises EmbeddedServiceError when another process uses the directory.
        """
        self._lock = directories.take(self.directory)
        processes.end_leftovers(self._files, self._kind.program, _LEFTOVER_SECONDS)
        return directories.make_socket_directory(self.directory)

    def launch(
        self, argv: Sequence[str], env: Mapping[str, str], is_ready: Callable[[int], bool]
    ) -> None:
        """Start the process and wait until `is_ready(process id)`; call `hold` before."""
        with directories.open_log(self.log) as output:
            self._process = process = processes.spawn(
                argv,
                death_signal=self._kind.death_signal,
                output=output,
                env=env,
                directory=self.directory,
            )
        processes.wait_until_ready(
            process,
            lambda: is_ready(process.pid),
            name=self._kind.name,
            log=self.log,
            seconds=self._kind.ready_seconds,
        )

    def stop(self) -> None:
        """End the process and let the directory go. Not running is no error."""
        if self._process is not None:
            processes.stop(self._process, *self._kind.stop_steps)
            self._process = None
        if self._lock is not None:
            directories.remove_socket_directory(self.directory)
            self._lock.close()
            self._lock = None

    def is_running(self) -> bool:
        """Whether the process that this object has started is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int | None:
        """The id of the process that this object has started; None when it does not run."""
        return self._process.pid if self._process is not None and self.is_running() else None
