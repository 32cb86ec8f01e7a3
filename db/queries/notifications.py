"""Who wants e-mails, and the e-mails on their way."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.notifications import NotificationPreference
from domain.states import MailState

LEASE_SECONDS: Final = 120
BATCH: Final = 50

_WAITING: Final = text(
    """
    SELECT p.user_id, p.organisation_id, p.each_seq, c.last_seq
    FROM notification_preferences p
    JOIN organisation_counters c ON c.organisation_id = p.organisation_id
    WHERE p.is_on AND p.every_candidate AND p.each_seq < c.last_seq
    ORDER BY p.user_id LIMIT :limit FOR UPDATE OF p SKIP LOCKED
    """
)

_QUEUE: Final = text(
    """
    INSERT INTO mails (id, organisation_id, user_id, event_id, kind, state, attempts,
      next_attempt_at, created_at)
    SELECT gen_random_uuid(), e.organisation_id, :user_id, e.id, 'SHARE_CREATED', 'PENDING', 0,
      now(), now()
    FROM events e
    WHERE e.organisation_id = :organisation_id AND e.org_seq > :after AND e.org_seq <= :upto
      AND e.type = 'share.created'
    ON CONFLICT DO NOTHING
    """
)

_ADVANCE: Final = text(
    "UPDATE notification_preferences SET each_seq = :upto WHERE user_id = :user_id"
)

_CLAIM: Final = text(
    """
    WITH due AS (
      SELECT m.id FROM mails m
      WHERE (m.state = 'PENDING' AND m.next_attempt_at <= now())
        OR (m.state = 'LEASED' AND m.lease_until < now())
      ORDER BY m.next_attempt_at LIMIT :batch FOR UPDATE SKIP LOCKED)
    UPDATE mails m SET state = 'LEASED', lease_token = gen_random_uuid(),
      lease_until = now() + make_interval(secs => :lease_seconds)
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.organisation_id, m.user_id, m.event_id, m.kind, m.lease_token, m.attempts,
      m.created_at
    """
)

_FINISH: Final = text(
    """
    UPDATE mails SET state = CAST(:state AS text), lease_token = NULL, lease_until = NULL,
      next_attempt_at = now() + make_interval(secs => :delay_seconds),
      finished_at = CASE WHEN CAST(:state AS text) = 'PENDING' THEN NULL ELSE now() END
    WHERE id = :id AND lease_token = :lease_token
    """
)

_SUBJECT: Final = text(
    """
    SELECT u.email, u.first_name AS reader_first_name, u.language, u.state AS user_state,
      r.first_name, r.exam_code, r.exam_date, r.result_id, e.share_id
    FROM events e
    JOIN users u ON u.id = :user_id AND u.organisation_id = e.organisation_id
    JOIN organisations o ON o.id = e.organisation_id AND o.state = 'APPROVED'
    JOIN notification_preferences p ON p.user_id = u.id AND p.is_on AND p.every_candidate
    LEFT JOIN shared_results r ON r.share_id = e.share_id
    WHERE e.organisation_id = :organisation_id AND e.id = :event_id
    """
)


async def preference(session: AsyncSession, user_id: UUID) -> NotificationPreference | None:
    """What a user has chosen; None before the first choice."""
    statement = select(NotificationPreference).where(col(NotificationPreference.user_id) == user_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def choose(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep what a user chose. `values` are the columns of the row."""
    kept = {name: value for name, value in values.items() if name not in ("user_id",)}
    await session.execute(
        upsert(NotificationPreference)
        .values(values)
        .on_conflict_do_update(index_elements=[col(NotificationPreference.user_id)], set_=kept)
    )


async def waiting(session: AsyncSession, limit: int = 200) -> Sequence[Row[Any]]:
    """Users with events that have not been turned into e-mails, locked."""
    return (await session.execute(_WAITING, {"limit": limit})).all()


async def queue_mails(session: AsyncSession, row: Row[Any]) -> None:
    """One e-mail for each new share up to the organisation's newest event, then move the mark."""
    values = {"user_id": row.user_id, "upto": row.last_seq}
    between = {"organisation_id": row.organisation_id, "after": row.each_seq}
    await session.execute(_QUEUE, {**values, **between})
    await session.execute(_ADVANCE, values)


async def claim(session: AsyncSession) -> Sequence[Row[Any]]:
    """Lease e-mails that are due."""
    values = {"batch": BATCH, "lease_seconds": LEASE_SECONDS}
    return (await session.execute(_CLAIM, values)).all()


async def renew(session: AsyncSession, mail: Row[Any]) -> int | None:
    """Take the lease anew before a send; its number, or None when another worker has the mail.

    Counted here and not by the claim: a worker that is killed before it sends uses up no attempt.
    """
    statement = text(
        "UPDATE mails SET lease_until = now() + make_interval(secs => :lease_seconds),"
        " attempts = attempts + 1"
        " WHERE id = :id AND lease_token = :lease_token RETURNING attempts"
    )
    values = {"id": mail.id, "lease_token": mail.lease_token, "lease_seconds": LEASE_SECONDS}
    return (await session.execute(statement, values)).scalar_one_or_none()


async def subject(session: AsyncSession, mail: Row[Any]) -> Row[Any] | None:
    """What the e-mail says and to whom, read now; None when it is no longer wanted."""
    values = {
        "user_id": mail.user_id,
        "organisation_id": mail.organisation_id,
        "event_id": mail.event_id,
    }
    return (await session.execute(_SUBJECT, values)).first()


async def finish(
    session: AsyncSession, mail: Row[Any], state: MailState, delay_seconds: float = 0
) -> None:
    """Give an e-mail its next state, by id and lease; the delay is 0 unless it is pending."""
    values = {
        "id": mail.id,
        "lease_token": mail.lease_token,
        "state": state.value,
        "delay_seconds": delay_seconds,
    }
    await session.execute(_FINISH, values)
