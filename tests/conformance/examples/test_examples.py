"""The examples of `docs/examples`, run for real: what is told to readers works, also on a bad day.

Those in curl need nothing that is not there; `make test-all` runs the others.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import parties
from tests.conformance import programs
from tests.conformance.examples import example_programs, examples_page
from tests.conformance.examples.example_programs import EXAMPLES, Language
from tests.parties import PRIMARY, Party
from tests.running import Running
from tests.services import API_KEY, PASSWORD

NEWEST: Final = "query ($first: Int!) { sharedResults(first: $first) { edges { node { id } } } }"


def test_the_page_shows_the_files_that_are_run() -> None:
    assert examples_page.PAGE.read_text("utf-8") == examples_page.page()


def test_the_page_shows_every_file() -> None:
    shown = set(examples_page.shown())
    kinds = {".sh", ".py", ".ts", ".graphql"}
    files = {path for path in EXAMPLES.rglob("*") if path.suffix in kinds}

    assert {path.relative_to(EXAMPLES).as_posix() for path in files} == shown


def test_the_packages_that_are_named_are_those_that_are_tested() -> None:
    named = json.loads((EXAMPLES / "typescript" / "package.json").read_text("utf-8"))
    tested: dict[str, str] = {}
    for part in ("protocols", "clients"):
        package = programs.FOLDER / part / "package.json"
        tested |= json.loads(package.read_text("utf-8"))["dependencies"]

    wanted = named["dependencies"] | named["devDependencies"]
    assert wanted.items() <= tested.items()


async def test_the_first_query_prints_the_newest_shares(
    language: Language, service: Running, tmp_path: Path
) -> None:
    async with parties.connected(service.base_url) as client:
        page = await Party(client, API_KEY).ask(NEWEST, first=10)
    expected = [edge["node"]["id"] for edge in page["sharedResults"]["edges"]]
    assert len(expected) == 10

    by_key = example_programs.ran(language, "first-query", service, tmp_path)
    person = {"RVS_API_KEY": "", "RVS_EMAIL": PRIMARY, "RVS_PASSWORD": PASSWORD}
    by_person = example_programs.ran(language, "first-query", service, tmp_path, **person)

    for run in (by_key, by_person):
        assert (run.returncode, run.stderr) == (0, "")
        assert shares_in(run) == expected


async def test_the_first_query_says_what_went_wrong(
    language: Language, service: Running, tmp_path: Path
) -> None:
    refused = example_programs.ran(
        language, "first-query", service, tmp_path, RVS_API_KEY="rvs_key_nobody"
    )
    person = {"RVS_API_KEY": "", "RVS_EMAIL": "nobody@demo.example", "RVS_PASSWORD": 'a"b\\c'}
    unknown = example_programs.ran(language, "first-query", service, tmp_path, **person)
    nowhere = example_programs.ran(
        language, "first-query", service, tmp_path, RVS_URL="http://127.0.0.1:1"
    )

    assert "UNAUTHENTICATED" in refused.stderr
    assert "password" in unknown.stderr
    assert nowhere.stderr
    for run in (refused, unknown, nowhere):
        assert (run.returncode != 0, run.stdout) == (True, "")
        assert "Traceback" not in run.stderr


async def test_paging_gives_each_share_once(
    language: Language, service: Running, tmp_path: Path
) -> None:
    async with parties.connected(service.base_url) as client:
        asked = await Party(client, API_KEY).ask("{ sharedResults { totalCount } }")
    total = asked["sharedResults"]["totalCount"]
    assert total > 200  # more than two pages

    run = example_programs.ran(language, "paging", service, tmp_path)

    assert (run.returncode, run.stderr) == (0, "")
    found = shares_in(run)
    assert len(found) == len(set(found)) == total


def shares_in(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The ids that were printed, in their order."""
    return re.findall(r"share_\w+", run.stdout)


@pytest.mark.conformance_clients
def test_the_examples_in_typescript_hold_against_the_committed_schema(
    typescript_folder: Path,
) -> None:
    compiler = typescript_folder / "node_modules" / ".bin" / "tsc"
    programs.run([compiler, "--project", "tsconfig.json"], directory=typescript_folder)

    # Beside it, where the packages are found in the same way.
    wrong = shutil.copytree(typescript_folder, typescript_folder.parent / "wrong", symlinks=True)
    query = wrong / "first-query.ts"
    query.write_text(query.read_text("utf-8").replace("{ first: 10 }", '{ first: "10" }'), "utf-8")
    with pytest.raises(programs.ProgramFailed, match="first"):
        programs.run([compiler, "--project", "tsconfig.json"], directory=wrong)
