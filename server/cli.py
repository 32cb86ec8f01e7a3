"""The command line `rvs`: one process each, for one machine or many.

Commands import what they need when they run, so that a short one does not wait for a long one.
"""

import asyncio
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from server import audit_commands, settings
from server.modes import Refused
from server.settings import Settings

app = typer.Typer(
    help="Results Verification Service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys = typer.Typer(help="Key rings of encrypted columns (the setting KEYS).", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(audit_commands.app, name="audit")


class Kind(StrEnum):
    """A kind of work, as `db.engine.Job` has them."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    EXPORT = "export"
    CLOCK = "clock"


class SeedSize(StrEnum):
    """How much is written besides the exam catalogue."""

    CATALOGUE = "catalogue"
    DEMO = "demo"


@app.command()
def serve() -> None:
    """Serve the API."""
    from server import serve as api

    api.serve(_settings())


@app.command()
def worker(
    kind: Annotated[
        list[Kind] | None, typer.Option(help="A kind of work; again for another. Default: all.")
    ] = None,
) -> None:
    """Deliver, mail, export, and end what is due."""
    from db.engine import Job
    from server import worker as process

    jobs = [Job(each) for each in dict.fromkeys(kind or Kind)]
    asyncio.run(process.work(_settings(), jobs))


@app.command()
def migrate() -> None:
    """Bring the database (DATABASE_OWNER_URL) to the newest schema."""
    from db import migrate as migrations

    migrations.upgrade(_owner_url(_settings()))
    typer.echo("The database is at the newest schema.")


@app.command()
def seed(
    size: Annotated[
        SeedSize, typer.Option(help="`demo` adds sample data, in demo mode only.")
    ] = SeedSize.CATALOGUE,
) -> None:
    """Write exam catalogue and Terms versions (DATABASE_OWNER_URL), once and for all."""
    from server import seeding

    chosen = _settings()
    for line in asyncio.run(seeding.seed(chosen, _owner_url(chosen), size is SeedSize.DEMO)):
        typer.echo(line)


@app.command()
def demo() -> None:
    """Run everything on this machine with invented data, until Ctrl-C."""
    from server import demo as demonstration

    demonstration.run(settings.load(), typer.echo)


@app.command()
def doctor() -> None:
    """Say what is missing on this machine, and how to get it."""
    from server import doctor as examination

    found = asyncio.run(examination.findings(settings.load()))
    for finding in found:
        typer.echo(finding.line())
    if any(finding.is_bad for finding in found):
        raise typer.Exit(1)


@app.command()
def schema(
    released: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The schema of a release: say what changes for its clients instead,"
            " with exit code 1 when something breaks.",
        ),
    ] = None,
) -> None:
    """Print the GraphQL schema."""
    from schema import service

    if released is None:
        typer.echo(service.sdl(), nl=False)
    else:
        _compare(released.read_text("utf-8"), service.sdl())


@keys.command("new")
def new_keys() -> None:
    """Print a new ring with one key."""
    from db import keyring

    typer.echo(keyring.new_ring().to_text())


@keys.command("rotate")
def rotate_keys() -> None:
    """Print the ring of KEYS with a new key, which seals from now on; the old ones still open."""
    from db import keyring

    typer.echo(keyring.parse(settings.load().keys).rotated().to_text())


def main() -> None:
    """Run a command; what is expected to go wrong is a sentence, and exit code 1."""
    try:
        app()
    except Exception as error:
        from server import command_errors

        if not isinstance(error, command_errors.EXPECTED):
            raise
        typer.echo(command_errors.sentence(error), err=True)
        sys.exit(1)


def _compare(released: str, current: str) -> None:
    """Say what a schema changes for the clients of a release; exit when it breaks them."""
    from schema import changes

    found = changes.between(released, current, datetime.now(UTC).date())
    for sentence in found.dangerous:
        typer.echo(f"New since the release: {sentence}")
    for sentence in found.breaking:
        typer.echo(f"Breaks clients of the release: {sentence}", err=True)
    if found.breaking:
        raise typer.Exit(1)


def _settings() -> Settings:
    """The settings, with the logs set up as they say."""
    from server import logs

    chosen = settings.load()
    logs.configure(chosen.log_level, chosen.log_format)
    return chosen


def _owner_url(chosen: Settings) -> str:
    if not chosen.database_owner_url:
        raise Refused(
            "DATABASE_OWNER_URL is missing. Set it to the database as the login role rvs_owner."
        )
    return chosen.database_owner_url


if __name__ == "__main__":
    main()
