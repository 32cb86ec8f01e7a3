"""The files of an embedded PostgreSQL and the command line of its server."""

import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from server.embedded import binaries, directories, processes, psql, unprivileged
from server.embedded.processes import EmbeddedServiceError

_LEFTOVER_SECONDS: Final = 5.0
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(psql.PORT),
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    # What a statement says and which value broke a constraint may be personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "logging_collector": "off",
}


def files_in(directory: Path) -> Path:
    """The data directory of the server that belongs to an embedded service's directory."""
    return directory / "cluster"


def command(directory: Path, sockets: Path, log: Path) -> Sequence[str]:
    """The command line that starts the server; makes its files first if there are none."""
    cluster = files_in(directory)
    server = binaries.postgres("postgres")
    prefix = unprivileged.prefix(server, cluster)
    if not cluster.exists():
        _initialise(directory, prefix, log)
    settings = {**_SETTINGS, "unix_socket_directories": f'"{sockets}"'}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [*prefix, str(server), "-D", str(cluster), *options]


def is_ready(cluster: Path, process_id: int) -> bool:
    """Whether the server with this process id says in its pid file that it takes connections."""
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(process_id) and lines[7].strip() == "ready"


def _initialise(directory: Path, prefix: Sequence[str], log: Path) -> None:
    """Make the files aside and move them into place, so that a killed start leaves no half."""
    aside = directory / "cluster.new"
    processes.end_leftovers(aside, "postgres", _LEFTOVER_SECONDS)
    shutil.rmtree(aside, ignore_errors=True)
    options = [
        f"--username={psql.SUPERUSER}",
        "--auth-local=trust",  # the socket is in a directory that only this user can enter
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
    ]
    argv = [*prefix, str(binaries.postgres("initdb")), "-D", str(aside), *options]
    with directories.open_log(log) as output:
        process = processes.spawn(
            argv, death_signal=signal.SIGKILL, output=output, env=psql.environment()
        )
    try:
        code = process.wait()
    finally:
        process.kill()
    if code != 0:
        said = processes.tail(log)
        raise EmbeddedServiceError(f"PostgreSQL cannot make its files in {directory}:\n{said}")
    aside.rename(files_in(directory))
