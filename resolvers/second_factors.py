"""The second factor of an account: seeds that are sealed, codes that are good once."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import fingerprints
from db.keyring import KeyRing, Place
from db.models.second_factors import RecoveryCode, SecondFactor
from db.queries import second_factors
from domain import one_time_codes
from domain.one_time_codes import ALPHABET, RECOVERY_CODES, RECOVERY_LETTERS
from resolvers.context import Context

PURPOSE = "recovery_codes.fingerprint"


def seed_place(user_id: UUID) -> Place:
    """Where the seed of an account's app is stored."""
    return Place("second_factors", "seed", user_id)


async def use(context: Context, session: AsyncSession, user_id: UUID, code: str) -> bool:
    """Use a code of the app, or one for recovery; False when it is wrong or was used before.

    Of two who bring the same code at the same moment, one is told that it is right.
    """
    factor = await second_factors.confirmed(session, user_id)
    if factor is None:
        return False
    given = one_time_codes.typed(code)
    step = matching_step(context, factor, given)
    if step is not None:
        return await second_factors.use_step(session, user_id, step)
    return await _use_recovery_code(context, session, user_id, given)


def matching_step(context: Context, factor: SecondFactor, code: str) -> int | None:
    """The step of time whose code this is, if it was not used before; `code` as it is compared."""
    if factor.seed is None:
        return None
    seed = context.services.keyring.open(seed_place(factor.user_id), factor.seed)
    return one_time_codes.matching_step(seed, code, context.now(), factor.last_step)


async def new_recovery_codes(
    context: Context, session: AsyncSession, user_id: UUID
) -> Sequence[str]:
    """Codes that replace those before; shown once, kept as fingerprints."""
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LETTERS))
        for _ in range(RECOVERY_CODES)
    ]
    ring = context.services.keyring
    made = [fingerprints.of(ring, PURPOSE, _bound(user_id, code)) for code in codes]
    await second_factors.replace_codes(session, user_id, made, context.now())
    return [one_time_codes.shown(code) for code in codes]


async def _use_recovery_code(
    context: Context, session: AsyncSession, user_id: UUID, code: str
) -> bool:
    if len(code) != RECOVERY_LETTERS:
        return False
    unused = await second_factors.unused_codes(session, user_id)
    found = _found(context.services.keyring, unused, code)
    return found is not None and await second_factors.use_code(session, found, context.now())


def _found(ring: KeyRing, unused: Sequence[RecoveryCode], code: str) -> RecoveryCode | None:
    matching = [
        each
        for each in unused
        if fingerprints.matches(ring, PURPOSE, _bound(each.user_id, code), each.fingerprint)
    ]
    return next(iter(matching), None)


def _bound(user_id: UUID, code: str) -> bytes:
    """A code of this account: the same letters of another have another fingerprint."""
    return f"{user_id.hex} {code}".encode()
