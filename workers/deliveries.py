"""Webhook deliveries: claim a batch, begin it, send, finish. At least once, in order per result.

Before the sends one transaction renews the leases, reads consent, share and endpoint again, and
writes an attempt row for each request that a receiver may see. After them one transaction
finishes the rows by id and lease: a worker that lost its lease meanwhile changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity, Job
from db.queries import deliveries
from db.queries.deliveries import Claim
from domain.events import NEEDS_ACCESS, EventType
from domain.states import DeliveryState, WebhookEndpointState
from webhooks import signature
from webhooks.answers import Answer
from webhooks.sender import Sender
from workers import envelopes
from workers.lanes import Lanes
from workers.services import WorkerServices

LANES: Final = 16
PER_ENDPOINT: Final = 4
_RANDOM: Final[Random] = SystemRandom()

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that was sent, and what came back."""

    row: Row[Any]
    attempt_id: UUID
    answer: Answer


@asynccontextmanager
async def opened(services: WorkerServices) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Holds the sender's connections. A slow receiver keeps one lane; the others go on."""
    sender = Sender(
        timeout_seconds=services.delivery_timeout_seconds, allow_loopback=services.allow_loopback
    )
    async with sender, Lanes(LANES, lambda: deliver_batch(services, sender)) as lanes:
        yield lanes.start_one


async def deliver_batch(services: WorkerServices, sender: Sender) -> bool:
    """Deliver what is due, at most a batch; False when nothing was."""
    async with services.database.transaction(Identity(job=Job.WEBHOOK)) as session:
        claims = await deliveries.claim(session)
    waiting: Sequence[Claim] = claims
    while waiting:
        waiting = await _send_fresh(services, sender, waiting)
    return bool(claims)


async def _send_fresh(
    services: WorkerServices, sender: Sender, claims: Sequence[Claim]
) -> Sequence[Claim]:
    """Begin the claims and send what can be sent soon; returns those that must be begun again."""
    async with services.database.transaction(Identity(job=Job.WEBHOOK)) as session:
        rows = await deliveries.begin(session, claims)
        await deliveries.finish(
            session, [_end(row, end) for row in rows if (end := _unsendable(row))]
        )
        sendable = [row for row in rows if _unsendable(row) is None]
        now, later = _first_per_endpoint(sendable)
        attempts = await deliveries.note_attempts(session, now)
    sends = (_send(services, sender, row, attempts[row.id]) for row in now)
    sent = await asyncio.gather(*sends)
    async with services.database.transaction(Identity(job=Job.WEBHOOK)) as session:
        await _finish(services, session, sent)
    log.info("webhooks_sent", **Counter(_outcome(each.answer) for each in sent))
    return [Claim(row.id, row.lease_token, row.attempts) for row in later]


def _first_per_endpoint(rows: Sequence[Row[Any]]) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """At most four sends at once to one endpoint; the rest of the batch waits its turn."""
    taken: Counter[UUID] = Counter()
    now: list[Row[Any]] = []
    later: list[Row[Any]] = []
    for row in rows:
        taken[row.endpoint_id] += 1
        (now if taken[row.endpoint_id] <= PER_ENDPOINT else later).append(row)
    return now, later


def _unsendable(row: Row[Any]) -> DeliveryState | None:
    """Why a delivery is not sent: access has ended, or its endpoint is not active."""
    if row.type in NEEDS_ACCESS and not row.has_access:
        return DeliveryState.CANCELLED
    is_test = row.type == EventType.ENDPOINT_TEST
    is_active = row.endpoint_state == WebhookEndpointState.ACTIVE
    return None if is_active or is_test else DeliveryState.PARKED


async def _send(services: WorkerServices, sender: Sender, row: Row[Any], attempt_id: UUID) -> Sent:
    body = envelopes.body(row)
    secrets = envelopes.secrets(row, services.keyring)
    headers = signature.headers(str(row.event_id), services.clock(), body, secrets)
    return Sent(row, attempt_id, await sender.send(row.url, body, headers))


async def _finish(services: WorkerServices, session: AsyncSession, sent: Sequence[Sent]) -> None:
    await deliveries.note_answers(session, [_note(each) for each in sent])
    await deliveries.finish(session, [_verdict(services, each) for each in sent])
    for each in sent:
        await _judge_endpoint(session, each)


async def _judge_endpoint(session: AsyncSession, sent: Sent) -> None:
    """A test event decides whether an endpoint begins; 410 that it ends."""
    if sent.answer.ends_endpoint:
        await deliveries.disable(session, sent.row.endpoint_id, "GONE")
    elif sent.row.type == EventType.ENDPOINT_TEST:
        if sent.answer.delivered:
            await deliveries.activate(session, sent.row.endpoint_id)
        else:
            await deliveries.note_failure(session, sent.row.endpoint_id, _outcome(sent.answer))


def _verdict(services: WorkerServices, sent: Sent) -> dict[str, Any]:
    if sent.answer.delivered:
        return _end(sent.row, DeliveryState.DELIVERED)
    if sent.answer.ends_endpoint:
        return _end(sent.row, DeliveryState.DEAD)
    delay = services.schedule.next_delay(sent.row.attempts, sent.answer, _RANDOM)
    if delay is None:
        return _end(sent.row, DeliveryState.DEAD)
    return {**_end(sent.row, DeliveryState.PENDING), "delay_seconds": delay}


def _end(row: Row[Any], state: DeliveryState) -> dict[str, Any]:
    return {
        "id": row.id,
        "lease_token": row.lease_token,
        "state": state.value,
        "delay_seconds": 0.0,
    }


def _note(sent: Sent) -> dict[str, Any]:
    answer = sent.answer
    return {
        "attempt_id": sent.attempt_id,
        "status": answer.status,
        "error": answer.error.value if answer.error else None,
        "duration_ms": answer.duration_ms,
        "excerpt": answer.excerpt,
    }


def _outcome(answer: Answer) -> str:
    return answer.error.value if answer.error else "DELIVERED"
