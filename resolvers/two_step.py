"""Two-step sign-in: setting up the second factor of the own account, and switching it off."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias
from uuid import UUID

import pyotp
import segno
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import accounts
from db.queries import second_factors as factor_queries
from domain import one_time_codes
from domain.errors import (
    AlreadyEnabled,
    InvalidCode,
    NotEnabled,
    SecondFactorRequired,
    Unauthenticated,
)
from domain.texts import text
from resolvers import second_factors
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an app needs, shown this once: as text, as an address, and as a picture of that."""

    secret: str = field(repr=False)
    otpauth_uri: str = field(repr=False)
    qr_code: str = field(repr=False)


# Shown once; None when the answer is repeated.
RecoveryCodes: TypeAlias = Sequence[str] | None


@operation("enableTotp")
async def enable(context: Context, *, asked: Asked | None) -> SetUp | None:
    """Begin: a seed for an app, which counts once `confirm` was given a code of it.

    A seed that was not confirmed is replaced. None when the answer is repeated.
    """
    return await once(context, "enableTotp", asked, first=partial(_begin, context), again=_begun)


@operation("confirmTotp")
async def confirm(context: Context, code: str, *, asked: Asked | None) -> RecoveryCodes:
    """Let the app count from now on, with a code that proves that it works; recovery codes."""
    return await once(
        context, "confirmTotp", asked, first=partial(_confirm, context, code), again=_shown
    )


@operation("disableTotp")
async def disable(context: Context, *, asked: Asked | None) -> None:
    """Do without, where that is allowed: app and recovery codes are good for nothing any more."""
    await once(context, "disableTotp", asked, first=partial(_disable, context), again=_done)


@operation("renewRecoveryCodes")
async def renew_recovery_codes(context: Context, *, asked: Asked | None) -> RecoveryCodes:
    """New codes in the place of those before."""
    return await once(
        context, "renewRecoveryCodes", asked, first=partial(_renew, context), again=_shown
    )


async def recovery_codes_left(context: Context) -> int:
    """How many of the viewer's codes were not used yet."""
    async with context.transaction() as session:
        user_id = context.require_viewer().require_user()
        return await factor_queries.count_unused_codes(session, user_id)


async def _begin(context: Context, session: AsyncSession) -> Done[SetUp | None]:
    user = await accounts.by_id(session, context.require_viewer().require_user())
    if user is None:  # erased since the session was looked up
        raise Unauthenticated
    seed = pyotp.random_base32()
    sealed = context.services.keyring.seal(second_factors.seed_place(user.id), seed)
    if not await factor_queries.begin(session, user.id, sealed, context.now()):
        raise AlreadyEnabled
    issuer = text(context.language, "service.name")
    uri = one_time_codes.address(seed, user.email, issuer)
    picture = await asyncio.to_thread(_picture, uri)
    return Done(SetUp(seed, uri, picture), user.id, [user.id])


async def _confirm(context: Context, code: str, session: AsyncSession) -> Done[RecoveryCodes]:
    user_id = context.require_viewer().require_user()
    begun = await factor_queries.lock(session, user_id)
    if begun is not None and begun.confirmed_at is not None:
        raise AlreadyEnabled
    if begun is None or begun.seed is None:
        raise NotEnabled
    step = second_factors.matching_step(context, begun, one_time_codes.typed(code))
    if step is None:
        raise InvalidCode(("code",))
    await factor_queries.confirm(session, user_id, step, context.now())
    codes = await second_factors.new_recovery_codes(context, session, user_id)
    return Done(codes, user_id, [user_id])


async def _disable(context: Context, session: AsyncSession) -> Done[None]:
    viewer = context.require_viewer()
    user_id = viewer.require_user()
    if viewer.second_factor is not None and viewer.second_factor.is_demanded:
        raise SecondFactorRequired("reasons.second_factor_demanded")
    if not await factor_queries.clear(session, user_id):
        raise NotEnabled
    return Done(None, user_id, [user_id])


async def _renew(context: Context, session: AsyncSession) -> Done[RecoveryCodes]:
    user_id = context.require_viewer().require_user()
    factor = await factor_queries.lock(session, user_id)
    if factor is None or factor.confirmed_at is None:
        raise NotEnabled
    codes = await second_factors.new_recovery_codes(context, session, user_id)
    return Done(codes, user_id, [user_id])


async def _begun(session: AsyncSession, user_id: UUID) -> Done[SetUp | None]:
    """The seed is not shown again."""
    return Done(None, user_id, [user_id])


async def _shown(session: AsyncSession, user_id: UUID) -> Done[RecoveryCodes]:
    """Nor are the codes."""
    return Done(None, user_id, [user_id])


async def _done(session: AsyncSession, user_id: UUID) -> Done[None]:
    return Done(None, user_id, [user_id])


def _picture(uri: str) -> str:
    """The address as a QR code: an SVG in a `data:` address, for an image of a page."""
    return segno.make_qr(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff")
