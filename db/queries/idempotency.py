"""What was answered to an idempotency key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.idempotency import IdempotencyKey


@dataclass(frozen=True, slots=True)
class Call:
    """A mutation with its key: the same account, mutation and key mean the same call."""

    account_id: UUID
    mutation: str
    key: str
    input_hash: bytes


async def lock(session: AsyncSession, call: Call) -> bool:
    """Take the call until the transaction ends; False while another transaction has it."""
    name = f"{call.account_id.hex} {call.mutation} {call.key}".encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], signed=True)
    taken = select(func.pg_try_advisory_xact_lock(number))
    return bool((await session.execute(taken)).scalar_one())


async def earlier(session: AsyncSession, call: Call) -> tuple[UUID, bytes] | None:
    """What the key created before, and the hash of the input then; for as long as it is kept."""
    statement = select(col(IdempotencyKey.subject_id), col(IdempotencyKey.input_hash)).where(
        col(IdempotencyKey.account_id) == call.account_id,
        col(IdempotencyKey.mutation) == call.mutation,
        col(IdempotencyKey.key) == call.key,
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row.subject_id, row.input_hash)


async def remember(session: AsyncSession, call: Call, subject_id: UUID, now: datetime) -> None:
    """Keep what the call created."""
    await session.execute(
        insert(IdempotencyKey).values(
            account_id=call.account_id,
            mutation=call.mutation,
            key=call.key,
            input_hash=call.input_hash,
            subject_id=subject_id,
            created_at=now,
        )
    )
