"""Runs the examples of `docs/examples` as a reader does, each in a folder of its own."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.embedded import processes
from tests.conformance.programs import NODE, PYTHON
from tests.running import ROOT, Running, wait_until
from tests.services import API_KEY

EXAMPLES: Final = ROOT / "docs" / "examples"
_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Language:
    """How the examples of a language are called, by the job that they do."""

    commands: Mapping[str, Sequence[str | Path]]


CURL: Final = Language(
    {path.stem: ["bash", path] for path in (EXAMPLES / "curl").glob("*.sh") if path.stem != "ask"}
)
PYTHON_EXAMPLES: Final = Language(
    {path.stem.replace("_", "-"): [PYTHON, path] for path in (EXAMPLES / "python").glob("*.py")}
)


def typescript(folder: Path) -> Language:
    """The examples in TypeScript, as they are after `npm install` and code generation there."""
    jobs = ("first-query", "paging", "subscribe", "receiver")
    return Language({job: [NODE, folder / f"{job}.ts"] for job in jobs})


def typescript_folder(place: Path, clients: Path, protocols: Path) -> Path:
    """A copy of the TypeScript examples with the packages and the committed schema."""
    folder = shutil.copytree(EXAMPLES / "typescript", place / "typescript", ignore=_made_here)
    shutil.copy(ROOT / "schema.graphql", folder)
    (folder / "node_modules").symlink_to(clients / "node_modules")
    # Found from the folder above, because no installation has all packages.
    (place / "node_modules").mkdir()
    package = protocols / "node_modules" / "standardwebhooks"
    (place / "node_modules" / "standardwebhooks").symlink_to(package)
    return folder


def _made_here(folder: str, names: list[str]) -> set[str]:
    """What somebody who has tried the examples in place has left there."""
    return set(names) & {"node_modules", "generated", "schema.graphql", "package-lock.json"}


class Example:
    """An example that runs until it is stopped, and what it has printed."""

    def __init__(self, command: Sequence[str | Path], env: Mapping[str, str], folder: Path) -> None:
        self._output = folder / "output"
        self.errors = folder / "errors"
        # Its errors apart; it dies with the test, whatever ends that.
        apart = ["bash", "-c", 'exec "$@" 2>>errors', "bash"]
        with self._output.open("ab") as output:
            self.process = processes.spawn(
                [*apart, *(str(part) for part in command)],
                death_signal=signal.SIGKILL,
                output=output,
                env={**os.environ, **env},
                directory=folder,
            )

    def lines(self) -> list[str]:
        """Every whole line so far, of earlier runs in this folder too."""
        return self._output.read_text("utf-8").splitlines()

    def shares(self) -> list[str]:
        """The ids of shares in them, in their order."""
        return [share for line in self.lines() for share in re.findall(r"share_\w+", line)]

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Return as soon as it holds; fail when the example ends or is late."""
        wait_until(holds, process=self.process, log=self.errors, seconds=_SECONDS)

    def end(self) -> None:
        """End it at once, with all that it has started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def started(
    language: Language, job: str, where: Running | str, folder: Path, **settings: str
) -> Iterator[Example]:
    """An example that runs while the block lasts."""
    command = language.commands[job]
    example = Example(command, {**environment(where), **settings}, folder)
    try:
        yield example
    finally:
        example.end()


def ran(
    language: Language,
    job: str,
    where: Running,
    folder: Path,
    *arguments: str,
    **settings: str,
) -> subprocess.CompletedProcess[str]:
    """An example that ends by itself, with what it has printed."""
    return subprocess.run(
        [str(part) for part in (*language.commands[job], *arguments)],
        env={**os.environ, **environment(where), **settings},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )


def environment(where: Running | str) -> dict[str, str]:
    """What the page tells a reader to set."""
    url = where if isinstance(where, str) else where.base_url
    return {"RVS_URL": url, "RVS_API_KEY": API_KEY}
