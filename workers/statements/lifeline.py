"""What a rendering process does to itself first: die with its parent, and stay within limits."""

import ctypes
import os
import resource
import signal
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_MEGABYTE: Final = 1 << 20
_MEMORY_BYTES: Final = 2048 * _MEGABYTE
_FILE_BYTES: Final = 64 * _MEGABYTE


def die_with_parent(parent_id: int) -> None:
    """Ask the kernel for SIGKILL when the parent dies; Linux only, elsewhere the pipe's end does.

    Must be called by the child itself. The parent may have died before the call: then exit.
    """
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return
    prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent_id:
        raise SystemExit(0)


def limit_resources() -> None:
    """Memory, file size, open files; no core file, which would hold candidates' data."""
    _lower(resource.RLIMIT_AS, _MEMORY_BYTES)
    _lower(resource.RLIMIT_FSIZE, _FILE_BYTES)
    _lower(resource.RLIMIT_NOFILE, 64)
    _lower(resource.RLIMIT_CORE, 0)


def limit_processor_time(seconds: float) -> None:
    """End this process by SIGXCPU when it computes for longer than this from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or allowed < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _lower(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(what, (limit, limit))
