"""`scripts/build-portal`: all of a portal or what was there before, whatever happens meanwhile.

npm is a stand-in, so that a build takes no time and fails when it is told to.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
NPM = """#!/bin/sh
echo "$*" >> ../npm.log
case $* in
  ci*) rm -rf node_modules; mkdir node_modules ;;
  "run build")
    mkdir -p "$PORTAL_OUT/assets"
    echo "${CONTENT:-first}" > "$PORTAL_OUT/index.html"
    if [ -n "$HANG" ]; then
      trap 'exit 130' INT
      echo hangs >> ../npm.log
      for _ in $(seq 1000); do sleep 0.05; done
    fi
    if [ -n "$FAIL" ]; then echo "no such module"; exit 1; fi
    echo "  a/Screen 1.0 kB gzip" > "$PORTAL_OUT/sizes.txt"
    touch "$PORTAL_OUT/documents.json"
    touch "$PORTAL_OUT/paths.json" ${HALF:-"$PORTAL_OUT/graphiql.html"} ;;
esac
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose portal is one file, in a path with a space."""
    root = tmp_path / "a repository"
    for folder in ("portal", "server", ".venv/bin"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(SCRIPTS, root / "scripts")
    (root / "portal" / "package-lock.json").write_text("{}")
    npm = root / ".venv" / "bin" / "npm"
    npm.write_text(NPM)
    npm.chmod(0o755)
    return root


def build(root: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the script from elsewhere."""
    return subprocess.run(
        [root / "scripts" / "build-portal"],
        env={**os.environ, **env},
        cwd=root.parent,
        capture_output=True,
        text=True,
        timeout=30,
    )


def said_to_npm(root: Path) -> list[str]:
    """What npm was asked for, in order."""
    return (root / "npm.log").read_text("utf-8").splitlines()


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def files(root: Path) -> set[str]:
    """What lies in server/."""
    return {str(path.relative_to(root / "server")) for path in (root / "server").rglob("*")}


WHOLE = {"portal_files"} | {
    f"portal_files/{part}"
    for part in (
        "index.html",
        "graphiql.html",
        "paths.json",
        "documents.json",
        "sizes.txt",
        "assets",
        "built",
    )
}


def test_a_build_is_whole_and_says_what_each_route_loads(repository: Path):
    done = build(repository)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Installing the packages of the portal …",
        "Building the portal …",
        "  a/Screen 1.0 kB gzip",
    ]
    assert files(repository) == WHOLE


def test_packages_are_installed_again_only_when_the_lock_has_changed(repository: Path):
    for _ in range(2):
        build(repository)
    (repository / "portal" / "package-lock.json").write_text('{"lockfileVersion": 3}')
    build(repository)

    asked = [line.split()[0] for line in said_to_npm(repository)]
    assert asked == ["ci", "run", "run", "ci", "run"]


def test_a_later_build_takes_the_place_of_the_earlier_one(repository: Path):
    build(repository)
    (repository / "server" / "portal_files" / "assets" / "old.js").touch()

    build(repository, CONTENT="second")

    assert files(repository) == WHOLE
    assert (repository / "server/portal_files/index.html").read_text("utf-8") == "second\n"


@pytest.mark.parametrize(
    ("how", "said"), [("FAIL", "no such module"), ("HALF", "made no graphiql.html")]
)
def test_a_build_that_fails_says_why_and_leaves_what_was_there(
    repository: Path, how: str, said: str
):
    build(repository)

    failed = build(repository, CONTENT="second", **{how: "/dev/null"})

    assert failed.returncode == 1
    assert said in failed.stderr
    assert files(repository) == WHOLE
    assert (repository / "server/portal_files/index.html").read_text("utf-8") == "first\n"


def test_ctrl_c_leaves_what_was_there(repository: Path):
    build(repository)
    started = subprocess.Popen(
        [repository / "scripts" / "build-portal"],
        env={**os.environ, "CONTENT": "second", "HANG": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # What runs in the background of a shell ignores Ctrl-C, and so does all that it starts.
        preexec_fn=_heed_ctrl_c,
    )
    deadline = time.monotonic() + 20
    while "hangs" not in said_to_npm(repository) and time.monotonic() < deadline:
        time.sleep(0.02)

    os.killpg(started.pid, signal.SIGINT)
    said, _ = started.communicate(timeout=20)

    assert started.returncode == 130
    assert said == "Building the portal …\n"
    assert files(repository) == WHOLE
    assert (repository / "server/portal_files/index.html").read_text("utf-8") == "first\n"


def test_what_changes_during_a_build_is_newer_than_it(repository: Path):
    begun_at = time.time()

    build(repository)

    built = repository / "server" / "portal_files" / "built"
    assert begun_at - 1 <= built.stat().st_mtime <= (built.parent / "index.html").stat().st_mtime


def test_without_an_environment_it_says_what_makes_one(repository: Path):
    (repository / ".venv" / "bin" / "npm").unlink()

    failed = build(repository)

    assert failed.returncode == 1
    assert "make portal" in failed.stderr
    assert files(repository) == set()
