"""What is encrypted cannot be read from the database, nor be moved to another row."""

from uuid import UUID

import pytest

from db import keyring as rings
from db.keyring import CannotOpen, KeyRing, Place
from db.models.webhooks import WebhookEndpoint
from db.seeding.copying import Connection
from resolvers.second_factors import seed_place
from resolvers.webhooks import secret_place
from tests.walls.conftest import Crowd
from tests.walls.crowd import SEED, WEBHOOK_SECRET

# Every column of bytes, with what it holds: only these kinds may be stored as bytes.
SEALED = {
    *("candidates.passport_number", "webhook_endpoints.secret", "second_factors.seed"),
    *("letters.content", "links.address"),
}
HASHES = {
    *("api_keys.key_hash", "sessions.token_hash", "sign_in_attempts.subject_hash"),
    "recovery_codes.fingerprint",
    *("idempotency_keys.input_hash", "photos.sha256", "stored_files.sha256"),
    "links.token_hash",
    *("audit_seals.previous", "audit_seals.previous_of_chain", "audit_seals.digest"),
    *("audit_seals.manifest", "audit_chains.digest"),
}
SIGNATURES = {"audit_seals.signature"}


async def test_every_column_of_bytes_is_known(superuser: Connection) -> None:
    rows = await superuser.fetch(
        "SELECT c.relname || '.' || a.attname AS name"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " AND a.attnum > 0 AND a.atttypid = 'bytea'::regtype"
    )
    assert {row["name"] for row in rows} == SEALED | HASHES | SIGNATURES


async def test_a_passport_number_is_sealed_for_its_candidate(
    superuser: Connection, keyring: KeyRing
) -> None:
    rows = await superuser.fetch(
        "SELECT id, passport_number FROM candidates WHERE passport_number IS NOT NULL"
    )
    assert len(rows) >= 500
    opened = [keyring.open(passport(row["id"]), row["passport_number"]) for row in rows]
    assert len(set(opened)) > 400
    for number, row in zip(opened, rows, strict=True):
        assert len(number) > 5
        assert number.encode() not in row["passport_number"]
    with pytest.raises(CannotOpen):
        keyring.open(passport(rows[1]["id"]), rows[0]["passport_number"])
    with pytest.raises(CannotOpen):
        keyring.open(secret_place(rows[0]["id"]), rows[0]["passport_number"])
    with pytest.raises(CannotOpen):
        rings.new_ring().open(passport(rows[0]["id"]), rows[0]["passport_number"])


async def test_a_webhook_secret_is_sealed_for_its_endpoint(
    superuser: Connection, keyring: KeyRing, crowded: Crowd
) -> None:
    mine, theirs = (each.one("webhook_endpoints") for each in (crowded.mine, crowded.theirs))
    assert isinstance(mine, WebhookEndpoint)
    assert isinstance(theirs, WebhookEndpoint)
    stored: bytes = await superuser.fetchval(
        "SELECT secret FROM webhook_endpoints WHERE id = $1", mine.id
    )

    assert WEBHOOK_SECRET.encode() not in stored
    assert keyring.open(secret_place(mine.id), stored) == WEBHOOK_SECRET
    with pytest.raises(CannotOpen):
        keyring.open(secret_place(theirs.id), stored)


async def test_the_seed_of_an_app_is_sealed_for_its_account(
    superuser: Connection, keyring: KeyRing, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine.user.id, crowded.theirs.user.id
    stored: bytes = await superuser.fetchval(
        "SELECT seed FROM second_factors WHERE user_id = $1", mine
    )

    assert SEED.encode() not in stored
    assert keyring.open(seed_place(mine), stored) == SEED
    with pytest.raises(CannotOpen):
        keyring.open(seed_place(theirs), stored)


async def test_no_plain_passport_number_is_anywhere_in_the_table(
    superuser: Connection, keyring: KeyRing
) -> None:
    row = await superuser.fetchrow(
        "SELECT id, passport_number FROM candidates WHERE passport_number IS NOT NULL LIMIT 1"
    )
    assert row is not None
    number = keyring.open(passport(row["id"]), row["passport_number"])
    pattern = f"%{number}%"
    for table in ("candidates", "results", "shares", "events", "users"):
        found = f"SELECT count(*) FROM {table} t WHERE t::text LIKE $1"
        assert await superuser.fetchval(found, pattern) == 0


def passport(candidate_id: UUID) -> Place:
    return Place("candidates", "passport_number", candidate_id)
