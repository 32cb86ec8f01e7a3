"""Writes the versions of the Terms of Use that ship with the program."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final

from db import data
from db.seeding.copying import Connection
from domain.terms import TermsVersion

_UPSERT: Final = """
    INSERT INTO terms_versions (id, applies_from) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET applies_from = excluded.applies_from
    WHERE terms_versions.applies_from <> excluded.applies_from
"""
_ACCEPT: Final = """
    INSERT INTO terms_acceptances (user_id, version, accepted_at)
    SELECT id, $1, greatest(created_at, $2) FROM users
    WHERE email_key = ANY ($3) AND organisation_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


async def write(connection: Connection) -> None:
    """Bring the stored versions to what `terms.json` says, in a transaction of the caller."""
    versions = data.terms_versions()
    await connection.executemany(_UPSERT, [(each.id, each.applies_from) for each in versions])


async def accept(connection: Connection, version: TermsVersion, emails: Sequence[str]) -> None:
    """Let users of organisations have accepted a version as soon as it applied.

    In a transaction of the caller, who has opened the walls of both tables.
    """
    began = datetime.combine(version.applies_from, time(), UTC)
    keys = [email.lower() for email in emails]
    await connection.execute(_ACCEPT, version.id, began, keys)
