"""Runs programs that use other people's packages against a service, and reads what they print."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.running import ROOT, Running
from tests.services import API_KEY, PASSWORD

FOLDER: Final = Path(__file__).parent
NODE: Final = ROOT / ".venv" / "bin" / "node"
PYTHON: Final = ROOT / ".venv-conformance" / "bin" / "python"
_SECONDS: Final = 180.0
_INSTALL_SECONDS: Final = 600.0


class ProgramFailed(AssertionError):
    """A program ended with an error, or too late, and so has reported nothing."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The named checks of one program, each with what went wrong, or None."""

    versions: Mapping[str, str]
    found: Mapping[str, str | None]

    @property
    def failed(self) -> list[str]:
        """What went wrong, in full."""
        return [f"{name}: {why}" for name, why in self.found.items() if why is not None]

    def line(self, *packages: str) -> str:
        """The score, under the names of the packages that are meant."""
        passed = len(self.found) - len(self.failed)
        return f"{named(self.versions, *packages)}: {passed} of {len(self.found)} checks"


def named(versions: Mapping[str, str], *packages: str) -> str:
    """Packages with their versions, as a person reads them."""
    return ", ".join(f"{package} {versions[package]}" for package in packages)


def install(part: str) -> Path:
    """The folder of a part of the packages, which are there afterwards."""
    run([str(ROOT / "scripts" / "install-conformance"), part], seconds=_INSTALL_SECONDS)
    return FOLDER / part


def checks(command: Sequence[str | Path], service: Running) -> Checks:
    """What the checks of a program came to."""
    report = told(command, service)
    assert report["checks"], "The program has checked nothing"
    found = {each["name"]: each["why"] for each in report["checks"]}
    assert len(found) == len(report["checks"]), "Two checks have the same name"
    return Checks(report["versions"], found)


def told(command: Sequence[str | Path], service: Running) -> dict[str, Any]:
    """What a program says of a service."""
    where = {
        "RVS_URL": f"{service.base_url}/graphql",
        "RVS_PASSWORD": PASSWORD,
        "RVS_API_KEY": API_KEY,
    }
    return dict(json.loads(run(command, env=where)))


def run(
    command: Sequence[str | Path],
    *,
    text: str = "",
    env: Mapping[str, str] | None = None,
    directory: Path = ROOT,
    seconds: float = _SECONDS,
) -> str:
    """The output of a program; `text` is its input. ProgramFailed with all that it has said."""
    # First of all, so that what it starts finds this node, and no older one of the system.
    path = f"{NODE.parent}:{os.environ['PATH']}"
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", **(env or {})},
        cwd=directory,
        text=True,
        start_new_session=True,
    )
    with _ended_with_its_children(process):
        output, said = process.communicate(text, timeout=seconds)
    if process.returncode != 0:
        raise ProgramFailed(f"{command[-1]} ended with {process.returncode}:\n{output}{said}")
    return output


@contextmanager
def _ended_with_its_children(process: subprocess.Popen[str]) -> Iterator[None]:
    """What comes in between, be it Ctrl-C, leaves nothing of the program behind."""
    try:
        yield
    except BaseException as reason:
        os.killpg(process.pid, signal.SIGKILL)
        output, said = process.communicate()
        if isinstance(reason, subprocess.TimeoutExpired):
            raise ProgramFailed(f"{reason}:\n{output}{said}") from reason
        raise
