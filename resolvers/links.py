"""One-time links: given out in letters, looked at without harm, used exactly once.

Whoever holds a link's token is its owner: transactions that open it name the token's hash as their
credential, and PostgreSQL shows them that link alone.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity
from db.ids import new_id
from db.models.links import Link
from db.queries import links
from domain.errors import LinkExpired, LinkUnknown, LinkUsed
from domain.links import LIFETIMES, PATHS, LinkPurpose
from resolvers.authentication import hash_of
from resolvers.context import Context

PREFIX: Final = "rvs_link_"
FIELD: Final = ("token",)


@dataclass(frozen=True, slots=True)
class Issued:
    """A link that was given out: the address to put into a letter, and until when it is good."""

    url: str = field(repr=False)
    expires_at: datetime


async def issue(
    context: Context,
    session: AsyncSession,
    purpose: LinkPurpose,
    address: str,
    *,
    user_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> Issued:
    """A new link to be sent to `address`, and nowhere else: its use proves that mailbox.

    The base of its address is the configured one, whatever a request claims to have been sent to.
    """
    token, link_id, now = PREFIX + secrets.token_urlsafe(32), new_id(), context.now()
    expires_at = now + LIFETIMES[purpose]
    sealed = context.services.keyring.seal(links.address_place(link_id), address)
    row = {
        "id": link_id,
        "token_hash": hash_of(token),
        "purpose": purpose,
        "user_id": user_id,
        "subject_id": subject_id,
        "address": sealed,
        "created_at": now,
        "expires_at": expires_at,
    }
    await links.add(session, row)
    base_url = context.services.base_url.rstrip("/")
    return Issued(f"{base_url}{PATHS[purpose]}/{token}", expires_at)


def identity(token: str) -> Identity:
    """For whom a transaction acts that opens a link."""
    return Identity(credential=hash_of(token).hex())


async def look(context: Context, token: str, purposes: Collection[LinkPurpose]) -> Link:
    """The link as it is now; using it is another step.

    Raises `LinkUnknown`, `LinkUsed` or `LinkExpired`.
    """
    async with context.services.database.transaction(identity(token)) as session:
        return _good(await links.by_token(session, hash_of(token)), purposes, context.now())


async def lock(
    context: Context, session: AsyncSession, token: str, purposes: Collection[LinkPurpose]
) -> Link:
    """The link, locked, in a transaction for its `identity`; then `links.use` ends it.

    Of several at once, one gets it; the others wait and find it used. Raises as `look` does.
    """
    return _good(await links.lock(session, hash_of(token)), purposes, context.now())


def address(context: Context, link: Link) -> str:
    """The mailbox that the link was sent to."""
    return context.services.keyring.open(links.address_place(link.id), link.address)


def _good(link: Link | None, purposes: Collection[LinkPurpose], now: datetime) -> Link:
    if link is None or link.purpose not in purposes:
        raise LinkUnknown(FIELD)
    if link.user_id is None and link.subject_id is None:
        raise LinkUnknown(FIELD)
    if link.used_at is not None:
        raise LinkUsed(FIELD)
    if link.expires_at <= now:
        raise LinkExpired(FIELD)
    return link
