"""The users of an organisation: who they are, and who comes. Changes: `resolvers.user_changes`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db import ids, pages
from db.engine import Identity, Job, act_for
from db.models.users import User
from db.pages import Page
from db.queries import organisations, users
from domain import mail_addresses, names
from domain.errors import Forbidden, InvalidInput, NotFound
from domain.permissions import Role
from domain.states import UserState
from domain.texts import Language
from resolvers import invitations, rate_limits
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation

# Whoever is removed is not listed unless asked for.
LISTED: Final = (UserState.INVITED, UserState.ACTIVE, UserState.DISABLED)
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """Who is to have an account."""

    first_name: str
    family_name: str
    job_title: str
    email: str
    language: Language


@dataclass(frozen=True, slots=True)
class UserPage:
    """A page of users with the list that it is of."""

    scope: str
    page: Page[User]
    total: int

    def cursor_of(self, user: User) -> str:
        """The cursor of a user in this list."""
        return pages.encode(self.scope, users.position(user))


@operation("users")
async def page(context: Context, states: Sequence[UserState] | None, /, **window: Any) -> UserPage:
    """A page of the organisation's users; `window` as for `pages.window`."""
    organisation_id = context.require_viewer().require_organisation()
    asked_for = sorted(set(LISTED if states is None else states))
    scope = f"users {organisation_id} {asked_for}"
    asked = pages.window(scope, datetime, **window)
    async with context.transaction() as session:
        found = await users.page(session, organisation_id, asked_for, asked)
        total = await users.count(session, organisation_id, asked_for)
        await context.audit(session, "users", [row.id for row in found.rows])
    return UserPage(scope, found, total)


@operation("addUser")
async def add(context: Context, new: NewUser, *, asked: Asked | None) -> User:
    """Make an account, and send its person a link to choose a password.

    Raises `InvalidInput`, also when the address has an account; such tries are limited, since they
    tell whether it has (`RateLimited`).
    """
    row = _account(context, new)
    tries = rate_limits.of_new_accounts(context.require_viewer().account_id)
    await rate_limits.take_a_try(context, tries)
    first = partial(_add, context, row)
    again = partial(found_again, context)
    try:
        user = await once(context, "addUser", asked, first=first, again=again, rings=[Job.MAIL])
    except IntegrityError:
        raise InvalidInput("reasons.address_has_account", ("email",)) from None
    await rate_limits.give_back(context, tries)
    return user


@operation("resendInvitation")
async def resend_invitation(context: Context, user_id: UUID, *, asked: Asked | None) -> User:
    """Send another link to somebody who has not chosen a password yet.

    Raises `NotFound`, `InvalidInput` or `RateLimited`.
    """
    first = partial(_resend, context, user_id)
    again = partial(found_again, context)
    rings = [Job.MAIL]
    return await once(context, "resendInvitation", asked, first=first, again=again, rings=rings)


async def managing(context: Context, session: AsyncSession) -> set[UUID]:
    """Let the transaction manage the viewer's organisation, alone; its active primary users.

    Raises `Forbidden` when the viewer is none of them any more.
    """
    viewer = context.require_viewer()
    await act_for(session, Identity(credential=viewer.credential))
    primaries = await users.lock_primaries(session, viewer.require_organisation())
    if viewer.account_id not in primaries:
        raise Forbidden
    return primaries


async def colleague(context: Context, session: AsyncSession, user_id: UUID) -> User:
    """Somebody of the viewer's organisation who was not removed. Raises `NotFound`."""
    organisation_id = context.require_viewer().require_organisation()
    user = await users.colleague(session, organisation_id, user_id)
    if user is None:
        raise NotFound(("id",))
    return user


async def found_again(context: Context, session: AsyncSession, user_id: UUID) -> Done[User] | None:
    """The user of an earlier call, as it is now; None when it was removed."""
    organisation_id = context.require_viewer().require_organisation()
    user = await users.colleague(session, organisation_id, user_id)
    return Done(user, user.id, [user.id]) if user else None


def cleaned(name: str, *field: str) -> str:
    """A name as it is kept. Raises `InvalidInput`."""
    try:
        return names.clean_name(name)
    except ValueError as refusal:
        raise InvalidInput(str(refusal), field) from None


def cleaned_title(title: str) -> str:
    """A job title as it is kept; an empty one says nothing. Raises `InvalidInput`."""
    return cleaned(title, "jobTitle") if title.strip() else ""


async def _add(context: Context, row: dict[str, Any], session: AsyncSession) -> Done[User]:
    await managing(context, session)
    await users.add(session, row)
    user = await colleague(context, session, row["id"])
    await _invite(context, session, user)
    return Done(user, user.id, [user.id])


async def _resend(context: Context, user_id: UUID, session: AsyncSession) -> Done[User]:
    await rate_limits.count_a_try(context, session, rate_limits.of_invitations(user_id))
    await managing(context, session)
    user = await colleague(context, session, user_id)
    if user.state is not UserState.INVITED:
        raise InvalidInput("reasons.user_not_invited", ("id",))
    await _invite(context, session, user)
    return Done(user, user.id, [user.id])


async def _invite(context: Context, session: AsyncSession, user: User) -> None:
    organisation_id = context.require_viewer().require_organisation()
    (organisation,) = (await organisations.by_ids(session, [organisation_id])).values()
    await invitations.invite(context, session, user, organisation.name)


def _account(context: Context, new: NewUser) -> dict[str, Any]:
    """The row of a new account. Raises `InvalidInput`."""
    try:
        address = mail_addresses.canonical(new.email.strip())
    except mail_addresses.UnusableAddress:
        raise InvalidInput("reasons.email_unusable", ("email",)) from None
    return {
        "id": ids.new_id(),
        "email": address,
        "email_key": address.lower(),
        "role": Role.MEMBER,
        "organisation_id": context.require_viewer().require_organisation(),
        "first_name": cleaned(new.first_name, "firstName"),
        "family_name": cleaned(new.family_name, "familyName"),
        "job_title": cleaned_title(new.job_title),
        "language": new.language,
        "state": UserState.INVITED,
        "created_at": context.now(),
    }
