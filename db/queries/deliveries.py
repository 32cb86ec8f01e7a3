"""Deliveries as the workers see them: claim, begin, finish. Times are the database's own.

A delivery waits while an earlier one with the same endpoint and ordering key is still open, so
that nothing about a result overtakes what came before; and while its endpoint has enough in hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.ids import new_id

BATCH: Final = 20
# An endpoint with this many deliveries in hand gets no more: others would wait behind it.
AT_ONCE: Final = 4
LEASE_SECONDS: Final = 30

_CLAIM: Final = text(
    """
    WITH due AS (
      SELECT d.id FROM webhook_deliveries d
      WHERE d.state IN ('PENDING', 'LEASED')
        AND ((d.state = 'PENDING' AND d.next_attempt_at <= now())
          OR (d.state = 'LEASED' AND d.lease_until < now()))
        AND NOT EXISTS (
          SELECT FROM webhook_deliveries p
          WHERE p.endpoint_id = d.endpoint_id AND p.ordering_key = d.ordering_key
            AND p.org_seq < d.org_seq AND p.state IN ('PENDING', 'LEASED'))
        AND NOT EXISTS (
          SELECT FROM webhook_deliveries l
          WHERE l.endpoint_id = d.endpoint_id AND l.state = 'LEASED' AND l.lease_until >= now()
          OFFSET :at_once)
      ORDER BY d.next_attempt_at LIMIT :batch FOR UPDATE OF d SKIP LOCKED)
    UPDATE webhook_deliveries d
    SET state = 'LEASED', lease_token = gen_random_uuid(), attempts = d.attempts + 1,
      lease_until = now() + make_interval(secs => :lease_seconds)
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.lease_token, d.attempts
    """
)

# A batch is begun by one statement: leases renewed, consent, share and endpoint read again.
_BEGIN: Final = text(
    """
    WITH renewed AS (
      UPDATE webhook_deliveries d
      SET lease_until = now() + make_interval(secs => :lease_seconds)
      FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[])) AS mine(id, token)
      WHERE d.id = mine.id AND d.lease_token = mine.token AND d.state = 'LEASED'
      RETURNING d.*)
    SELECT r.id, r.lease_token, r.attempts, r.sequence, r.organisation_id, r.endpoint_id,
      w.url, w.state AS endpoint_state, w.secret,
      v.id AS event_id, v.type, v.schema_version, v.aggregate_id, v.aggregate_version,
      v.share_id, v.result_id, v.codes, v.occurred_at,
      coalesce(a.is_active, v.share_id IS NULL) AS has_access
    FROM renewed r
    JOIN webhook_endpoints w ON w.id = r.endpoint_id
    JOIN events v ON v.id = r.event_id
    LEFT JOIN share_access a ON a.share_id = v.share_id
    ORDER BY r.org_seq
    """
)

_ATTEMPT: Final = text(
    """
    INSERT INTO delivery_attempts (id, delivery_id, organisation_id, number, started_at)
    VALUES (:id, :delivery_id, :organisation_id, :number, clock_timestamp())
    """
)

_FINISH: Final = text(
    """
    UPDATE webhook_deliveries
    SET state = CAST(:state AS text), lease_token = NULL, lease_until = NULL,
      next_attempt_at = now() + make_interval(secs => :delay_seconds),
      finished_at = CASE WHEN CAST(:state AS text) = 'PENDING' THEN NULL ELSE now() END
    WHERE id = :id AND lease_token = :lease_token
    """
).bindparams(bindparam("state"))

_NOTE: Final = text(
    """
    UPDATE delivery_attempts
    SET status = :status, error = :error, duration_ms = :duration_ms, excerpt = :excerpt
    WHERE id = :attempt_id
    """
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this worker has until its lease ends."""

    id: UUID
    lease_token: UUID
    attempts: int


async def claim(session: AsyncSession, batch: int = BATCH) -> Sequence[Claim]:
    """Lease what is due, at most a batch; other workers skip it until the lease has ended."""
    rows = await session.execute(
        _CLAIM, {"batch": batch, "lease_seconds": LEASE_SECONDS, "at_once": AT_ONCE - 1}
    )
    return [Claim(row.id, row.lease_token, row.attempts) for row in rows]


async def begin(session: AsyncSession, claims: Sequence[Claim]) -> Sequence[Row[Any]]:
    """Renew the leases that are still ours and read what is to be sent; the rest is skipped."""
    values = {
        "ids": [claim.id for claim in claims],
        "tokens": [claim.lease_token for claim in claims],
        "lease_seconds": LEASE_SECONDS,
    }
    return (await session.execute(_BEGIN, values)).all()


async def note_attempts(session: AsyncSession, rows: Sequence[Row[Any]]) -> dict[UUID, UUID]:
    """Write one attempt row for each delivery that is about to be sent; returns their ids."""
    ids = {row.id: new_id() for row in rows}
    values = [
        {
            "id": ids[row.id],
            "delivery_id": row.id,
            "organisation_id": row.organisation_id,
            "number": row.attempts,
        }
        for row in rows
    ]
    if values:
        await session.execute(_ATTEMPT, values)
    return ids


async def note_answers(session: AsyncSession, answers: Sequence[dict[str, Any]]) -> None:
    """Add what the receivers answered to the attempts."""
    if answers:
        await session.execute(_NOTE, list(answers))


async def finish(session: AsyncSession, verdicts: Sequence[dict[str, Any]]) -> None:
    """Give the deliveries their next state, by id and lease: a worker that lost it changes nothing.

    Each verdict has `id`, `lease_token`, `state` and `delay_seconds` (0 unless it stays pending).
    """
    if verdicts:
        await session.execute(_FINISH, list(verdicts))


async def activate(session: AsyncSession, endpoint_id: UUID) -> None:
    """The endpoint answered its test event: events are sent to it from now on."""
    await session.execute(
        text(
            "UPDATE webhook_endpoints SET state = 'ACTIVE', failure = NULL"
            " WHERE id = :id AND state = 'PENDING'"
        ),
        {"id": endpoint_id},
    )


async def disable(session: AsyncSession, endpoint_id: UUID, failure: str) -> None:
    """Stop sending to an endpoint; what is open is parked by the next attempt."""
    await session.execute(
        text("UPDATE webhook_endpoints SET state = 'DISABLED', failure = :failure WHERE id = :id"),
        {"id": endpoint_id, "failure": failure},
    )


async def note_failure(session: AsyncSession, endpoint_id: UUID, failure: str) -> None:
    """Why an endpoint is not active yet."""
    await session.execute(
        text(
            "UPDATE webhook_endpoints SET failure = :failure WHERE id = :id AND state = 'PENDING'"
        ),
        {"id": endpoint_id, "failure": failure},
    )


async def next_due_seconds(session: AsyncSession) -> float | None:
    """How long until the next delivery is due, or None when none is open."""
    statement = text(
        """
        SELECT extract(epoch FROM min(CASE state WHEN 'LEASED' THEN lease_until
          ELSE next_attempt_at END) - now())
        FROM webhook_deliveries WHERE state IN ('PENDING', 'LEASED')
        """
    )
    seconds = (await session.execute(statement)).scalar_one_or_none()
    return None if seconds is None else max(0.0, float(seconds))
