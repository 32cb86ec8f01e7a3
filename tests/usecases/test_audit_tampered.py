"""Whoever changes the log past all walls is found out, and what was done is named."""

import secrets
from collections.abc import Sequence

import pytest

from db.keyring import new_ring
from domain.seals import Fault, Head
from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import sealed_log
from workers import sealing

# Every column of a row, with a value that it did not have.
COLUMNS = {
    "occurred_at": "occurred_at - interval '1 microsecond'",
    "correlation_id": "'another'",
    "actor_role": "'PRIMARY'",
    "actor_id": "NULL",
    "organisation_id": "gen_random_uuid()",
    "operation": "'exports'",
    "outcome": "'REPEATED'",
    "subject_ids": "subject_ids || gen_random_uuid()",
}
COPY = """INSERT INTO audit_rows SELECT gen_random_uuid(), occurred_at, correlation_id, actor_role,
  actor_id, organisation_id, operation, outcome, subject_ids, {seal}, 99 FROM audit_rows
  WHERE seal = 1 AND seal_position = 0"""
SWAPPED = (
    "UPDATE audit_rows SET seal_position = -1 WHERE seal = 1 AND seal_position = 0",
    "UPDATE audit_rows SET seal_position = 0 WHERE seal = 1 AND seal_position = 1",
    "UPDATE audit_rows SET seal_position = 1 WHERE seal = 1 AND seal_position = -1",
)
CUT = (
    "DELETE FROM audit_rows WHERE seal = 4",
    "DELETE FROM audit_seals WHERE serial = 4",
)
COUNTER_BACK = """UPDATE audit_chains c SET number = s.number, digest = s.digest
  FROM audit_seals s WHERE s.chain_id = c.chain_id AND s.number = c.number - 1"""


@pytest.fixture
async def sealed(api: Api, member: Viewer, stranger: Viewer) -> Api:
    """Four seals: of three chains, and one more of the first."""
    mine, theirs = sorted((member.organisation_id, stranger.organisation_id), key=str)
    await sealed_log.fill(api, 6, mine, theirs, None)
    await sealed_log.seal(api)
    await sealed_log.fill(api, 2, mine)
    await sealed_log.seal(api)
    assert await sealed_log.findings(api) == []
    return api


async def faults(api: Api, *statements: str, since: Head | None = None) -> Sequence[Fault]:
    for statement in statements:
        await api.sql(statement)
    return [finding.fault for finding in await sealed_log.findings(api, since)]


async def head(api: Api) -> Head:
    row = await api.one("SELECT serial, digest FROM audit_seals ORDER BY serial DESC LIMIT 1")
    return Head(row["serial"], row["digest"])


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_changed_row_is_found_whatever_was_changed(sealed: Api, column: str) -> None:
    row = await sealed.one(
        f"UPDATE audit_rows SET {column} = {COLUMNS[column]} WHERE seal = 1 AND seal_position = 1"
        " RETURNING id"
    )

    (found,) = await sealed_log.findings(sealed)

    assert (found.fault, found.serial, found.row_id) == (Fault.ROW_CHANGED, 1, row["id"])


async def test_a_removed_row_is_found_and_named(sealed: Api) -> None:
    gone = await sealed.one(
        "DELETE FROM audit_rows WHERE seal = 2 AND seal_position = 1 RETURNING id"
    )

    (found,) = await sealed_log.findings(sealed)

    assert (found.fault, found.serial, found.row_id) == (Fault.ROW_REMOVED, 2, gone["id"])


@pytest.mark.parametrize("seal", [1, 0, -7, 5, 9_000_000_000])
async def test_an_inserted_row_is_found_whichever_seal_it_claims(sealed: Api, seal: int) -> None:
    assert await faults(sealed, COPY.format(seal=seal)) == [Fault.ROW_INSERTED]


async def test_reordered_rows_are_found(sealed: Api) -> None:
    assert await faults(sealed, *SWAPPED) == [Fault.ROW_REORDERED] * 2


async def test_a_row_whose_seal_was_taken_off_is_missed(sealed: Api) -> None:
    stripped = "UPDATE audit_rows SET seal = NULL, seal_position = NULL, outcome = 'REPEATED'"
    assert await faults(sealed, f"{stripped} WHERE seal = 1 AND seal_position = 0") == [
        Fault.ROW_REMOVED
    ]
    await sealed_log.seal(sealed)  # sealed anew, it is still not where it was
    assert await faults(sealed) == [Fault.ROW_REMOVED]


async def test_a_row_that_was_moved_to_another_seal_is_found_in_both(sealed: Api) -> None:
    moved = "UPDATE audit_rows SET seal = 2, seal_position = 7 WHERE seal = 1 AND seal_position = 0"

    assert sorted(await faults(sealed, moved)) == [Fault.ROW_INSERTED, Fault.ROW_REMOVED]


