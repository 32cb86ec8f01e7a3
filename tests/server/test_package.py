"""The package as it is released: it holds the portal, or it is not made."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.server import tiny_portal

REPOSITORY = Path(__file__).parents[2]
ROOMS = ("domain", "db", "webhooks", "resolvers", "schema", "workers", "server")
FILES = (".gitignore", "README.md", "hatch_build.py", "pyproject.toml")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What is released, without any portal: a copy, so that nothing of the repository changes."""
    copy = tmp_path / "the source"
    copy.mkdir()
    for name in FILES:
        shutil.copy(REPOSITORY / name, copy)
    unwanted = shutil.ignore_patterns("__pycache__", "portal_files*")
    for room in ROOMS:
        shutil.copytree(REPOSITORY / room, copy / room, ignore=unwanted)
    return copy


def hatchling(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the build backend, which needs no network."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *arguments],
        cwd=source,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_wheel_holds_the_portal_and_not_its_sources(source: Path):
    tiny_portal.build(source / "server" / "portal_files")
    (source / "server" / "portal_files" / "built").touch()

    built = hatchling(source, "--target", "wheel")

    assert built.returncode == 0, built.stderr
    [wheel] = (source / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("index.html", "graphiql.html", "paths.json", f"assets/{tiny_portal.NAME}.br"):
        assert f"server/portal_files/{part}" in names
    assert "server/pages/templates/error.html" in names
    assert not any(name.startswith(("portal/", "hatch_build")) for name in names)


def test_what_is_built_from_the_source_package_has_the_portal_too(source: Path):
    tiny_portal.build(source / "server" / "portal_files")
    (source / "server" / "portal_files" / "built").touch()

    built = hatchling(source, "--target", "sdist")

    assert built.returncode == 0, built.stderr
    [package] = (source / "dist").glob("*.tar.gz")
    with tarfile.open(package) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"hatch_build.py", "server/portal_files/built", "server/app.py"} <= names


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_without_a_portal_no_package_is_made(source: Path, target: str):
    refused = hatchling(source, "--target", target)

    assert refused.returncode != 0
    assert "Run `make portal` first." in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    assert not list(source.glob("dist/*"))


def test_an_editable_install_needs_no_portal(source: Path):
    built = hatchling(source, "--target", "wheel:editable")

    assert built.returncode == 0, built.stderr
