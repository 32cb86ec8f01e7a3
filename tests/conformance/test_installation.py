"""`scripts/install-conformance`: what a lock names, once, wherever the repository lies.

npm and Python are stand-ins, so that an installation takes no time and fails when it is told to.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT

NPM = """#!/bin/sh
echo "npm $* in ${PWD##*/}" >> "$LOG"
rm -rf node_modules
if [ -n "$FAIL" ]; then echo "no such package" >&2; exit 1; fi
mkdir node_modules
"""
PYTHON = """#!/bin/sh
echo "python $*" >> "$LOG"
if [ "$2" = venv ]; then
  rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python"
elif [ -n "$FAIL" ]; then
  echo "no such package" >&2; exit 1
fi
"""
PARTS = ["protocols", "clients", "python"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the locks alone, in a path with a space."""
    root = tmp_path / "a repository"
    (root / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "install-conformance", root / "scripts")
    for part in PARTS:
        (root / "tests" / "conformance" / part).mkdir(parents=True)
        lock_of(root, part).write_text("{}")
    (root / ".venv" / "bin").mkdir(parents=True)
    for name, content in (("npm", NPM), ("python", PYTHON)):
        program = root / ".venv" / "bin" / name
        program.write_text(content)
        program.chmod(0o755)
    return root


def lock_of(root: Path, part: str) -> Path:
    """The lock of a part."""
    name = "requirements.lock" if part == "python" else "package-lock.json"
    return root / "tests" / "conformance" / part / name


def install(root: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the script from elsewhere, without a terminal."""
    return subprocess.run(
        [root / "scripts" / "install-conformance", *arguments],
        env={**os.environ, "LOG": str(root / "log"), **env},
        cwd=root.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
    )


def said(root: Path) -> list[str]:
    """What npm and Python were asked for, in order."""
    log = root / "log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_installed_again_only_when_its_lock_has_changed(
    repository: Path, part: str
) -> None:
    first = install(repository, part)
    steps = len(said(repository))
    second = install(repository, part)
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith(f"Installing the packages of tests/conformance/{part}")
    assert (second.stdout, len(said(repository))) == ("", steps)

    lock_of(repository, part).write_text("another")
    install(repository, part)
    assert said(repository)[steps:] == said(repository)[:steps]


@pytest.mark.parametrize("part", PARTS)
def test_an_installation_that_fails_says_so_and_is_done_again(repository: Path, part: str) -> None:
    failed = install(repository, part, FAIL="1")
    assert failed.returncode == 1
    assert failed.stderr.splitlines() == [
        "no such package",
        f"The packages of tests/conformance/{part} could not be installed: see above.",
    ]

    assert install(repository, part).returncode == 0
    assert install(repository, part).stdout == ""


def test_python_packages_come_by_their_hashes_into_an_environment_of_their_own(
    repository: Path,
) -> None:
    install(repository, "python")

    making, installing = said(repository)
    assert making == "python -m venv --clear .venv-conformance"
    assert "--require-hashes -r tests/conformance/python/requirements.lock" in installing


def test_without_an_environment_or_a_part_it_says_what_to_do(repository: Path) -> None:
    assert "protocols|clients|python" in install(repository).stderr
    assert "protocols|clients|python" in install(repository, "all").stderr
    shutil.rmtree(repository / ".venv")

    missing = install(repository, "protocols")
    assert missing.returncode == 1
    assert "make test" in missing.stderr