async def test_a_removed_seal_is_found_with_or_without_its_rows(sealed: Api) -> None:
    without = await faults(sealed, "DELETE FROM audit_seals WHERE serial = 2")
    assert Fault.SEAL_REMOVED in without
    assert without.count(Fault.ROW_INSERTED) == 2  # rows of a seal that is not there

    found = await faults(sealed, "DELETE FROM audit_rows WHERE seal = 2")
    assert Fault.SEAL_REMOVED in found
    assert Fault.ROW_INSERTED not in found


async def test_seals_that_close_up_over_a_removed_one_do_not_fit(sealed: Api) -> None:
    found = await faults(
        sealed,
        "DELETE FROM audit_rows WHERE seal = 2",
        "DELETE FROM audit_seals WHERE serial = 2",
        "UPDATE audit_rows SET seal = seal - 1 WHERE seal > 2",
        "UPDATE audit_seals SET serial = serial - 1 WHERE serial > 2",
    )

    assert {Fault.SEAL_CHANGED, Fault.SEAL_OUT_OF_CHAIN} <= set(found)


@pytest.mark.parametrize(
    "change",
    [
        "previous = decode(repeat('00', 32), 'hex')",
        "previous_of_chain = decode(repeat('11', 32), 'hex')",
        "chain_id = gen_random_uuid()",
        "number = number + 7",
        "sealed_at = sealed_at + interval '1 second'",
        "row_count = row_count - 1",
        "manifest = substring(manifest FROM 1 FOR 48)",
        "manifest = manifest || '\\x00'",
        "digest = decode(repeat('22', 32), 'hex')",
    ],
)
async def test_a_changed_seal_is_found(sealed: Api, change: str) -> None:
    assert Fault.SEAL_CHANGED in await faults(
        sealed, f"UPDATE audit_seals SET {change} WHERE serial = 2"
    )


async def test_a_whole_log_that_is_sealed_anew_without_the_key_is_found(sealed: Api) -> None:
    stranger = new_ring()
    await sealed.sql("TRUNCATE audit_seals, audit_chains")
    await sealed.sql("UPDATE audit_rows SET seal = NULL, seal_position = NULL, outcome = 'OK'")
    await sealing.seal_all(sealed_log.sealed_by(sealed, stranger))

    assert await faults(sealed) == [Fault.SIGNATURE_WRONG] * 3
    assert await sealed_log.findings(sealed, ring=stranger) == []


async def test_a_seal_by_a_key_that_nobody_gave_is_named(sealed: Api) -> None:
    rotated = sealed.services.keyring.rotated()
    await sealed_log.fill(sealed, 1, None)
    await sealing.seal_all(sealed_log.sealed_by(sealed, rotated))

    assert await faults(sealed) == [Fault.KEY_UNKNOWN]
    assert await sealed_log.findings(sealed, ring=rotated) == []


async def test_a_forged_signature_is_found(sealed: Api) -> None:
    await sealed.sql(
        "UPDATE audit_seals SET signature = $1 WHERE serial = 3", secrets.token_bytes(64)
    )
    assert await faults(sealed) == [Fault.SIGNATURE_WRONG]
    await sealed.sql("UPDATE audit_seals SET signature = '' WHERE serial = 3")
    assert await faults(sealed) == [Fault.SIGNATURE_WRONG]


async def test_a_cut_tail_is_found_by_the_counter(sealed: Api) -> None:
    assert await faults(sealed, *CUT) == [Fault.TAIL_CUT]


async def test_a_tail_that_was_cut_with_its_counter_is_found_by_a_checkpoint_alone(
    sealed: Api,
) -> None:
    kept = await head(sealed)
    assert await faults(sealed, since=kept) == []

    assert await faults(sealed, *CUT, COUNTER_BACK + " AND c.number = 2") == []
    assert await faults(sealed, since=kept) == [Fault.CHECKPOINT_MISSED]


async def test_a_checkpoint_holds_while_the_log_grows(sealed: Api) -> None:
    kept = await head(sealed)
    await sealed_log.fill(sealed, 5, None)
    await sealed_log.seal(sealed)

    assert await faults(sealed, since=kept) == []
    assert await faults(sealed, since=Head()) == []
    assert await faults(sealed, since=Head(kept.number, bytes(32))) == [Fault.CHECKPOINT_MISSED]


async def test_an_emptied_log_misses_its_checkpoint(sealed: Api) -> None:
    kept = await head(sealed)

    found = await faults(sealed, "TRUNCATE audit_rows, audit_seals, audit_chains", since=kept)

    assert found == [Fault.CHECKPOINT_MISSED]


@pytest.mark.parametrize(
    "change", ["DELETE FROM audit_chains", "UPDATE audit_chains SET digest = '\\x00'"]
)
async def test_counters_that_do_not_agree_are_found(sealed: Api, change: str) -> None:
    assert await faults(sealed, change) == [Fault.COUNTER_WRONG] * 3
