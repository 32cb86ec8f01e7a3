"""Walks the sealed audit log and says what is wrong with it: for the operator, or an outsider."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import signing
from db.engine import Database, Identity
from db.models.audit import AuditSeal
from db.queries import audit_check, audit_seals
from db.queries.audit_check import Ends, Unsealed
from domain import seals
from domain.permissions import Role
from domain.seals import Fault, Finding, Head, Seal

# Who may read all of it; PostgreSQL is asked for nothing else.
AUDITOR: Final = Identity(staff_role=Role.ISSUER_AUDITOR)
_STRAYS: Final = 1_000


@dataclass(slots=True)
class Walked:
    """How far a walk has come, and how each chain ended there."""

    seals: int = 0
    rows: int = 0
    ledger: Head = field(default_factory=Head)
    chains: dict[UUID, Head] = field(default_factory=dict)


async def may_read_all(database: Database) -> bool:
    """Whether the login role is shown the whole log."""
    async with database.transaction(AUDITOR) as session:
        return await audit_check.may_read_all(session)


async def newest(database: Database) -> Head:
    """The newest seal of all: what a checkpoint names."""
    async with database.transaction(AUDITOR) as session:
        return await audit_seals.ledgers_head(session)


async def unsealed(database: Database) -> Unsealed:
    """What waits for its seal."""
    async with database.transaction(AUDITOR) as session:
        return await audit_check.unsealed(session)


async def walk(
    database: Database, keys: Mapping[int, bytes], since: Head | None, walked: Walked
) -> AsyncGenerator[Finding, None]:
    """Every fault, in the order of the seals; `keys` are public keys by their ids.

    `since`: a checkpoint that must lie on the way. Seals that are written meanwhile are left for
    the next walk. A part at a time is in memory; `walked` counts along.
    """
    async with database.transaction(AUDITOR) as session:
        ends = await audit_check.ends(session)
    is_on_the_way = since is None or since == Head()
    while walked.ledger.number < ends.serial:
        async with database.transaction(AUDITOR) as session:
            start = walked.ledger.number
            page = await audit_check.seals(session, start, ends.serial)
            for seal in page:
                for finding in _of_seal(seal, keys, walked):
                    yield finding
                is_on_the_way = is_on_the_way or walked.ledger == since
            async for finding in _of_rows(session, page, start, walked):
                yield finding
    async with database.transaction(AUDITOR) as session:
        for serial, row in await audit_check.strays(session, _STRAYS):
            yield Finding(Fault.ROW_INSERTED, serial, row_id=row.id)
    for finding in _of_ends(ends, walked):
        yield finding
    if since is not None and not is_on_the_way:
        yield Finding(Fault.CHECKPOINT_MISSED, since.number)


def _of_seal(row: AuditSeal, keys: Mapping[int, bytes], walked: Walked) -> Iterator[Finding]:
    """What is wrong with a seal itself; then it is the one behind which the next must stand."""
    seal = Seal(**row.model_dump(exclude={"row_count", "digest", "signature"}))
    chain = walked.chains.get(seal.chain_id, Head())
    faults = seals.faults_of_seal(seal, row.digest, row.row_count, walked.ledger, chain)
    if Fault.SEAL_CHANGED not in faults:
        faults += _of_signature(row, keys)
    for fault in faults:
        is_gap = fault is Fault.SEAL_REMOVED
        serial = walked.ledger.number + 1 if is_gap else seal.serial
        yield Finding(fault, serial, chain_id=None if is_gap else seal.chain_id)
    walked.seals += 1
    walked.ledger = Head(seal.serial, row.digest)
    walked.chains[seal.chain_id] = Head(seal.number, row.digest)


def _of_signature(row: AuditSeal, keys: Mapping[int, bytes]) -> list[Fault]:
    key = keys.get(row.key_id)
    if key is None:
        return [Fault.KEY_UNKNOWN]
    return [] if signing.is_signed(key, row.signature, row.digest) else [Fault.SIGNATURE_WRONG]


async def _of_rows(
    session: AsyncSession, page: Sequence[AuditSeal], start: int, walked: Walked
) -> AsyncIterator[Finding]:
    """The rows of a page of seals against what the seals say of them."""
    expected = {seal.serial: seals.entries(seal.manifest) for seal in page}
    async for serial, position, row in audit_check.sealed_rows(
        session, start, walked.ledger.number
    ):
        known = expected.get(serial, {})
        fault = seals.fault_of_row(known, row, position)
        if fault is not None:
            yield Finding(fault, serial, row_id=row.id)
        walked.rows += 1
        known.pop(row.id, None)
    for serial, left in expected.items():
        for row_id in left:
            yield Finding(Fault.ROW_REMOVED, serial, row_id=row_id)


def _of_ends(ends: Ends, walked: Walked) -> Iterator[Finding]:
    """Where the chains end, against the counters."""
    for chain_id in sorted(ends.chains.keys() | walked.chains.keys()):
        counted = ends.chains.get(chain_id, Head())
        found = walked.chains.get(chain_id, Head())
        if counted.number > found.number:
            yield Finding(Fault.TAIL_CUT, chain_id=chain_id)
        elif counted != found:
            yield Finding(Fault.COUNTER_WRONG, chain_id=chain_id)
