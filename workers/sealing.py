"""Seals the rows of the audit log that have committed, in signed batches, each chain for itself.

The rows are written without waiting for anything: a chain inside a look would make readers queue.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby
from time import monotonic
from typing import Final
from uuid import UUID

import structlog

from db import signing
from db.engine import Identity, Job
from db.keyring import KeyRing
from db.models.audit import AuditSeal
from db.queries import audit_seals
from domain.seals import ENTRY_BYTES, Head, RecordedAct, Seal, manifest
from workers import isolation
from workers.services import WorkerServices

BATCH: Final = 1_000

log = structlog.get_logger(__name__)


def paced(services: WorkerServices) -> Callable[[], Awaitable[None]]:
    """Seals all that is there, but not sooner than `seal_seconds` after the last time."""
    due_at = 0.0

    async def seal_when_due() -> None:
        nonlocal due_at
        if monotonic() >= due_at:
            await isolation.outcome(seal_all(services), "rows_not_sealed")
            due_at = monotonic() + services.seal_seconds

    return seal_when_due


async def seal_all(services: WorkerServices) -> int:
    """Seal batch after batch until one is not full; returns how many rows."""
    total = 0
    while True:
        count = await seal_batch(services)
        total += count
        if count < BATCH:
            return total


async def seal_batch(services: WorkerServices) -> int:
    """Seal at most `BATCH` rows in one transaction; 0 while another worker seals."""
    async with services.database.transaction(Identity(job=Job.CLOCK)) as session:
        if not await audit_seals.take_turn(session):
            return 0
        rows = await audit_seals.unsealed(session, BATCH)
        if not rows:
            return 0
        batches = [list(each) for _, each in groupby(rows, key=lambda row: row.chain_id)]
        heads = await audit_seals.chain_heads(session, [each[0].chain_id for each in batches])
        ledger = await audit_seals.ledgers_head(session)
        seals = _seals(services.keyring, batches, heads, ledger, services.clock())
        by_serial = zip(seals, batches, strict=True)
        ids = {seal.serial: [row.id for row in batch] for seal, batch in by_serial}
        await audit_seals.write(session, ids)
        await audit_seals.add(session, seals)
    # The log is a second place for it: with this line a tail that is cut later can be seen.
    newest = seals[-1]
    log.info("audit_sealed", rows=len(rows), serial=newest.serial, digest=newest.digest.hex())
    return len(rows)


def _seals(
    ring: KeyRing,
    batches: Sequence[Sequence[RecordedAct]],
    heads: dict[UUID, Head],
    ledger: Head,
    now: datetime,
) -> list[AuditSeal]:
    """One seal for each batch, which is of one chain; each chain has one batch at the most."""
    seals = []
    for batch in batches:
        head = heads.get(batch[0].chain_id, Head())
        seal = Seal(
            serial=ledger.number + 1,
            previous=ledger.digest,
            chain_id=batch[0].chain_id,
            number=head.number + 1,
            previous_of_chain=head.digest,
            sealed_at=now,
            key_id=ring.current,
            manifest=manifest(batch),
        )
        seals.append(_signed(ring, seal))
        ledger = Head(seal.serial, seals[-1].digest)
    return seals


def _signed(ring: KeyRing, seal: Seal) -> AuditSeal:
    digest = seal.digest()
    return AuditSeal(
        serial=seal.serial,
        previous=seal.previous,
        chain_id=seal.chain_id,
        number=seal.number,
        previous_of_chain=seal.previous_of_chain,
        sealed_at=seal.sealed_at,
        key_id=seal.key_id,
        row_count=len(seal.manifest) // ENTRY_BYTES,
        manifest=seal.manifest,
        digest=digest,
        signature=signing.sign(ring, digest),
    )
