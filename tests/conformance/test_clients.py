"""The clients and code generators that applications use; `make test-all` runs them."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.conformance import programs
from tests.conformance.programs import NODE, PYTHON, ProgramFailed
from tests.running import ROOT, Running

pytestmark = pytest.mark.conformance_clients

ARTIFACTS: Final = {
    *("InboxQuery", "Inbox_page", "InboxNextQuery", "Inbox_line", "InboxLineQuery"),
    *("InboxShareMutation", "InboxSharedSubscription", "InboxProgressSubscription"),
}


@pytest.fixture
def bench(clients: Path, tmp_path: Path) -> Path:
    """A copy of the clients' folder to write in, with the installed packages and the schema."""
    copy = tmp_path / "clients"
    shutil.copytree(clients, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(clients / "node_modules")
    shutil.copy(ROOT / "schema.graphql", copy)
    for shared in programs.FOLDER.glob("*.mjs"):
        shutil.copy(shared, tmp_path)
    return copy


def test_apollo_client_works(service: Running, clients: Path, score: Callable[[str], None]) -> None:
    checks = programs.checks([NODE, clients / "apollo.mjs"], service)
    score(checks.line("@apollo/client"))

    assert checks.failed == [], "\n".join(checks.failed)


def test_urql_works(service: Running, clients: Path, score: Callable[[str], None]) -> None:
    checks = programs.checks([NODE, clients / "urql.mjs"], service)
    score(checks.line("@urql/core"))

    assert checks.failed == [], "\n".join(checks.failed)


def test_gql_works(service: Running, python_clients: Path, score: Callable[[str], None]) -> None:
    checks = programs.checks([PYTHON, python_clients / "gql_client.py"], service)
    score(checks.line("gql"))

    assert checks.failed == [], "\n".join(checks.failed)


def test_relay_compiles_the_documents_and_runs_them(
    service: Running, bench: Path, score: Callable[[str], None]
) -> None:
    _compile(bench)
    made = {path.name.partition(".")[0] for path in (bench / "relay" / "artifacts").iterdir()}
    assert made == ARTIFACTS
    _check_types(bench / "relay")

    checks = programs.checks([NODE, bench / "relay.mjs"], service)
    score(
        f"{programs.named(checks.versions, 'relay-compiler')}: {len(made)} artifacts, 0 errors;"
        f" {checks.line('relay-runtime')}"
    )
    assert checks.failed == [], "\n".join(checks.failed)


def test_relay_refuses_a_document_that_the_schema_does_not_allow(bench: Path) -> None:
    source = bench / "relay" / "Inbox.ts"
    source.write_text(source.read_text("utf-8").replace("familyName", "nickname"), "utf-8")

    with pytest.raises(ProgramFailed, match="nickname"):
        _compile(bench)


def test_graphql_codegen_makes_types_that_hold(bench: Path, score: Callable[[str], None]) -> None:
    _generate(bench)
    _check_types(bench / "codegen")
    generated = (bench / "codegen" / "generated" / "graphql.ts").read_text("utf-8")
    documents = re.findall(r"^export const (\w+Document) =", generated, re.MULTILINE)
    packages = ("@graphql-codegen/cli", "@graphql-codegen/client-preset", "typescript")
    versions = {name: _version(bench, name) for name in packages}
    score(f"{programs.named(versions, *packages)}: {len(documents)} documents, 0 errors")

    assert len(documents) == 5
    assert not re.search(r"\bany\b", re.sub(r"/\*.*?\*/|//.*", "", generated, flags=re.DOTALL))


def test_graphql_codegen_refuses_a_scalar_without_a_type(bench: Path) -> None:
    config = bench / "codegen" / "codegen.ts"
    config.write_text(config.read_text("utf-8").replace(', BigInt: "number"', ""), "utf-8")

    with pytest.raises(ProgramFailed, match="BigInt"):
        _generate(bench)


def test_typescript_refuses_what_the_types_do_not_allow(bench: Path) -> None:
    _generate(bench)
    use = bench / "codegen" / "use.ts"
    use.write_text(use.read_text("utf-8").replace("event.resultShared.cursor", "event.cursor"))

    with pytest.raises(ProgramFailed, match="cursor"):
        _check_types(bench / "codegen")


def _compile(bench: Path) -> None:
    (bench / "relay" / "artifacts").mkdir()
    _run(bench / "relay", "relay-compiler", "relay.config.json")


def _generate(bench: Path) -> None:
    _run(bench / "codegen", "graphql-codegen", "--config", "codegen.ts")


def _check_types(folder: Path) -> None:
    _run(folder, "tsc", "--project", "tsconfig.json")


def _run(folder: Path, tool: str, *arguments: str) -> None:
    binary = folder.parent / "node_modules" / ".bin" / tool
    programs.run([binary, *arguments], directory=folder)


def _version(bench: Path, name: str) -> str:
    package = bench / "node_modules" / name / "package.json"
    return str(json.loads(package.read_text("utf-8"))["version"])
