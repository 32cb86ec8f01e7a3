"""What came of a call with an idempotency key."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.idempotency import IdempotencyKey

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Call:
    """A mutation with its key: the same account, mutation and key mean the same call."""

    account_id: UUID
    mutation: str
    key: str
    given: bytes = field(repr=False)  # the rest of the input; may hold secrets

    def name(self) -> bytes:
        """What no other call has."""
        return f"{self.account_id.hex} {self.mutation} {self.key}".encode()

    def whole(self) -> bytes:
        """The call with its input."""
        return self.name() + b"\n" + self.given


async def lock(session: AsyncSession, call: Call) -> bool:
    """Take the call until the transaction ends; False while another transaction has it."""
    number = int.from_bytes(hashlib.sha256(call.name()).digest()[:8], signed=True)
    taken = select(func.pg_try_advisory_xact_lock(number))
    return bool((await session.execute(taken)).scalar_one())


async def earlier(session: AsyncSession, call: Call, now: datetime) -> tuple[UUID, bytes] | None:
    """What the key changed in the last 24 hours, and the fingerprint of the call then."""
    statement = select(col(IdempotencyKey.subject_id), col(IdempotencyKey.input_hash)).where(
        col(IdempotencyKey.account_id) == call.account_id,
        col(IdempotencyKey.mutation) == call.mutation,
        col(IdempotencyKey.key) == call.key,
        col(IdempotencyKey.created_at) > now - KEPT,
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row.subject_id, row.input_hash)


async def remember(
    session: AsyncSession, call: Call, input_hash: bytes, subject_id: UUID, now: datetime
) -> None:
    """Keep what the call changed, in the place of what is older than 24 hours."""
    made = {"input_hash": input_hash, "subject_id": subject_id, "created_at": now}
    name = {"account_id": call.account_id, "mutation": call.mutation, "key": call.key}
    await session.execute(
        upsert(IdempotencyKey)
        .values({**name, **made})
        .on_conflict_do_update(index_elements=list(name), set_=made)
    )


async def forget_old(session: AsyncSession, now: datetime, limit: int) -> int:
    """Delete keys that are not kept any more, a batch; returns how many."""
    created_at = col(IdempotencyKey.created_at)
    name = [col(IdempotencyKey.account_id), col(IdempotencyKey.mutation), col(IdempotencyKey.key)]
    old = select(*name).where(created_at <= now - KEPT).limit(limit)
    gone = delete(IdempotencyKey).where(tuple_(*name).in_(old)).returning(created_at)
    return len((await session.execute(gone)).all())
