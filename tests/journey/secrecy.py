"""What must stand in no log and in no Valkey: searched for in every spelling that is usual."""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import asyncpg

from db.engine import plain_url
from tests.running import Running


async def personal_values(service: Running) -> set[str]:
    """Names, addresses, dates and numbers of everybody in the database."""
    connection = await asyncpg.connect(plain_url(service.superuser))
    try:
        people = await connection.fetch(
            "SELECT first_name, family_name, date_of_birth::text, candidate_number, email"
            " FROM candidates"
        )
        users = await connection.fetch("SELECT family_name, email FROM users")
        results = await connection.fetch("SELECT reference_number FROM results")
    finally:
        await connection.close()
    values = {value for row in (*people, *users, *results) for value in row.values() if value}
    # Shorter ones turn up by chance, inside ids and numbers.
    return {value for value in values if len(value) >= 5}


def found(values: set[str], content: bytes) -> Sequence[str]:
    """Those of the values that stand in the content."""
    return sorted(
        value for value in values if any(form in content for form in set(_spellings(value)))
    )


def written_to_valkey(service: Running) -> bytes:
    """Every command that changed anything since the start: the append-only file keeps them."""
    files = sorted((service.directory / "valkey").rglob("*.aof"))
    assert files
    return b"".join(path.read_bytes() for path in files)


def logged(service: Running) -> bytes:
    """All that the processes have said, and the log of Valkey."""
    logs = [service.log, *(service.directory / "valkey").glob("*.log")]
    return b"".join(path.read_bytes() for path in logs if isinstance(path, Path))


def _spellings(value: str) -> Iterator[bytes]:
    yield value.encode()
    yield json.dumps(value)[1:-1].encode()
    yield repr(value)[1:-1].encode()
    yield quote(value).encode()
    yield base64.b64encode(value.encode()).rstrip(b"=")
