"""What becomes of a delivery and its endpoint: before a send, and after an answer."""

from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import deliveries
from db.queries.deliveries import Verdict
from domain.events import NEEDS_ACCESS, EventType
from domain.states import DeliveryState, OrganisationState, WebhookEndpointState
from webhooks.answers import Answer, SendError
from webhooks.schedule import Schedule

# Sending failed because of a bug of ours.
INTERNAL: Final = Answer(
    status=None, error=SendError.INTERNAL, retry_after_seconds=None, duration_ms=0, excerpt=""
)
_TESTABLE: Final = frozenset({WebhookEndpointState.PENDING, WebhookEndpointState.ACTIVE})
_RANDOM: Final[Random] = SystemRandom()


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that was sent, and what came back."""

    row: Row[Any]
    attempt_id: UUID
    answer: Answer

    @property
    def outcome(self) -> str:
        """A word for the log, and for the reason why an endpoint is not active yet."""
        return self.answer.error.value if self.answer.error else "DELIVERED"

    def verdict(self, schedule: Schedule) -> Verdict:
        """Delivered, dead, or due again.

        Attempts count that failed for sure: one whose worker was killed skips no wait.
        """
        if self.answer.delivered:
            return _end(self.row, DeliveryState.DELIVERED)
        if self.answer.ends_endpoint:
            return _end(self.row, DeliveryState.DEAD)
        delay = schedule.next_delay(self.row.failures + 1, self.answer, _RANDOM)
        if delay is None:
            return _end(self.row, DeliveryState.DEAD)
        return Verdict(self.row.id, self.row.lease_token, DeliveryState.PENDING, delay)

    def note(self) -> dict[str, Any]:
        """What the attempt's row keeps of the answer."""
        answer = self.answer
        return {
            "attempt_id": self.attempt_id,
            "status": answer.status,
            "error": answer.error.value if answer.error else None,
            "duration_ms": answer.duration_ms,
            "excerpt": answer.excerpt,
        }


def without_sending(row: Row[Any]) -> Verdict | None:
    """Cancelled when access has ended, parked when nothing goes to the endpoint; None: send."""
    if row.type in NEEDS_ACCESS and not row.has_access:
        return _end(row, DeliveryState.CANCELLED)
    return None if _is_open(row) else _end(row, DeliveryState.PARKED)


async def judge_endpoint(session: AsyncSession, sent: Sent) -> None:
    """A test event decides whether an endpoint begins; 410 that it ends."""
    endpoint_id = sent.row.endpoint_id
    if sent.row.type == EventType.ENDPOINT_TEST and sent.answer.delivered:
        await deliveries.activate(session, endpoint_id)
    elif sent.row.type == EventType.ENDPOINT_TEST:
        await deliveries.note_failure(session, endpoint_id, sent.outcome)
    if sent.answer.ends_endpoint:
        await deliveries.disable(session, endpoint_id, "GONE")


def _is_open(row: Row[Any]) -> bool:
    if row.organisation_state != OrganisationState.APPROVED:
        return False
    if row.type == EventType.ENDPOINT_TEST:
        return row.endpoint_state in _TESTABLE
    return bool(row.endpoint_state == WebhookEndpointState.ACTIVE)


def _end(row: Row[Any], state: DeliveryState) -> Verdict:
    return Verdict(row.id, row.lease_token, state)
