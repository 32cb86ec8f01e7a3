"""Deliveries as the workers see them: claim, begin, finish. Times are the database's own.

A delivery waits while an earlier one with the same endpoint and ordering key is still open, so
that nothing about a result overtakes what came before (one that can only be cancelled any more
holds up nothing); and while its endpoint or organisation has enough in hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.ids import new_id
from domain.states import DeliveryState

BATCH: Final = 20
# With this many deliveries in hand no more are claimed: those of others would wait behind them.
AT_ONCE_PER_ENDPOINT: Final = 4
AT_ONCE_PER_ORGANISATION: Final = 10
LEASE_SECONDS: Final = 30

_CLAIM: Final = text(
    """
    WITH leased AS MATERIALIZED (
      SELECT endpoint_id, organisation_id FROM webhook_deliveries
      WHERE state = 'LEASED' AND lease_until >= now()),
    due AS (
      SELECT d.id FROM webhook_deliveries d
      WHERE d.state IN ('PENDING', 'LEASED')
        AND ((d.state = 'PENDING' AND d.next_attempt_at <= now())
          OR (d.state = 'LEASED' AND d.lease_until < now()))
        AND d.endpoint_id <> ALL (ARRAY(
          SELECT endpoint_id FROM leased GROUP BY 1 HAVING count(*) >= :per_endpoint))
        AND d.organisation_id <> ALL (ARRAY(
          SELECT organisation_id FROM leased GROUP BY 1 HAVING count(*) >= :per_organisation))
        AND NOT EXISTS (
          SELECT FROM webhook_deliveries p
          WHERE p.endpoint_id = d.endpoint_id AND p.ordering_key = d.ordering_key
            AND p.org_seq < d.org_seq AND p.state IN ('PENDING', 'LEASED')
            AND (p.state = 'LEASED' OR NOT EXISTS (
              SELECT FROM events v JOIN share_access a ON a.share_id = v.share_id
              WHERE v.id = p.event_id AND v.type = 'share.created' AND NOT a.is_active)))
      ORDER BY d.next_attempt_at LIMIT :batch FOR UPDATE OF d SKIP LOCKED)
    UPDATE webhook_deliveries d
    SET state = 'LEASED', lease_token = gen_random_uuid(),
      lease_until = now() + make_interval(secs => :lease_seconds)
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.lease_token, d.endpoint_id, d.organisation_id, d.org_seq
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
    SELECT r.id, r.lease_token, r.sequence, r.organisation_id, r.endpoint_id,
      (SELECT count(*) FROM delivery_attempts t
        WHERE t.delivery_id = r.id AND t.error IS NOT NULL) AS failures,
      o.state AS organisation_state, w.url, w.state AS endpoint_state, w.secret,
      v.id AS event_id, v.type, v.schema_version, v.aggregate_id, v.aggregate_version,
      v.share_id, v.result_id, v.codes, v.occurred_at,
      coalesce(a.is_active, v.share_id IS NULL) AS has_access
    FROM renewed r
    JOIN organisations o ON o.id = r.organisation_id
    JOIN webhook_endpoints w ON w.id = r.endpoint_id
    JOIN events v ON v.id = r.event_id
    LEFT JOIN share_access a ON a.share_id = v.share_id
    ORDER BY r.org_seq
    """
)

# Counted here and not by the claim: a worker that is killed before it sends uses up no attempt.
_ATTEMPT: Final = text(
    """
    WITH begun AS (
      UPDATE webhook_deliveries d SET attempts = d.attempts + 1
      FROM unnest(CAST(:ids AS uuid[]), CAST(:attempt_ids AS uuid[])) AS new(id, attempt_id)
      WHERE d.id = new.id
      RETURNING new.attempt_id, d.id, d.organisation_id, d.attempts)
    INSERT INTO delivery_attempts (id, delivery_id, organisation_id, number, started_at)
    SELECT attempt_id, id, organisation_id, attempts, clock_timestamp() FROM begun
    """
)

_FINISH: Final = text(
    """
    UPDATE webhook_deliveries d
    SET state = end_.state, lease_token = NULL, lease_until = NULL,
      next_attempt_at = now() + make_interval(secs => end_.delay_seconds),
      finished_at = CASE WHEN end_.state = 'PENDING' THEN NULL ELSE now() END
    FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[]), CAST(:states AS text[]),
      CAST(:delays AS double precision[])) AS end_(id, token, state, delay_seconds)
    WHERE d.id = end_.id AND d.lease_token = end_.token
    RETURNING d.id
    """
)

_GIVE_BACK: Final = text(
    """
    UPDATE webhook_deliveries d SET state = 'PENDING', lease_token = NULL, lease_until = NULL
    FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[])) AS mine(id, token)
    WHERE d.id = mine.id AND d.lease_token = mine.token
    """
)

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
    endpoint_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state of a delivery that this worker has; the delay is 0 unless it is pending."""

    id: UUID
    lease_token: UUID
    state: DeliveryState
    delay_seconds: float = 0.0


