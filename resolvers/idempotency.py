"""The one way of every mutation that takes a key: done once, put on record, answered again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import fingerprints
from db.engine import Job
from db.queries import idempotency
from db.queries.idempotency import Call
from domain.errors import BadUserInput, Conflict, NotFound
from resolvers.context import Context

T = TypeVar("T")

LONGEST_KEY: Final = 200
PURPOSE: Final = "idempotency_keys.input_hash"
FIELD: Final = ("idempotencyKey",)
RETRY_SECONDS: Final = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A client's key, and the rest of its input: the same bytes for the same input."""

    key: str
    given: bytes = field(repr=False)  # may hold secrets


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What came of a mutation: its answer, and the id by which that is found again.

    `on_record`: whose data was seen or what was changed, for the audit log.
    """

    answer: T
    subject_id: UUID
    on_record: Sequence[UUID]


async def once(
    context: Context,
    mutation: str,
    asked: Asked | None,
    *,
    first: Callable[[AsyncSession], Awaitable[Done[T]]],
    again: Callable[[AsyncSession, UUID], Awaitable[Done[T] | None]],
    rings: Sequence[Job] = (),
) -> T:
    """Do it by `first`, in one transaction with its key and its row in the audit log.

    When the key was used with the same input, `again` reads what came of it by the id, as it is
    now, and nothing is done; None when it is gone. A refusal leaves the key free. Raises
    `Conflict` for other input and while the first call is running.
    """
    call = _call(context, mutation, asked)
    async with context.transaction(*rings) as session:
        earlier = await _earlier(context, session, call)
        if earlier is None:
            done, outcome = await first(session), "OK"
            await _remember(context, session, call, done.subject_id)
        else:
            done, outcome = _still_there(await again(session, earlier)), "REPEATED"
        await context.audit(session, mutation, list(done.on_record), outcome)
    return done.answer


def _call(context: Context, mutation: str, asked: Asked | None) -> Call | None:
    if asked is None:
        return None
    if not 1 <= len(asked.key) <= LONGEST_KEY or not asked.key.isprintable():
        raise BadUserInput("reasons.idempotency_key", FIELD, maximum=LONGEST_KEY)
    return Call(context.require_viewer().account_id, mutation, asked.key, asked.given)


async def _earlier(context: Context, session: AsyncSession, call: Call | None) -> UUID | None:
    """What the same call changed before; None when it is to be done now."""
    if call is None:
        return None
    if not await idempotency.lock(session, call):
        raise Conflict("reasons.idempotency_running", FIELD, retry_after_seconds=RETRY_SECONDS)
    found = await idempotency.earlier(session, call, context.now())
    if found is None:
        return None
    subject_id, input_hash = found
    if not fingerprints.matches(context.services.keyring, PURPOSE, call.whole(), input_hash):
        raise Conflict("reasons.idempotency_reused", FIELD)
    return subject_id


async def _remember(
    context: Context, session: AsyncSession, call: Call | None, subject_id: UUID
) -> None:
    """Keep what the call changed, in the transaction that changed it."""
    if call is not None:
        input_hash = fingerprints.of(context.services.keyring, PURPOSE, call.whole())
        await idempotency.remember(session, call, input_hash, subject_id, context.now())


def _still_there(found: Done[T] | None) -> Done[T]:
    if found is None:
        raise NotFound(FIELD)
    return found
