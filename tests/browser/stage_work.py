"""Files and deliveries for the gallery, in every state that a screen shows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import SQLModel

from db.ids import new_id
from db.models.exports import Export
from db.models.webhooks import WebhookEndpoint
from domain import global_ids
from domain.events import EventType
from domain.exports import ExportFormat
from domain.global_ids import Kind
from domain.states import DeliveryState, ExportState, WebhookEndpointState
from tests import work_factories
from tests.browser import records
from tests.factories import now
from tests.running import Running
from webhooks.answers import SendError

_USER: Final = "SELECT id, organisation_id FROM users WHERE email_key = $1"
_LONG: Final = timedelta(days=30)


def exports(service: Running, first: str, second: str) -> None:
    """A history of files that two users of an organisation asked for, the newest under way."""
    asking = [records.rows(service, _USER, email)[0] for email in (first, second)]
    organisation_id = UUID(str(asking[0]["organisation_id"]))
    ready = work_factories.stored_file(organisation_id, size_bytes=48_213)
    kept = work_factories.stored_file(organisation_id, size_bytes=7_904)
    gone = work_factories.stored_file(
        organisation_id, size_bytes=6_120, expires_at=now() - timedelta(hours=20)
    )
    done: dict[str, Any] = {"state": ExportState.READY}
    rows = [
        {"format": ExportFormat.PDF_ZIP, "state": ExportState.RUNNING, "rows_total": 412,
         "rows_done": 268, "lease_token": new_id(), "lease_until": now() + _LONG},
        {**done, "file_id": ready.id, "rows_total": 412, "rows_done": 410, "omitted": 2},
        {"format": ExportFormat.PDF, "state": ExportState.FAILED, "rows_total": 38,
         "failure": "STORAGE_FULL", "finished_at": now()},
        {**done, "format": ExportFormat.CSV, "file_id": kept.id, "rows_total": 64,
         "rows_done": 64, "language": "FR"},
        {"state": ExportState.EXPIRED, "file_id": gone.id, "rows_total": 1, "rows_done": 1},
    ]  # fmt: skip
    made = [
        _export(organisation_id, asking[place % 2]["id"], place, changes)
        for place, changes in enumerate(rows)
    ]
    records.save(service, ready, kept, gone, *made)


def _export(
    organisation_id: UUID, created_by: object, place: int, changes: dict[str, Any]
) -> Export:
    asked_at = now() - timedelta(minutes=4, hours=place * 19)
    return work_factories.export(
        organisation_id, created_by=created_by, created_at=asked_at, **changes
    )


def webhooks(service: Running, organisation_id: UUID) -> str:
    """Endpoints of every state; the global id of the one that has a log."""
    active = work_factories.webhook_endpoint(
        organisation_id, url="https://hooks.fernleigh.example/results", last_sequence=4
    )
    silent = work_factories.webhook_endpoint(
        organisation_id,
        url="https://admissions.fernleigh.example/integrations/language-results/incoming?source=rvs",
        state=WebhookEndpointState.PENDING,
        failure=SendError.TIMEOUT,
        event_types=[EventType.SHARE_CREATED, EventType.SHARE_WITHDRAWN],
    )
    ended = work_factories.webhook_endpoint(
        organisation_id,
        url="https://old.fernleigh.example/hook",
        state=WebhookEndpointState.DISABLED,
        failure=SendError.HTTP_STATUS,
    )
    records.save(service, active, silent, ended, *_log(active))
    return global_ids.encode(Kind.ENDPOINT, active.id)


def _log(endpoint: WebhookEndpoint) -> Iterator[SQLModel]:
    """A delivery at once, one at the second try, one that waits and one that was given up."""
    answered = {"status": 200, "duration_ms": 84, "excerpt": "ok"}
    refused = {"status": 503, "error": SendError.HTTP_STATUS, "duration_ms": 212,
               "excerpt": "Service Unavailable"}  # fmt: skip
    silent = {"status": None, "error": SendError.TIMEOUT, "duration_ms": 5_000}
    outcomes: list[tuple[DeliveryState, EventType, list[dict[str, Any]]]] = [
        (DeliveryState.DELIVERED, EventType.ENDPOINT_TEST, [answered]),
        (DeliveryState.DELIVERED, EventType.SHARE_CREATED, [refused, answered]),
        (DeliveryState.DEAD, EventType.SHARE_WITHDRAWN, [refused, silent, refused]),
        (DeliveryState.PENDING, EventType.SHARE_CREATED, [silent]),
    ]
    for number, (state, event_type, attempts) in enumerate(outcomes, 1):
        event = work_factories.event(endpoint.organisation_id, number, type=event_type)
        delivery = work_factories.webhook_delivery(
            endpoint,
            event,
            sequence=number,
            state=state,
            attempts=len(attempts),
            next_attempt_at=now() + _LONG,
            finished_at=None if state is DeliveryState.PENDING else now(),
        )
        yield from (event, delivery)
        for place, attempt in enumerate(attempts, 1):
            yield work_factories.delivery_attempt(delivery, number=place, **attempt)
