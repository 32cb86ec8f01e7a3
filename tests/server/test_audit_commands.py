"""`rvs audit` as operators and outsiders use it: each command in a process of its own."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from db import signing
from db.engine import Database
from db.keyring import KeyRing, new_ring
from server.embedded.postgres import PostgresUrls
from tests.services import superuser_url
from tests.usecases import sealed_log
from workers import sealing

REPOSITORY = Path(__file__).parents[2]


def rvs(*arguments: str, keys: str = "", url: str = "") -> tuple[int, list[str], str]:
    """Run `rvs audit …` to its end: code, lines, messages."""
    given = {"KEYS": keys, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", "audit", *arguments],
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", **given},
        cwd=REPOSITORY / "tests",
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


async def execute(urls: PostgresUrls, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(superuser_url(urls))
    await connection.execute(statement, *values)
    await connection.close()


@pytest.fixture
def sealed(fresh_database: PostgresUrls, keyring: KeyRing) -> PostgresUrls:
    """A log of seven sealed rows, and two that wait."""

    async def fill() -> None:
        database = Database(fresh_database.app, pool_size=1)
        await execute(fresh_database, sealed_log.MANY, 7, [None])
        await sealing.seal_batch(sealed_log.services_of(database, keyring))
        await execute(fresh_database, sealed_log.MANY, 2, [None])
        await database.close()

    asyncio.run(fill())
    return fresh_database


def test_a_log_that_was_left_alone_verifies(sealed: PostgresUrls, keyring: KeyRing) -> None:
    code, lines, said = rvs("verify", keys=keyring.to_text(), url=sealed.app)

    assert (code, said) == (0, "")
    assert lines[0] == "Rows: 7, in 1 seals of 1 chains."
    assert lines[1].startswith("Not sealed yet: 2, the oldest of 20")
    assert lines[2].startswith("No fault. rvs-audit-checkpoint:1:")


def test_an_outsider_verifies_with_the_public_key_and_a_checkpoint(
    sealed: PostgresUrls, keyring: KeyRing
) -> None:
    _, keys, _ = rvs("key", keys=keyring.to_text())
    code, [kept], _ = rvs("checkpoint", "--database", superuser_url(sealed))
    assert code == 0
    assert keys == signing.to_text(signing.public_keys(keyring))
    assert not any(key in keyring.to_text() for key in keys)

    asked = ("verify", "--database", sealed.app, "--key", keys[0], "--since", kept)
    assert rvs(*asked)[0] == 0

    asyncio.run(execute(sealed, "TRUNCATE audit_rows, audit_seals, audit_chains"))
    code, lines, _ = rvs(*asked)
    assert (code, lines[0]) == (1, "CHECKPOINT_MISSED seal 1")


def test_a_tampered_copy_is_found_out(sealed: PostgresUrls, keyring: KeyRing) -> None:
    asyncio.run(execute(sealed, "UPDATE audit_rows SET outcome = 'NEVER' WHERE seal_position = 3"))
    asyncio.run(execute(sealed, "DELETE FROM audit_rows WHERE seal_position = 4"))

    code, lines, said = rvs("verify", keys=keyring.to_text(), url=sealed.app)

    assert (code, said) == (1, "")
    assert [line.split()[0] for line in lines[:2]] == ["ROW_CHANGED", "ROW_REMOVED"]
    assert lines[0].startswith("ROW_CHANGED seal 1 row ")
    assert lines[-1] == "Faults: 2."


def test_the_wrong_key_verifies_nothing(sealed: PostgresUrls) -> None:
    code, lines, _ = rvs("verify", keys=new_ring().to_text(), url=sealed.app)

    assert code == 1
    assert lines[0].startswith("SIGNATURE_WRONG seal 1")


def test_a_role_that_is_shown_an_empty_log_is_refused(
    sealed: PostgresUrls, keyring: KeyRing
) -> None:
    code, lines, said = rvs("verify", keys=keyring.to_text(), url=sealed.owner)

    assert (code, lines) == (1, [])
    assert "login role rvs_app and to superusers alone" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["key"], "No keys."),
        (["checkpoint"], "No database."),
        (["verify"], "No keys."),
        (["verify", "--key", "rvs-audit-key:1:AAAA"], "A public key is written as"),
        (["verify", "--key", "x" * 44], "A public key is written as"),
        (["checkpoint", "--database", "s3cret"], "--database: write it like"),
    ],
    ids=str,
)
def test_what_is_missing_or_malformed_is_a_sentence(arguments: list[str], words: str) -> None:
    code, lines, said = rvs(*arguments)

    assert (code, lines) == (1, [])
    assert words in said
    assert "Traceback" not in said
    assert "s3cret" not in said


@pytest.mark.parametrize(
    "since", ["1", "rvs-audit-checkpoint:1:00", "rvs-audit-checkpoint:x:" + "0" * 64]
)
def test_a_malformed_checkpoint_is_a_sentence(since: str, keyring: KeyRing) -> None:
    code, _, said = rvs("verify", "--since", since, keys=keyring.to_text())

    assert code == 1
    assert "A checkpoint is written as" in said
