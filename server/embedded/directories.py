"""The directories of an embedded service: data for one process at a time, short socket paths."""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
from pathlib import Path
from typing import IO, Final

from server.embedded.processes import EmbeddedServiceError

_LOCK_NAME: Final = "lock"
_TOKEN_NAME: Final = "socket-token"  # noqa: S105 - the name of a file
_LOG_BYTES: Final = 8 * 1024 * 1024
_PLAIN_PATH: Final = re.compile(r"/[A-Za-z0-9._/-]{0,50}")


def take(directory: Path) -> IO[str]:
    """Make the directory if it is missing, and hold it until the returned lock is closed.

    Raises EmbeddedServiceError when another process holds it, or it is not ours to use.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _require_own(directory)
        directory.chmod(0o700)
    except OSError as error:
        raise _unusable(directory, error) from error
    return lock(directory)


def lock(directory: Path) -> IO[str]:
    """Hold the directory as `take` does, and leave its rights alone: it may be anybody's choice.

    Raises EmbeddedServiceError when another process holds it, or nothing can be written there.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (directory / _LOCK_NAME).open("a+", encoding="ascii")
    except OSError as error:
        raise _unusable(directory, error) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = _in_use(directory, file)
        file.close()
        raise EmbeddedServiceError(message) from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def open_log(path: Path) -> IO[bytes]:
    """Open a log to append to; one that has grown beyond 8 MiB is set aside first."""
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def make_socket_directory(directory: Path) -> Path:
    """Make the private directory for the sockets of a data directory that this process holds."""
    token = directory / _TOKEN_NAME
    if not token.exists() or not token.read_text("ascii").strip():
        token.write_text(secrets.token_hex(16), "ascii")
    path = socket_directory(directory)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        _require_private(path)
    except OSError as error:
        raise EmbeddedServiceError(
            f"{path} cannot be made: {error.strerror}. Set TMPDIR to a directory of your own."
        ) from error
    return path


def socket_directory(directory: Path) -> Path:
    """Where the sockets of a data directory are: the same at every start, and short.

    The limit of a socket's path is 108 bytes. The name depends on where the data directory is,
    so that a copy gets its own, and on a secret in it, so that nobody else can make it first.
    """
    try:
        token = (directory / _TOKEN_NAME).read_text("ascii")
    except FileNotFoundError as error:
        raise EmbeddedServiceError(f"Nothing was ever started in {directory}.") from error
    digest = hashlib.sha256(os.fsencode(directory) + token.encode("ascii")).hexdigest()
    return Path(_temporary()) / f"rvs-{digest[:16]}"


def remove_socket_directory(directory: Path) -> None:
    """Remove the sockets of a data directory that this process holds; absent ones are no error."""
    shutil.rmtree(socket_directory(directory), ignore_errors=True)


def _temporary() -> str:
    """The system's directory for temporary files, unless its name does not suit an address."""
    chosen = tempfile.gettempdir()
    return chosen if _PLAIN_PATH.fullmatch(chosen) else "/tmp"  # noqa: S108 - entries are private


def _require_own(directory: Path) -> None:
    owner = directory.stat().st_uid
    if owner != os.geteuid():
        raise EmbeddedServiceError(
            f"{directory} belongs to the user with id {owner}. "
            "Run as that user, or set DATA_DIR to another directory."
        )


def _unusable(directory: Path, error: OSError) -> EmbeddedServiceError:
    return EmbeddedServiceError(
        f"{directory} cannot be used: {error.strerror}. "
        "Run as its owner, or set DATA_DIR to another directory."
    )


def _in_use(directory: Path, file: IO[str]) -> str:
    file.seek(0)
    holder = file.read().strip() or "unknown"
    return (
        f"Another process uses {directory} (process id {holder}). "
        "Stop it, or set DATA_DIR to another directory."
    )


def _require_private(path: Path) -> None:
    found = path.lstat()
    is_private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not is_private or found.st_uid != os.geteuid():
        raise EmbeddedServiceError(
            f"{path} is not a private directory of this user. Somebody else made it: "
            "remove it, or set TMPDIR to a directory of your own."
        )
