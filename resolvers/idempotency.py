"""The same key and input: the first answer again. Other input, or still running: a conflict."""

import hashlib
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import idempotency
from db.queries.idempotency import Call
from domain.errors import BadUserInput, Conflict
from resolvers.context import Context

LONGEST_KEY = 200


def call(context: Context, mutation: str, key: str | None, given: object) -> Call | None:
    """The call that a key names; None without a key. `given` is everything else of the input."""
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise BadUserInput("reasons.idempotency_key", ("idempotencyKey",), maximum=LONGEST_KEY)
    document = orjson.dumps(given, option=orjson.OPT_SORT_KEYS, default=str)
    account_id = context.require_viewer().account_id
    return Call(account_id, mutation, key, hashlib.sha256(document).digest())


async def first_answer(context: Context, session: AsyncSession, made: Call | None) -> UUID | None:
    """The id of what the same call created before; None when it is to be done now."""
    if made is None:
        return None
    if not await idempotency.lock(session, made):
        raise Conflict("reasons.idempotency_running", ("idempotencyKey",))
    earlier = await idempotency.earlier(session, made, context.now())
    if earlier is None:
        return None
    subject_id, input_hash = earlier
    if input_hash != made.input_hash:
        raise Conflict("reasons.idempotency_reused", ("idempotencyKey",))
    return subject_id


async def remember(
    context: Context, session: AsyncSession, made: Call | None, subject_id: UUID
) -> None:
    """Keep what the call created, in the transaction that created it."""
    if made is not None:
        await idempotency.remember(session, made, subject_id, context.now())
