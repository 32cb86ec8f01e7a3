"""More rows with sensible defaults: events, and the work that they make."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.ids import new_id
from db.models.audit import AuditChain, AuditRow, AuditSeal
from db.models.events import Event
from db.models.exports import Export, ExportSubject, StoredFile
from db.models.idempotency import IdempotencyKey
from db.models.letters import Letter
from db.models.links import Link
from db.models.notifications import Mail, NotificationPreference
from db.models.users import User
from db.models.webhooks import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from domain.events import SCHEMA_VERSION, EventType
from domain.exports import ExportFormat
from domain.letters import LetterKind
from domain.links import LinkPurpose
from domain.notifications import MailKind
from domain.states import DeliveryState, ExportState, MailState, WebhookEndpointState
from domain.texts import Language
from tests.factories import long_ago, now


def event(organisation_id: UUID, org_seq: int, **changes: Any) -> Event:
    """An event about nothing that exists, unless `changes` say what."""
    subject = new_id()
    return Event(
        **{
            "id": new_id(),
            "organisation_id": organisation_id,
            "org_seq": org_seq,
            "type": EventType.SHARE_CREATED,
            "schema_version": SCHEMA_VERSION,
            "aggregate_id": subject,
            "aggregate_version": 1,
            "ordering_key": subject,
            "codes": {},
            "occurred_at": now(),
            **changes,
        }
    )


def webhook_endpoint(organisation_id: UUID, **changes: Any) -> WebhookEndpoint:
    """An active endpoint of which nobody knows the secret."""
    return WebhookEndpoint(
        **{
            "id": new_id(),
            "organisation_id": organisation_id,
            "url": "https://hooks.receiver.example/results",
            "state": WebhookEndpointState.ACTIVE,
            "event_types": [],
            "secret": secrets.token_bytes(40),
            "created_at": long_ago(),
            **changes,
        }
    )


def webhook_delivery(endpoint: WebhookEndpoint, event: Event, **changes: Any) -> WebhookDelivery:
    """A delivery that waits for its first attempt."""
    return WebhookDelivery(
        **{
            "id": new_id(),
            "organisation_id": event.organisation_id,
            "endpoint_id": endpoint.id,
            "event_id": event.id,
            "ordering_key": event.ordering_key,
            "org_seq": event.org_seq,
            "sequence": 1,
            "state": DeliveryState.PENDING,
            "next_attempt_at": now(),
            **changes,
        }
    )


def delivery_attempt(delivery: WebhookDelivery, **changes: Any) -> DeliveryAttempt:
    """A first attempt that was answered."""
    return DeliveryAttempt(
        **{
            "id": new_id(),
            "delivery_id": delivery.id,
            "organisation_id": delivery.organisation_id,
            "number": 1,
            "started_at": now(),
            "status": 200,
            **changes,
        }
    )


def stored_file(organisation_id: UUID, **changes: Any) -> StoredFile:
    """A file of which there are no bytes."""
    file_id = new_id()
    return StoredFile(
        **{
            "id": file_id,
            "organisation_id": organisation_id,
            "storage_key": f"exports/{file_id}.xlsx",
            "size_bytes": 1,
            "sha256": secrets.token_bytes(32),
            "created_at": now(),
            "expires_at": now() + timedelta(days=7),
            **changes,
        }
    )


def export(organisation_id: UUID, **changes: Any) -> Export:
    """An export of one row that waits for a worker."""
    return Export(
        **{
            "id": new_id(),
            "organisation_id": organisation_id,
            "format": ExportFormat.XLSX,
            "language": Language.EN,
            "columns": ["firstName"],
            "state": ExportState.QUEUED,
            "rows_total": 1,
            "created_at": now(),
            **changes,
        }
    )


def export_subject(export: Export, share_id: UUID, position: int = 1) -> ExportSubject:
    """One share of an export."""
    return ExportSubject(
        export_id=export.id,
        position=position,
        organisation_id=export.organisation_id,
        share_id=share_id,
    )


def notification_preference(user: User, **changes: Any) -> NotificationPreference:
    """A mail for every candidate."""
    return NotificationPreference(
        **{
            "user_id": user.id,
            "organisation_id": user.organisation_id,
            "every_candidate": True,
            "updated_at": now(),
            **changes,
        }
    )


def mail(user: User, event: Event, **changes: Any) -> Mail:
    """A mail that waits to be sent."""
    return Mail(
        **{
            "id": new_id(),
            "organisation_id": event.organisation_id,
            "user_id": user.id,
            "event_id": event.id,
            "kind": MailKind.SHARE_CREATED,
            "state": MailState.PENDING,
            "next_attempt_at": now(),
            "created_at": now(),
            **changes,
        }
    )


def letter(**changes: Any) -> Letter:
    """A letter that waits to be sent, and that no key opens."""
    return Letter(
        **{
            "id": new_id(),
            "kind": LetterKind.PASSWORD_RESET,
            "language": Language.EN,
            "content": secrets.token_bytes(40),
            "state": MailState.PENDING,
            "next_attempt_at": now(),
            "created_at": now(),
            **changes,
        }
    )


def link(user: User, **changes: Any) -> Link:
    """A link to choose a new password, of which nobody has the token."""
    return Link(
        **{
            "id": new_id(),
            "token_hash": secrets.token_bytes(32),
            "purpose": LinkPurpose.PASSWORD_RESET,
            "user_id": user.id,
            "address": secrets.token_bytes(40),
            "created_at": now(),
            "expires_at": now() + timedelta(hours=1),
            **changes,
        }
    )


def audit_row(user: User, subject_ids: Sequence[UUID] = ()) -> AuditRow:
    """A look at a list."""
    return AuditRow(
        id=new_id(),
        occurred_at=now(),
        correlation_id="test",
        actor_role=user.role,
        actor_id=user.id,
        organisation_id=user.organisation_id,
        operation="sharedResults",
        outcome="OK",
        subject_ids=list(subject_ids),
    )


def audit_seal(chain_id: UUID, **changes: Any) -> AuditSeal:
    """A seal of nobody's, over a row of which nobody knows."""
    return AuditSeal(
        **{
            "serial": secrets.randbelow(2**62) + 1,
            "previous": secrets.token_bytes(32),
            "chain_id": chain_id,
            "number": 1,
            "previous_of_chain": bytes(32),
            "sealed_at": now(),
            "key_id": 1,
            "row_count": 1,
            "manifest": secrets.token_bytes(48),
            "digest": secrets.token_bytes(32),
            "signature": secrets.token_bytes(64),
            **changes,
        }
    )


def audit_chain(seal: AuditSeal) -> AuditChain:
    """The counter of a chain that ends with this seal."""
    return AuditChain(chain_id=seal.chain_id, number=seal.number, digest=seal.digest)


def idempotency_key(account_id: UUID, **changes: Any) -> IdempotencyKey:
    """An answer that an account was given."""
    return IdempotencyKey(
        **{
            "account_id": account_id,
            "mutation": "createExport",
            "key": secrets.token_hex(8),
            "input_hash": secrets.token_bytes(32),
            "subject_id": new_id(),
            "created_at": now(),
            **changes,
        }
    )
