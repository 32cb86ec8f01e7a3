"""Changing the own e-mail address: it changes when a link that was sent to the new one is used."""

from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity, Job, act_for
from db.models.users import User
from db.queries import accounts, letters
from db.queries import links as stored
from domain import mail_addresses
from domain.errors import InvalidInput, LinkUnknown
from domain.letters import EmailChange, EmailChangeAsked, EmailTaken, LetterDraft, LetterValues
from domain.links import LIFETIMES, PASSWORD, LinkPurpose
from domain.states import UserState
from resolvers import links, proofs, rate_limits
from resolvers.context import Context
from resolvers.operations import operation
from resolvers.password_links import RESET_PATH

FIELD: Final = ("email",)
PURPOSES: Final = frozenset({LinkPurpose.EMAIL_CHANGE})
_HOURS: Final = int(LIFETIMES[LinkPurpose.EMAIL_CHANGE].total_seconds()) // 3600


@operation("requestEmailChange")
async def request(context: Context, email: str, password: str, code: str | None = None) -> None:
    """Send a link to the new address, and a notice to the old one.

    The same answer for an address that has an account: then its owner is told, and no link goes
    out. Raises what `proofs.given_by_viewer` does, or `InvalidInput` for what is no address.
    """
    proof = await proofs.given_by_viewer(context, "requestEmailChange", password, code, "password")
    address = _usable(email)
    if address.lower() == proof.user.email_key:
        raise InvalidInput("reasons.email_same", FIELD)
    for limit in rate_limits.of_letters(address.lower(), context.client_address):
        await rate_limits.take_a_try(context, limit)
    async with context.transaction(Job.MAIL) as session:
        await _post(context, session, proof.user, address)
        await context.audit(session, "requestEmailChange", [proof.user.id])


@operation("confirmEmailChange")
async def confirm(context: Context, token: str) -> User:
    """Use up the link: its account signs in with the address that it was sent to.

    Raises `LinkUnknown`, `LinkUsed`, `LinkExpired`, or `InvalidInput` when another account has the
    address by now.
    """
    try:
        async with context.services.database.transaction(links.identity(token)) as session:
            user = await _confirm(context, session, token)
    except IntegrityError:
        raise InvalidInput("reasons.email_taken") from None
    return user


async def _confirm(context: Context, session: AsyncSession, token: str) -> User:
    link = await links.lock(context, session, token, PURPOSES)
    if link.user_id is None:
        raise LinkUnknown(links.FIELD)
    await act_for(session, Identity(user_id=link.user_id))
    user = await accounts.by_id(session, link.user_id)
    if user is None or user.state is not UserState.ACTIVE:
        raise LinkUnknown(links.FIELD)
    address = links.address(context, link)
    await accounts.set_email(session, user.id, address)
    await stored.use_up(session, user.id, PURPOSES | PASSWORD, context.now())
    await context.audit(session, "confirmEmailChange", [user.id])
    user.email, user.email_key = address, address.lower()
    return user


async def _post(context: Context, session: AsyncSession, user: User, address: str) -> None:
    """As much work, and as many letters, whether or not the address has an account."""
    await act_for(session, Identity(email=address.lower()))
    owner = await accounts.by_email(session, address.lower())
    link = await links.issue(
        context, session, LinkPurpose.EMAIL_CHANGE, address, user_id=None if owner else user.id
    )
    reset_url = context.services.base_url.rstrip("/") + RESET_PATH
    keyring = context.services.keyring
    to_new: LetterValues = EmailTaken(reset_url) if owner else EmailChange(link.url, str(_HOURS))
    language = owner.language if owner else user.language
    drafts = (
        LetterDraft(address=address, language=language, values=to_new),
        LetterDraft(address=user.email, language=user.language, values=EmailChangeAsked(reset_url)),
    )
    for draft in drafts:
        await letters.post(session, keyring, draft)


def _usable(email: str) -> str:
    """The address as it is kept. Raises `InvalidInput`."""
    try:
        return mail_addresses.canonical(email.strip())
    except mail_addresses.UnusableAddress:
        raise InvalidInput("reasons.email_unusable", FIELD) from None
