"""Passwords chosen by a link in a letter: of an invitation, or asked for by who lost theirs."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity, Job, act_for
from db.models.links import Link
from db.models.users import User
from db.queries import accounts, letters, organisations
from db.queries import links as stored
from domain import passwords
from domain.errors import LinkUnknown
from domain.letters import LetterDraft, PasswordChanged, PasswordReset
from domain.links import LIFETIMES, PASSWORD, LinkPurpose
from domain.states import UserState
from resolvers import links, rate_limits, sessions
from resolvers.context import Context
from resolvers.links import Issued
from resolvers.operations import operation

RESET_PATH: Final = "/reset-password"
_MINUTES: Final = LIFETIMES[LinkPurpose.PASSWORD_RESET].seconds // 60
_STATES: Final = {
    LinkPurpose.INVITATION: UserState.INVITED,
    LinkPurpose.PASSWORD_RESET: UserState.ACTIVE,
}


@operation("requestPasswordReset")
async def request(context: Context, email: str) -> None:
    """Send a link to the account of this address, if there is one; nobody learns whether.

    An unknown address costs the same: a link about nobody, and a letter that does not go out.
    Raises `RateLimited`, by what was typed and from where alone.
    """
    email_key = email.strip().lower()
    for limit in rate_limits.of_letters(email_key, context.client_address):
        await rate_limits.take_a_try(context, limit)
    is_quiet = not await rate_limits.is_taken(context, rate_limits.of_mailbox(email_key))
    known = email_key if email_key.isprintable() else ""
    async with context.services.database.transaction(Identity(email=known)) as session:
        user = await _resettable(session, known)
        link = await links.issue(
            context,
            session,
            LinkPurpose.PASSWORD_RESET,
            user.email if user else "nobody",
            user_id=user.id if user else None,
        )
        post = letters.post_to_nobody if user is None or is_quiet else letters.post
        await post(session, context.services.keyring, _letter(context, user, link))
        await context.audit(session, "requestPasswordReset", [user.id] if user else [])
    context.services.ring(Job.MAIL)


@operation("setPassword")
async def set_password(context: Context, token: str, password: str) -> User:
    """Use up a link and keep the password; every session of the account ends.

    Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`, or `InvalidInput` for a password that will not
    do: then the link stays good.
    """
    async with context.services.database.transaction(links.identity(token)) as session:
        link = await links.lock(context, session, token, PASSWORD)
        user = await _owner(context, session, link)
        own = await known_of(session, user)
        has_totp = (await accounts.secret(session, user.id))[1]
    passwords.check(password, has_totp=has_totp, own=own)
    password_hash = await context.services.passwords.hashed(password)
    async with context.services.database.transaction(links.identity(token)) as session:
        link = await links.lock(context, session, token, PASSWORD)
        user = await _owner(context, session, link)
        await _keep(context, session, user, password_hash)
        await context.audit(session, "setPassword", [user.id])
    context.services.ring(Job.MAIL)
    return user


async def changed_letter(context: Context, session: AsyncSession, user: User) -> None:
    """Tell the account's address that its password is another; the caller rings `Job.MAIL`."""
    values = PasswordChanged(context.services.base_url.rstrip("/") + RESET_PATH)
    draft = LetterDraft(address=user.email, language=user.language, values=values)
    await letters.post(session, context.services.keyring, draft)


async def known_of(session: AsyncSession, user: User) -> list[str]:
    """What others know of an account: nothing to make a password of."""
    own = [user.email, user.first_name, user.family_name]
    if user.organisation_id is not None:
        organisation = await organisations.by_id(session, user.organisation_id)
        own += [organisation.name, organisation.email_domain] if organisation else []
    return own


async def _resettable(session: AsyncSession, email_key: str) -> User | None:
    """The account, if it has a password that could be lost."""
    user = await accounts.by_email(session, email_key)
    return user if user is not None and user.state is UserState.ACTIVE else None


def _letter(context: Context, user: User | None, link: Issued) -> LetterDraft:
    return LetterDraft(
        address=user.email if user else "nobody",
        language=user.language if user else context.language,
        values=PasswordReset(link.url, str(_MINUTES)),
        useful_until=link.expires_at,
    )


async def _owner(context: Context, session: AsyncSession, link: Link) -> User:
    """Whose link it is, as long as it is still their address; the transaction is theirs now."""
    if link.user_id is None:
        raise LinkUnknown(links.FIELD)
    await act_for(session, Identity(user_id=link.user_id))
    user = await accounts.by_id(session, link.user_id)
    is_theirs = user is not None and user.email == links.address(context, link)
    if user is None or not is_theirs or user.state is not _STATES[link.purpose]:
        raise LinkUnknown(links.FIELD)
    return user


async def _keep(context: Context, session: AsyncSession, user: User, password_hash: str) -> None:
    """The new password, and the end of what the old one opened."""
    now = context.now()
    await accounts.set_password(session, user.id, password_hash, now)
    if user.state is UserState.INVITED:
        await accounts.activate(session, user.id)
    else:
        await changed_letter(context, session, user)
    await sessions.end_all(context, session, user.id)
    await stored.use_up(session, user.id, PASSWORD, now)  # last: the link proves all of it
