"""The examples of each language, with what they need."""

from pathlib import Path
from typing import Final

import pytest

from tests.conformance import programs
from tests.conformance.examples import example_programs
from tests.conformance.examples.example_programs import CURL, PYTHON_EXAMPLES, Language

_OTHERS: Final = [
    pytest.param(name, marks=pytest.mark.conformance_clients) for name in ("python", "typescript")
]


@pytest.fixture(params=["curl", *_OTHERS])
def language(request: pytest.FixtureRequest) -> Language:
    """The examples of one language after the other."""
    return CURL if request.param == "curl" else _found(request, f"{request.param}_examples")


@pytest.fixture(params=_OTHERS)
def receiver_language(request: pytest.FixtureRequest) -> Language:
    """The same, of those that have a receiver of webhooks."""
    return _found(request, f"{request.param}_examples")


@pytest.fixture(scope="session")
def python_examples(python_clients: Path) -> Language:
    """The examples in Python, whose packages are installed."""
    return PYTHON_EXAMPLES


@pytest.fixture(scope="session")
def typescript_folder(
    clients: Path, protocols: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The examples in TypeScript with their packages, and the types that codegen has made."""
    place = tmp_path_factory.mktemp("examples")
    folder = example_programs.typescript_folder(place, clients, protocols)
    codegen = folder / "node_modules" / ".bin" / "graphql-codegen"
    programs.run([codegen, "--config", "codegen.ts"], directory=folder)
    return folder


@pytest.fixture(scope="session")
def typescript_examples(typescript_folder: Path) -> Language:
    """The examples in TypeScript, which node runs as they are."""
    return example_programs.typescript(typescript_folder)


def _found(request: pytest.FixtureRequest, name: str) -> Language:
    found = request.getfixturevalue(name)
    assert isinstance(found, Language)
    return found
