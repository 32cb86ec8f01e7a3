"""The embedded PostgreSQL: a server of our own, for `make run` and the tests."""

import signal
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from server.embedded import cluster, directories, psql
from server.embedded.directory_server import DirectoryServer, ServerKind

_KIND: Final = ServerKind(
    name="PostgreSQL",
    program="postgres",
    death_signal=signal.SIGINT,
    # Fast: sessions are cut, nothing is lost. Then immediate: the next start recovers.
    stop_steps=((signal.SIGINT, 15.0), (signal.SIGQUIT, 6.0)),
    ready_seconds=120.0,
)


@dataclass(frozen=True, slots=True)
class PostgresUrls:
    """Addresses of one database, one for each login role."""

    owner: str
    app: str
    issuer: str


class EmbeddedPostgres:
    """A PostgreSQL server on the files in one directory. It ends with this process, always.

    `create_database`, `drop_database` and `urls` work from any process of the same user while the
    server runs, whoever started it.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()
        self._files = cluster.files_in(self._directory)
        self._server = DirectoryServer(_KIND, self._directory, self._files)

    def start(self) -> PostgresUrls:
        """Start the server if it does not run, with roles, the database `rvs` and extensions.

        Raises EmbeddedServiceError: the directory is in use or not ours, or the server does not
        start (with the end of its log). Call it from the main thread.
        """
        self._server.ensure(self._start)
        return self.urls()

    def stop(self) -> None:
        """End the server: sessions are cut, committed work is kept. Not running is no error."""
        self._server.stop()

    def is_running(self) -> bool:
        """Whether the server that this object has started is alive."""
        return self._server.is_running()

    @property
    def process_id(self) -> int | None:
        """The process id of the server that this object has started; None: not running."""
        return self._server.process_id

    def urls(self, database: str = "rvs") -> PostgresUrls:
        """The addresses of a database; it need not exist."""
        sockets = directories.socket_directory(self._directory)
        owner, app, issuer = (
            f"postgresql://{role}@/{database}?host={sockets}"
            for role in ("rvs_owner", "rvs_app", "rvs_issuer")
        )
        return PostgresUrls(owner=owner, app=app, issuer=issuer)

    def create_database(self, name: str, template: str | None = None) -> PostgresUrls:
        """Make a database of `rvs_owner`, empty or as a copy of one that nobody is connected to.

        `name` is plain: lower-case letters, digits and underscores (otherwise ValueError).
        """
        sockets = directories.socket_directory(self._directory)
        psql.create_database(sockets, name, template)
        return self.urls(name)

    def drop_database(self, name: str) -> None:
        """Remove a database and cut whoever is connected to it; an absent one is no error."""
        psql.drop_database(directories.socket_directory(self._directory), name)

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
        sockets = self._server.hold()
        argv = cluster.command(self._directory, sockets, self._server.log)
        self._server.launch(
            argv, psql.environment(), lambda process_id: cluster.is_ready(self._files, process_id)
        )
        psql.prepare(sockets, "rvs")
