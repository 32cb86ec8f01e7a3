"""Second factors of an account, under its own identity: the app, and the codes for recovery."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.second_factors import RecoveryCode, SecondFactor


async def confirmed(session: AsyncSession, user_id: UUID) -> SecondFactor | None:
    """The app that counts; None without one."""
    statement = select(SecondFactor).where(
        col(SecondFactor.user_id) == user_id, col(SecondFactor.confirmed_at).is_not(None)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock(session: AsyncSession, user_id: UUID) -> SecondFactor | None:
    """The row of the account, whatever it holds; one at a time until the transaction ends."""
    statement = select(SecondFactor).where(col(SecondFactor.user_id) == user_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def begin(session: AsyncSession, user_id: UUID, seed: bytes, now: datetime) -> bool:
    """Keep a sealed seed that is not confirmed yet; False when one is confirmed already."""
    new = {"seed": seed, "begun_at": now, "last_step": None}
    kept = (
        upsert(SecondFactor)
        .values({"user_id": user_id, **new})
        .on_conflict_do_update(
            index_elements=[col(SecondFactor.user_id)],
            set_=new,
            where=col(SecondFactor.confirmed_at).is_(None),
        )
        .returning(col(SecondFactor.user_id))
    )
    return (await session.execute(kept)).first() is not None


async def confirm(session: AsyncSession, user_id: UUID, step: int, now: datetime) -> None:
    """Let the app count from now on; the code that confirmed it is used."""
    await session.execute(
        update(SecondFactor)
        .where(col(SecondFactor.user_id) == user_id)
        .values(confirmed_at=now, last_step=step)
    )


async def use_step(session: AsyncSession, user_id: UUID, step: int) -> bool:
    """Use the code of a step; False when it, or a later one, was used meanwhile."""
    used = (
        update(SecondFactor)
        .where(
            col(SecondFactor.user_id) == user_id,
            col(SecondFactor.confirmed_at).is_not(None),
            col(SecondFactor.last_step) < step,
        )
        .values(last_step=step)
        .returning(col(SecondFactor.user_id))
    )
    return (await session.execute(used)).first() is not None


async def clear(session: AsyncSession, user_id: UUID) -> bool:
    """Forget the app; False when there was none that counted."""
    cleared = (
        update(SecondFactor)
        .where(col(SecondFactor.user_id) == user_id, col(SecondFactor.confirmed_at).is_not(None))
        .values(seed=None, confirmed_at=None, last_step=None)
        .returning(col(SecondFactor.user_id))
    )
    return (await session.execute(cleared)).first() is not None


async def unused_codes(session: AsyncSession, user_id: UUID) -> Sequence[RecoveryCode]:
    """The codes for recovery that are good once more."""
    statement = select(RecoveryCode).where(
        col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None)
    )
    return (await session.execute(statement)).scalars().all()


async def count_unused_codes(session: AsyncSession, user_id: UUID) -> int:
    """How many those are."""
    statement = select(func.count()).where(
        col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None)
    )
    return int((await session.execute(statement)).scalar_one())


async def use_code(session: AsyncSession, code: RecoveryCode, now: datetime) -> bool:
    """Use a code as it was read; False when it was used or replaced meanwhile."""
    used = (
        update(RecoveryCode)
        .where(
            col(RecoveryCode.user_id) == code.user_id,
            col(RecoveryCode.number) == code.number,
            col(RecoveryCode.fingerprint) == code.fingerprint,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.number))
    )
    return (await session.execute(used)).first() is not None


async def replace_codes(
    session: AsyncSession, user_id: UUID, fingerprints: Sequence[bytes], now: datetime
) -> None:
    """Keep these codes in the place of those before, used or not: always as many."""
    rows = [
        {"user_id": user_id, "number": number, "fingerprint": each, "created_at": now}
        for number, each in enumerate(fingerprints, 1)
    ]
    new = upsert(RecoveryCode).values(rows)
    made = {"fingerprint": new.excluded.fingerprint, "created_at": now, "used_at": None}
    primary_key = [col(RecoveryCode.user_id), col(RecoveryCode.number)]
    await session.execute(new.on_conflict_do_update(index_elements=primary_key, set_=made))
