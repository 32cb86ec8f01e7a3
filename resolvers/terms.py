"""The Terms of Use: a person accepts the version that applies."""

from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import terms
from domain.errors import InvalidInput
from domain.terms import applying
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation


@operation("acceptTerms")
async def accept(context: Context, version: str, *, asked: Asked | None) -> None:
    """Keep that the viewer accepts this version; raises `InvalidInput` if another one applies."""
    await once(
        context, "acceptTerms", asked, first=partial(_accept, context, version), again=_accepted
    )


def current_version(context: Context) -> str | None:
    """The version that applies today; None before the first."""
    version = applying(context.services.terms, context.now().date())
    return version.id if version else None


async def _accept(context: Context, version: str, session: AsyncSession) -> Done[None]:
    user_id = context.require_viewer().require_user()
    current = applying(await terms.versions(session), context.now().date())
    if current is None or version != current.id:
        raise InvalidInput("reasons.terms_version", ("version",))
    await terms.accept(session, user_id, version, context.now())
    return Done(None, user_id, [user_id])


async def _accepted(session: AsyncSession, user_id: UUID) -> Done[None]:
    return Done(None, user_id, [user_id])
