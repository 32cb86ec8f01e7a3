"""Invite the person for whom an account was made: by a link to the account's own address."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.users import User
from db.queries import letters
from domain.letters import Invitation, LetterDraft
from domain.links import LIFETIMES, LinkPurpose
from resolvers import links
from resolvers.context import Context

DAYS: Final = LIFETIMES[LinkPurpose.INVITATION].days


async def invite(
    context: Context, session: AsyncSession, user: User, organisation_name: str
) -> None:
    """Give out a link by which the user, who is INVITED, chooses a password and is active.

    In the transaction that made the account, or in one that sees it; the caller rings `Job.MAIL`
    after its commit. Every invitation is good for its time: the first that is used ends the others.
    """
    link = await links.issue(context, session, LinkPurpose.INVITATION, user.email, user_id=user.id)
    draft = LetterDraft(
        address=user.email,
        language=user.language,
        values=Invitation(link.url, organisation_name, str(DAYS)),
        useful_until=link.expires_at,
    )
    await letters.post(session, context.services.keyring, draft)
