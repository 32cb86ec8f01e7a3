"""Letters: posted in the transaction of the act that they tell of, then sent by the mail job."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.ids import new_id
from db.keyring import KeyRing, Place
from db.models.letters import Letter
from domain.letters import LetterDraft
from domain.states import MailState

LEASE_SECONDS: Final = 120
BATCH: Final = 20
KEPT: Final = timedelta(days=30)

_CLAIM: Final = text(
    """
    WITH due AS (
      SELECT m.id FROM letters m
      WHERE (m.state = 'PENDING' AND m.next_attempt_at <= now())
        OR (m.state = 'LEASED' AND m.lease_until < now())
      ORDER BY m.next_attempt_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    UPDATE letters m SET state = 'LEASED', lease_token = gen_random_uuid(),
      lease_until = now() + make_interval(secs => :lease_seconds)
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.kind, m.language, m.lease_token, m.attempts, m.created_at
    """
)

_RENEW: Final = text(
    """
    UPDATE letters SET lease_until = now() + make_interval(secs => :lease_seconds),
      attempts = attempts + 1
    WHERE id = :id AND lease_token = :lease_token
    RETURNING attempts, content, coalesce(useful_until > now(), true) AS is_useful
    """
)

_FINISH: Final = text(
    """
    UPDATE letters SET state = CAST(:state AS text), lease_token = NULL, lease_until = NULL,
      next_attempt_at = now() + make_interval(secs => :delay_seconds),
      content = CASE WHEN CAST(:state AS text) = 'PENDING' THEN content END,
      finished_at = CASE WHEN CAST(:state AS text) = 'PENDING' THEN NULL ELSE now() END
    WHERE id = :id AND lease_token = :lease_token
    """
)


@dataclass(frozen=True, slots=True)
class Content:
    """What was sealed: to whom the letter goes, and its values by name."""

    address: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)


async def post(session: AsyncSession, keyring: KeyRing, draft: LetterDraft) -> None:
    """Post a letter: it goes out if, and only if, the transaction commits.

    The caller rings `Job.MAIL` after the commit.
    """
    await _insert(session, keyring, draft, is_to_go=True)


async def post_to_nobody(session: AsyncSession, keyring: KeyRing, draft: LetterDraft) -> None:
    """The same work without a letter, where nobody is to learn from the time that there is none."""
    await _insert(session, keyring, draft, is_to_go=False)


async def claim(session: AsyncSession) -> Sequence[Row[Any]]:
    """Lease letters that are due."""
    values = {"batch": BATCH, "lease_seconds": LEASE_SECONDS}
    return (await session.execute(_CLAIM, values)).all()


async def renew(session: AsyncSession, letter: Row[Any]) -> Row[Any] | None:
    """Take the lease anew before a send; None when another worker has the letter.

    Counted here and not by the claim: a worker that is killed before it sends uses up no attempt.
    """
    values = {"id": letter.id, "lease_token": letter.lease_token, "lease_seconds": LEASE_SECONDS}
    return (await session.execute(_RENEW, values)).first()


def opened(keyring: KeyRing, letter_id: UUID, content: bytes) -> Content:
    """What a letter says and to whom. Raises `CannotOpen`."""
    document = json.loads(keyring.open(_place(letter_id), content))
    return Content(document["address"], document["values"])


async def finish(
    session: AsyncSession, letter: Row[Any], state: MailState, delay_seconds: float = 0
) -> None:
    """Give a letter its next state, by id and lease; what will not be sent again is wiped."""
    values = {"id": letter.id, "lease_token": letter.lease_token}
    changes = {"state": state.value, "delay_seconds": delay_seconds}
    await session.execute(_FINISH, {**values, **changes})


async def forget_old(session: AsyncSession, now: datetime, limit: int) -> int:
    """Delete letters that were finished long ago, a batch; returns how many."""
    old = select(col(Letter.id)).where(col(Letter.finished_at) < now - KEPT).limit(limit)
    gone = delete(Letter).where(col(Letter.id).in_(old)).returning(col(Letter.id))
    return len((await session.execute(gone)).all())


async def _insert(
    session: AsyncSession, keyring: KeyRing, draft: LetterDraft, *, is_to_go: bool
) -> None:
    letter_id = new_id()
    document = {"address": draft.address, "values": asdict(draft.values)}
    sealed = keyring.seal(_place(letter_id), json.dumps(document))
    row = {
        "id": letter_id,
        "kind": draft.kind,
        "language": draft.language,
        "content": sealed if is_to_go else None,
        "state": MailState.PENDING if is_to_go else MailState.CANCELLED,
        "attempts": 0,
        "next_attempt_at": func.now(),
        "useful_until": draft.useful_until,
        "created_at": func.now(),
        "finished_at": None if is_to_go else func.now(),
    }
    await session.execute(insert(Letter).values(row))


def _place(letter_id: UUID) -> Place:
    return Place("letters", "content", letter_id)
