"""Sealing the audit log: rows without a seal, where the chains end, and writing seals."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.audit import AuditChain, AuditRow, AuditSeal
from domain.seals import Head, RecordedAct

_SEALERS: Final = (0x7276_73, 1)  # two numbers: a space apart from locks by one


async def take_turn(session: AsyncSession) -> bool:
    """Whether this transaction is the one that seals; False while another one does."""
    taken = select(func.pg_try_advisory_xact_lock(*_SEALERS))
    return bool((await session.execute(taken)).scalar_one())


async def unsealed(session: AsyncSession, limit: int) -> list[RecordedAct]:
    """Rows that have no seal, in the order of their chains.

    Whatever has committed is among them, however early its id was made: that it has no seal is
    written in the row itself, and no number has been passed by.
    """
    statement = (
        select(AuditRow).where(col(AuditRow.seal).is_(None)).order_by(col(AuditRow.id)).limit(limit)
    )
    rows = (await session.execute(statement)).scalars()
    return sorted((recorded(row) for row in rows), key=lambda row: (row.chain_id, row.id))


def recorded(row: AuditRow) -> RecordedAct:
    """All that a row says, its seal aside."""
    return RecordedAct(
        id=row.id,
        occurred_at=row.occurred_at,
        correlation_id=row.correlation_id,
        actor_role=row.actor_role,
        actor_id=row.actor_id,
        organisation_id=row.organisation_id,
        operation=row.operation,
        outcome=row.outcome,
        subject_ids=row.subject_ids,
    )


async def ledgers_head(session: AsyncSession) -> Head:
    """The newest of all seals."""
    newest = select(col(AuditSeal.serial), col(AuditSeal.digest))
    row = (await session.execute(newest.order_by(col(AuditSeal.serial).desc()).limit(1))).first()
    return Head(row.serial, row.digest) if row else Head()


async def chain_heads(
    session: AsyncSession, chain_ids: Sequence[UUID] | None = None
) -> dict[UUID, Head]:
    """Where these chains end, by their counters; None: all chains."""
    statement = select(AuditChain)
    if chain_ids is not None:
        statement = statement.where(col(AuditChain.chain_id).in_(chain_ids))
    rows = (await session.execute(statement)).scalars()
    return {row.chain_id: Head(row.number, row.digest) for row in rows}


async def write(session: AsyncSession, sealed: Mapping[int, Sequence[UUID]]) -> None:
    """Give rows their seals, by serial and in order; raises when one has a seal already."""
    marked = await session.execute(
        text(
            "UPDATE audit_rows r SET seal = given.seal, seal_position = given.position"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:seals AS bigint[]),"
            " CAST(:positions AS int[])) AS given(id, seal, position)"
            # Said twice: by the join alone, a plan may go through all that has no seal.
            " WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.id = given.id AND r.seal IS NULL"
            " RETURNING r.id"
        ),
        {
            "ids": list(chain.from_iterable(sealed.values())),
            "seals": [serial for serial, ids in sealed.items() for _ in ids],
            "positions": [position for ids in sealed.values() for position in range(len(ids))],
        },
    )
    if len(marked.all()) != sum(len(ids) for ids in sealed.values()):
        raise RuntimeError("a row of the audit log was sealed by somebody else")


async def add(session: AsyncSession, seals: Sequence[AuditSeal]) -> None:
    """Write seals, and the counters of their chains; after `write`, which they end."""
    await session.execute(insert(AuditSeal), [seal.model_dump() for seal in seals])
    heads = {seal.chain_id: seal for seal in seals}
    counters = upsert(AuditChain).values(
        [
            {"chain_id": each.chain_id, "number": each.number, "digest": each.digest}
            for each in heads.values()
        ]
    )
    given = counters.excluded
    await session.execute(
        counters.on_conflict_do_update(
            index_elements=["chain_id"], set_={"number": given.number, "digest": given.digest}
        )
    )
