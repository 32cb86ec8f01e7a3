"""Bring a database to the newest schema, and say how far it is from it."""

import asyncio
from importlib.resources import files

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata
from db.engine import driver_url

LOCK = 4_711_042  # one migration at a time, whoever starts it


def upgrade(owner_url: str) -> None:
    """Run the migrations that are missing. `owner_url` connects as `rvs_owner`."""
    asyncio.run(_with_connection(owner_url, _upgrade))


def differences(owner_url: str) -> list[object]:
    """What the tables in code and in the database do not agree on; empty when they do."""
    found: list[object] = []
    asyncio.run(_with_connection(owner_url, lambda connection: found.extend(_compare(connection))))
    return found


async def is_current(owner_url: str) -> bool:
    """Whether every migration has run."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    engine = create_async_engine(driver_url(owner_url))
    async with engine.connect() as connection:
        current = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    await engine.dispose()
    return current == newest


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("db").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
    connection.commit()
    command.upgrade(_config(connection), "head")
    connection.commit()
    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")


def _compare(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


async def _with_connection(owner_url: str, work: object) -> None:
    engine = create_async_engine(driver_url(owner_url))
    async with engine.connect() as connection:
        await connection.run_sync(work)  # type: ignore[arg-type]
        await connection.commit()
    await engine.dispose()
