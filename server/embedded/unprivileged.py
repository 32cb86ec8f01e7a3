"""How root starts a server that refuses to run as root."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from server.embedded import processes
from server.embedded.processes import EmbeddedServiceError

_PROBE_SECONDS: Final = 10.0
_ROOT: Final = 0
_NOBODY: Final = 65534
# In a user namespace where root's files belong to user 1: no rights beyond those of their owner.
_IN_NAMESPACE: Final = ("unshare", "-U", "--map-user=1", "--map-group=1", "--")
# As nobody, who may read all files but has no other power: containers forbid namespaces, and the
# checkout or the Python installation may be where nobody cannot look. The kernel forgets the death
# signal when the user changes, so it is set again here.
_AS_NOBODY: Final = (
    "setpriv",
    f"--reuid={_NOBODY}",
    f"--regid={_NOBODY}",
    "--clear-groups",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--securebits=+no_setuid_fixup",
    "--pdeathsig=INT",
    "--",
)


def prefix(program: Path, data: Path) -> Sequence[str]:
    """What to put before the command line of `program`, whose files are, or will be, in `data`.

    Nothing for an ordinary user. As root, the first way that works; files that were made in one
    way stay with it. May hand root's own files in `data` over to nobody.
    """
    if os.geteuid() != _ROOT:
        return ()
    owner = data.stat().st_uid if data.exists() else _ROOT
    if owner not in (_ROOT, _NOBODY):
        raise EmbeddedServiceError(
            f"{data} belongs to the user with id {owner}. Run as that user, not as root."
        )
    if owner == _ROOT and _works(_IN_NAMESPACE, program, data.parent):
        return _IN_NAMESPACE
    if _works(_AS_NOBODY, program, data.parent):
        _give_to_nobody(data)
        return _AS_NOBODY
    raise EmbeddedServiceError(
        f"Root cannot start {program.name} here: neither unshare nor setpriv (package util-linux) "
        "may change the user. Run as an ordinary user, or set DATABASE_URL to your own database."
    )


def _works(candidate: Sequence[str], program: Path, directory: Path) -> bool:
    """Whether the program runs in this way and reaches the directory."""
    if shutil.which(candidate[0]) is None:
        return False
    script = 'cd -- "$1" && exec "$2" --version'
    command = [*candidate, "/bin/sh", "-c", script, "sh", str(directory), str(program)]
    try:
        return processes.finish(command, seconds=_PROBE_SECONDS).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _give_to_nobody(data: Path) -> None:
    if not data.exists() or data.stat().st_uid == _NOBODY:
        return
    for folder, folders, files in os.walk(data):
        for name in (*folders, *files):
            os.chown(Path(folder) / name, _NOBODY, _NOBODY, follow_symlinks=False)
    os.chown(data, _NOBODY, _NOBODY)  # last: a hand-over cut short is begun again
