"""Writes the versions of the Terms of Use that ship with the program."""

from typing import Final

from db import data
from db.seeding.copying import Connection

_UPSERT: Final = """
    INSERT INTO terms_versions (id, applies_from) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET applies_from = excluded.applies_from
    WHERE terms_versions.applies_from <> excluded.applies_from
"""


async def write(connection: Connection) -> None:
    """Bring the stored versions to what `terms.json` says, in a transaction of the caller."""
    versions = data.terms_versions()
    await connection.executemany(_UPSERT, [(each.id, each.applies_from) for each in versions])
