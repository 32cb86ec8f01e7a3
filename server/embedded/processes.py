"""Starts, watches and ends processes that must not outlive this one. Linux only."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_POLL_SECONDS: Final = 0.005
_TAIL_LINES: Final = 15
_TAIL_BYTES: Final = 16_384


class EmbeddedServiceError(RuntimeError):
    """An embedded service cannot start or does not answer; the message says what to do."""


def spawn(
    argv: Sequence[str],
    *,
    death_signal: signal.Signals,
    output: IO[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that gets `death_signal` when this one dies, even by `kill -9`.

    It leads a session of its own, so that Ctrl-C in a terminal reaches only this process, which
    then ends the others in order. `output` takes its standard output and error; None shares ours.
    The kernel watches the *thread* that starts the process, so only the main thread may.
    """
    _require_main_thread_on_linux()
    return subprocess.Popen(  # noqa: S603 - no shell; every caller builds the list itself
        argv,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=env,
        cwd=directory,
        start_new_session=True,
        preexec_fn=_tie_to(os.getpid(), death_signal),
    )


def wait_until_ready(
    process: subprocess.Popen[bytes],
    is_ready: Callable[[], bool],
    *,
    name: str,
    log: Path,
    seconds: float,
) -> None:
    """Return when `is_ready()`; raise with the end of the log if the process ends or is late."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            ended = f"{name} ended at once, with code {process.returncode}"
            raise EmbeddedServiceError(f"{ended}. The end of {log}:\n{tail(log)}")
        if time.monotonic() > deadline:
            late = f"{name} was not ready after {seconds:g} seconds"
            raise EmbeddedServiceError(f"{late}. The end of {log}:\n{tail(log)}")
        time.sleep(_POLL_SECONDS)


def finish(
    argv: Sequence[str],
    *,
    seconds: float,
    text: str = "",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end, with `text` as its input; its output is kept.

    Raises subprocess.TimeoutExpired.
    """
    return subprocess.run(  # noqa: S603 - no shell; every caller builds the list itself
        argv,
        input=text,
        capture_output=True,
        env=env,
        timeout=seconds,
        check=False,
        encoding="utf-8",
        errors="replace",
    )


def stop(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Ask a process to end, step by step (signal, seconds to wait), and at last kill it."""
    for number, seconds in steps:
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()


def end_leftovers(directory: Path, program: str, seconds: float) -> None:
    """Wait for servers of a killed predecessor that still close down, then kill them.

    They are known by their name and by `directory` as their working directory. Call it with the
    lock of the directory in hand.
    """
    deadline = time.monotonic() + seconds
    while left := _running_in(directory, program):
        if time.monotonic() > deadline + seconds:
            raise EmbeddedServiceError(
                f"{program} of an earlier start still runs in {directory}, and cannot be ended: "
                f"end process {left[0]}, then try again."
            )
        if time.monotonic() > deadline:
            _kill(left)
        time.sleep(_POLL_SECONDS)


def tail(log: Path) -> str:
    """The last lines of a log, for the message of an error."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError as error:
        return f"(cannot be read: {error.strerror})"
    return "\n".join(lines[-_TAIL_LINES:])


def _require_main_thread_on_linux() -> None:
    if not sys.platform.startswith("linux"):
        raise EmbeddedServiceError(
            "The embedded services need Linux. Set DATABASE_URL and REDIS_URL to use your own."
        )
    if threading.current_thread() is not threading.main_thread():
        raise EmbeddedServiceError("Start embedded services from the main thread.")


def _tie_to(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    """What the child does before it becomes the program; it ends if the parent is gone already."""
    prctl = _LIBC.prctl

    def tie() -> None:
        if prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0) != 0 or os.getppid() != parent:
            os._exit(127)

    return tie


def _running_in(directory: Path, program: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            same_name = (entry / "comm").read_text("utf-8", "replace").strip() == program
            if same_name and os.readlink(entry / "cwd") == str(directory):
                found.append(int(entry.name))
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return found


def _kill(process_ids: Sequence[int]) -> None:
    for process_id in process_ids:
        try:
            os.kill(process_id, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
