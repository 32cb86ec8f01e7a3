"""Every limit of how often something may be tried; the figures stand in `domain.limits`."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity, act_for
from db.queries import accounts
from domain.errors import RateLimited
from domain.limits import (
    CODES_OF_ACCOUNT,
    LETTERS_OF_NETWORK,
    LETTERS_OF_PAIR,
    LETTERS_TO_ADDRESS,
    NEW_ACCOUNTS,
    SIGN_IN_OF_ACCOUNT,
    SIGN_IN_OF_NETWORK,
    GrowingDelay,
)
from resolvers import authentication
from resolvers.context import Context


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule for one subject, of which only a hash is kept."""

    subject: bytes
    rule: GrowingDelay


def of_sign_in(email_key: str, address: str | None) -> tuple[Limit, Limit]:
    """Of the network alone, against trying many accounts, and of account and network together."""
    network = network_of(address)
    return (
        Limit(authentication.hash_of(f"any account\0{network}"), SIGN_IN_OF_NETWORK),
        Limit(authentication.hash_of(f"{email_key}\n{network}"), SIGN_IN_OF_ACCOUNT),
    )


def of_codes(user_id: UUID) -> Limit:
    """Of the codes of an account's second factor, wherever they are tried."""
    return Limit(authentication.hash_of(f"codes\0{user_id.hex}"), CODES_OF_ACCOUNT)


def of_letters(email_key: str, address: str | None) -> tuple[Limit, Limit]:
    """Of letters that somebody asks for: of the network, and of mailbox and network together."""
    network = network_of(address)
    return (
        Limit(authentication.hash_of(f"any letter\0{network}"), LETTERS_OF_NETWORK),
        Limit(authentication.hash_of(f"letter\0{email_key}\n{network}"), LETTERS_OF_PAIR),
    )


def of_mailbox(email_key: str) -> Limit:
    """Of letters to one mailbox, whoever asks for them."""
    return Limit(authentication.hash_of(f"mailbox\0{email_key}"), LETTERS_TO_ADDRESS)


def of_new_accounts(account_id: UUID) -> Limit:
    """Of accounts that somebody wants to make: a refusal tells that an address has one."""
    return Limit(authentication.hash_of(f"new account\0{account_id}"), NEW_ACCOUNTS)


def of_invitations(user_id: UUID) -> Limit:
    """Of letters that invite the same person again."""
    return Limit(authentication.hash_of(f"invitation\0{user_id}"), LETTERS_OF_PAIR)


async def is_taken(context: Context, limit: Limit) -> bool:
    """Take a try, and say whether there was one, where nobody is to be told that there is not."""
    try:
        await take_a_try(context, limit)
    except RateLimited:
        return False
    return True


async def take_a_try(context: Context, limit: Limit) -> None:
    """Count the try before it is made, so that many at once do not slip through together.

    Raises `RateLimited` while it is too early for another.
    """
    async with context.services.database.transaction(Identity()) as session:
        await count_a_try(context, session, limit)


async def count_a_try(context: Context, session: AsyncSession, limit: Limit) -> None:
    """The same as a part of the act, for what is counted only if it is done.

    From then on the transaction names the limit's subject as its credential.
    """
    await act_for(session, Identity(credential=limit.subject.hex()))
    now = context.now()
    failures, last_failed_at = await accounts.lock_failures(session, limit.subject, now)
    wait = last_failed_at + limit.rule.delay(failures) - now
    if failures >= limit.rule.free_tries and wait > timedelta(0):
        raise RateLimited(retry_after_seconds=int(wait.total_seconds()) + 1)
    await accounts.count_failure(session, limit.subject, now)


async def give_back(context: Context, limit: Limit) -> None:
    """A try that was right is no wrong one; it does not forgive those of others."""
    identity = Identity(credential=limit.subject.hex())
    async with context.services.database.transaction(identity) as session:
        await accounts.give_back(session, limit.subject)


async def forgive(context: Context, limit: Limit) -> None:
    """Forget the wrong tries of a subject that was right."""
    identity = Identity(credential=limit.subject.hex())
    async with context.services.database.transaction(identity) as session:
        await accounts.forgive(session, limit.subject)


def network_of(address: str | None) -> str:
    """The network of an address: what one household or company has. Empty when there is none."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network((known, 24 if known.version == 4 else 56), strict=False))
