"""Changes of an organisation's users: at every moment at least one primary user is left.

All of them begin with `users.managing`, which lets one act at a time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Job
from db.models.users import User
from db.queries import letters, organisations
from db.queries import users as stored
from domain.errors import InvalidInput, LastPrimary
from domain.letters import LetterDraft, PrimaryNamed
from domain.permissions import Role
from domain.states import UserState
from resolvers import sessions, users
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation

FIELD: Final = ("id",)
# What is to be done to a user, under the lock; the active primary users come with it.
Change: TypeAlias = Callable[[AsyncSession, User, set[UUID]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is to be different of a user; None stays as it is."""

    first_name: str | None = None
    family_name: str | None = None
    job_title: str | None = None


@operation("updateUser")
async def update(context: Context, user_id: UUID, details: Details, *, asked: Asked | None) -> User:
    """Keep names and job title. Raises `NotFound` or `InvalidInput`."""
    values = _cleaned(details)

    async def change(session: AsyncSession, user: User, primaries: set[UUID]) -> None:
        if values:
            await stored.change(session, user.id, **values)

    return await _changed(context, "updateUser", user_id, change, asked)


@operation("disableUser")
async def disable(context: Context, user_id: UUID, *, asked: Asked | None) -> User:
    """Let somebody in no more, until they are enabled again; their sessions end at once.

    Raises `NotFound`, `LastPrimary`, or `InvalidInput` for somebody who is only invited.
    """
    return await _changed(context, "disableUser", user_id, partial(_disable, context), asked)


@operation("enableUser")
async def enable(context: Context, user_id: UUID, *, asked: Asked | None) -> User:
    """Let somebody in again. Raises `NotFound`, or `InvalidInput` for who is only invited."""

    async def change(session: AsyncSession, user: User, primaries: set[UUID]) -> None:
        _require_joined(user)
        if user.state is UserState.DISABLED:
            await stored.change(session, user.id, state=UserState.ACTIVE)

    return await _changed(context, "enableUser", user_id, change, asked)


@operation("transferPrimary")
async def transfer(
    context: Context, user_id: UUID, *, keeps_role: bool, asked: Asked | None
) -> User:
    """Make a colleague a primary user, who is told by e-mail; the viewer stays one or not.

    Raises `NotFound`, or `InvalidInput` for the viewer and for who cannot sign in.
    """
    change = partial(_transfer, context, keeps_role)
    return await _changed(context, "transferPrimary", user_id, change, asked, Job.MAIL)


@operation("removeUser")
async def remove(context: Context, user_id: UUID, *, asked: Asked | None) -> UUID:
    """End an account for good: its sessions end at once, its name stays in the history.

    Raises `NotFound` or `LastPrimary`.
    """
    first = partial(_remove, context, user_id)
    return await once(context, "removeUser", asked, first=first, again=_removed)


async def _changed(
    context: Context,
    mutation: str,
    user_id: UUID,
    change: Change,
    asked: Asked | None,
    *rings: Job,
) -> User:
    async def first(session: AsyncSession) -> Done[User]:
        primaries = await users.managing(context, session)
        await change(session, await users.colleague(context, session, user_id), primaries)
        user = await users.colleague(context, session, user_id)
        return Done(user, user.id, [user.id])

    again = partial(users.found_again, context)
    return await once(context, mutation, asked, first=first, again=again, rings=rings)


def _cleaned(details: Details) -> dict[str, str]:
    """What is given, as it is kept. Raises `InvalidInput`."""
    values = {}
    if details.first_name is not None:
        values["first_name"] = users.cleaned(details.first_name, "firstName")
    if details.family_name is not None:
        values["family_name"] = users.cleaned(details.family_name, "familyName")
    if details.job_title is not None:
        values["job_title"] = users.cleaned_title(details.job_title)
    return values


async def _disable(
    context: Context, session: AsyncSession, user: User, primaries: set[UUID]
) -> None:
    _require_joined(user)
    _require_another(user, primaries)
    if user.state is UserState.ACTIVE:
        await stored.change(session, user.id, state=UserState.DISABLED)
        await sessions.end_all(context, session, user.id)


async def _transfer(
    context: Context, keeps_role: bool, session: AsyncSession, user: User, primaries: set[UUID]
) -> None:
    viewer = context.require_viewer()
    if user.id == viewer.account_id or user.state is not UserState.ACTIVE:
        raise InvalidInput("reasons.user_cannot_be_primary", FIELD)
    if user.role is not Role.PRIMARY:
        await stored.change(session, user.id, role=Role.PRIMARY)
        await _tell(context, session, user)
    if not keeps_role:  # last: from then on the viewer may do nothing of this
        await stored.change(session, viewer.account_id, role=Role.MEMBER)


async def _remove(context: Context, user_id: UUID, session: AsyncSession) -> Done[UUID]:
    primaries = await users.managing(context, session)
    user = await users.colleague(context, session, user_id)
    _require_another(user, primaries)
    await stored.remove(session, user.id)
    await sessions.end_all(context, session, user.id)  # last: it may be the viewer's own
    return Done(user.id, user.id, [user.id])


async def _removed(session: AsyncSession, user_id: UUID) -> Done[UUID]:
    return Done(user_id, user_id, [user_id])


async def _tell(context: Context, session: AsyncSession, user: User) -> None:
    organisation_id = context.require_viewer().require_organisation()
    (organisation,) = (await organisations.by_ids(session, [organisation_id])).values()
    values = PrimaryNamed(context.services.base_url, organisation.name)
    draft = LetterDraft(address=user.email, language=user.language, values=values)
    await letters.post(session, context.services.keyring, draft)


def _require_joined(user: User) -> None:
    """Whoever has not chosen a password can only be invited again, or removed."""
    if user.state is UserState.INVITED:
        raise InvalidInput("reasons.user_invited", FIELD)


def _require_another(user: User, primaries: set[UUID]) -> None:
    """Whoever is left can still manage the organisation."""
    if primaries == {user.id}:
        raise LastPrimary(FIELD)
