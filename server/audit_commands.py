"""The commands `rvs audit …`; as in `server.cli`, what they need is imported when they run."""

import asyncio
from typing import Annotated

import typer

app = typer.Typer(help="The seals of the audit log.", no_args_is_help=True)

DatabaseUrl = Annotated[
    str, typer.Option("--database", help="The database, as rvs_app. Default: DATABASE_URL.")
]


@app.command()
def key() -> None:
    """Print the public keys that verify the seals, one for each key of KEYS."""
    from server import audit_report

    for line in audit_report.public_keys():
        typer.echo(line)


@app.command()
def checkpoint(database: DatabaseUrl = "") -> None:
    """Print a line that names the newest seal. Keep it where nobody of the service can write."""
    from server import audit_report

    typer.echo(asyncio.run(audit_report.checkpoint(database)))


@app.command()
def verify(
    database: DatabaseUrl = "",
    public_key: Annotated[
        list[str] | None,
        typer.Option("--key", help="A line of `rvs audit key`; again for another. Default: KEYS."),
    ] = None,
    since: Annotated[
        str, typer.Option(help="A line of `rvs audit checkpoint`, which must still hold.")
    ] = "",
) -> None:
    """Say what was changed, removed, inserted, reordered or cut; exit code 1 if anything was."""
    from server import audit_report

    verified = audit_report.verify(database, public_key or (), since, typer.echo)
    if not asyncio.run(verified):
        raise typer.Exit(1)