async def claim(session: AsyncSession, batch: int = BATCH) -> Sequence[Claim]:
    """Lease what is due, at most a batch; other workers skip it until the lease has ended."""
    values = {
        "batch": batch,
        "lease_seconds": LEASE_SECONDS,
        "per_endpoint": AT_ONCE_PER_ENDPOINT,
        "per_organisation": AT_ONCE_PER_ORGANISATION,
    }
    rows = (await session.execute(_CLAIM, values)).all()
    return [
        Claim(row.id, row.lease_token, row.endpoint_id, row.organisation_id)
        for row in sorted(rows, key=lambda row: row.org_seq)
    ]


async def begin(session: AsyncSession, claims: Sequence[Claim]) -> Sequence[Row[Any]]:
    """Renew the leases that are still ours and read what is to be sent; the rest is skipped."""
    values = {**_ours(claims), "lease_seconds": LEASE_SECONDS}
    return (await session.execute(_BEGIN, values)).all()


async def give_back(session: AsyncSession, claims: Sequence[Claim]) -> None:
    """Let go of what was claimed and not begun: it is due as before."""
    await session.execute(_GIVE_BACK, _ours(claims))


async def note_attempts(session: AsyncSession, rows: Sequence[Row[Any]]) -> dict[UUID, UUID]:
    """Write one attempt row for each delivery that is about to be sent; returns their ids."""
    ids = {row.id: new_id() for row in rows}
    if ids:
        await session.execute(_ATTEMPT, {"ids": list(ids), "attempt_ids": list(ids.values())})
    return ids


async def note_answers(session: AsyncSession, answers: Sequence[dict[str, Any]]) -> None:
    """Add what the receivers answered to the attempts."""
    if answers:
        await session.execute(_NOTE, list(answers))


async def finish(session: AsyncSession, verdicts: Sequence[Verdict]) -> set[UUID]:
    """Give the deliveries their next state, by id and lease; the ids of those that were ours.

    A worker that lost a lease changes nothing.
    """
    if not verdicts:
        return set()
    values = {
        "ids": [verdict.id for verdict in verdicts],
        "tokens": [verdict.lease_token for verdict in verdicts],
        "states": [verdict.state.value for verdict in verdicts],
        "delays": [verdict.delay_seconds for verdict in verdicts],
    }
    return set((await session.execute(_FINISH, values)).scalars())


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
        text(
            "UPDATE webhook_endpoints SET state = 'DISABLED', failure = :failure"
            " WHERE id = :id AND state IN ('ACTIVE', 'PAUSED')"
        ),
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


def _ours(claims: Sequence[Claim]) -> dict[str, list[UUID]]:
    return {
        "ids": [claim.id for claim in claims],
        "tokens": [claim.lease_token for claim in claims],
    }
