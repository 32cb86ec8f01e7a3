"""The states of everything that lives, and the transitions that are allowed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class OrganisationState(StrEnum):
    """From the registration form to the end of an organisation's account."""

    RECEIVED = "RECEIVED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"


class UserState(StrEnum):
    """An account of any role."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    REMOVED = "REMOVED"


class ShareState(StrEnum):
    """A candidate's grant of one result to one organisation."""

    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class ResultState(StrEnum):
    """What the awarding body says of a result."""

    PENDING = "PENDING"
    RELEASED = "RELEASED"
    WITHHELD = "WITHHELD"
    AMENDED = "AMENDED"
    REVOKED = "REVOKED"


class ApiClientState(StrEnum):
    """A machine of an organisation."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    REVOKED = "REVOKED"


class ExportState(StrEnum):
    """A file that is made in the background."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class WebhookEndpointState(StrEnum):
    """A receiver's address: nothing but its test event is sent before it is active."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"


class DeliveryState(StrEnum):
    """One event on its way to one endpoint."""

    PENDING = "PENDING"
    LEASED = "LEASED"
    DELIVERED = "DELIVERED"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"
    PARKED = "PARKED"


class MailState(StrEnum):
    """One e-mail to one person."""

    PENDING = "PENDING"
    LEASED = "LEASED"
    SENT = "SENT"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


# By type first: members of different StrEnums with the same value are equal as dictionary keys.
TRANSITIONS: Final[Mapping[type[StrEnum], Mapping[StrEnum, frozenset[StrEnum]]]] = {
    OrganisationState: {
        OrganisationState.RECEIVED: frozenset({OrganisationState.ACKNOWLEDGED}),
        OrganisationState.ACKNOWLEDGED: frozenset(
            {OrganisationState.APPROVED, OrganisationState.REJECTED}
        ),
        OrganisationState.APPROVED: frozenset(
            {OrganisationState.SUSPENDED, OrganisationState.CLOSED}
        ),
        OrganisationState.SUSPENDED: frozenset(
            {OrganisationState.APPROVED, OrganisationState.CLOSED}
        ),
        OrganisationState.REJECTED: frozenset(),
        OrganisationState.CLOSED: frozenset(),
    },
    UserState: {
        UserState.INVITED: frozenset({UserState.ACTIVE, UserState.REMOVED}),
        UserState.ACTIVE: frozenset({UserState.DISABLED, UserState.REMOVED}),
        UserState.DISABLED: frozenset({UserState.ACTIVE, UserState.REMOVED}),
        UserState.REMOVED: frozenset(),
    },
    ShareState: {
        ShareState.ACTIVE: frozenset({ShareState.EXPIRED, ShareState.WITHDRAWN}),
        ShareState.EXPIRED: frozenset(),
        ShareState.WITHDRAWN: frozenset(),
    },
    ResultState: {
        ResultState.PENDING: frozenset({ResultState.RELEASED, ResultState.WITHHELD}),
        ResultState.RELEASED: frozenset(
            {ResultState.AMENDED, ResultState.WITHHELD, ResultState.REVOKED}
        ),
        ResultState.AMENDED: frozenset(
            {ResultState.AMENDED, ResultState.WITHHELD, ResultState.REVOKED}
        ),
        ResultState.WITHHELD: frozenset({ResultState.RELEASED, ResultState.REVOKED}),
        ResultState.REVOKED: frozenset(),
    },
    ApiClientState: {
        ApiClientState.REQUESTED: frozenset({ApiClientState.APPROVED, ApiClientState.REJECTED}),
        ApiClientState.APPROVED: frozenset({ApiClientState.REVOKED}),
        ApiClientState.REJECTED: frozenset(),
        ApiClientState.REVOKED: frozenset(),
    },
    ExportState: {
        ExportState.QUEUED: frozenset({ExportState.RUNNING, ExportState.CANCELLED}),
        ExportState.RUNNING: frozenset(
            {ExportState.READY, ExportState.FAILED, ExportState.CANCELLED, ExportState.QUEUED}
        ),
        ExportState.READY: frozenset({ExportState.EXPIRED}),
        ExportState.FAILED: frozenset(),
        ExportState.CANCELLED: frozenset(),
        ExportState.EXPIRED: frozenset(),
    },
    WebhookEndpointState: {
        WebhookEndpointState.PENDING: frozenset({WebhookEndpointState.ACTIVE}),
        WebhookEndpointState.ACTIVE: frozenset(
            {WebhookEndpointState.PAUSED, WebhookEndpointState.DISABLED}
        ),
        WebhookEndpointState.PAUSED: frozenset(
            {WebhookEndpointState.ACTIVE, WebhookEndpointState.DISABLED}
        ),
        WebhookEndpointState.DISABLED: frozenset({WebhookEndpointState.ACTIVE}),
    },
    DeliveryState: {
        DeliveryState.PENDING: frozenset({DeliveryState.LEASED}),
        DeliveryState.LEASED: frozenset(
            {
                DeliveryState.PENDING,
                DeliveryState.DELIVERED,
                DeliveryState.DEAD,
                DeliveryState.CANCELLED,
                DeliveryState.PARKED,
            }
        ),
        DeliveryState.DELIVERED: frozenset(),
        DeliveryState.DEAD: frozenset(),
        DeliveryState.CANCELLED: frozenset(),
        DeliveryState.PARKED: frozenset({DeliveryState.PENDING}),
    },
    MailState: {
        MailState.PENDING: frozenset({MailState.LEASED}),
        MailState.LEASED: frozenset(
            {MailState.PENDING, MailState.SENT, MailState.DEAD, MailState.CANCELLED}
        ),
        MailState.SENT: frozenset(),
        MailState.DEAD: frozenset(),
        MailState.CANCELLED: frozenset(),
    },
}


def may_become(now: StrEnum, then: StrEnum) -> bool:
    """Whether the table allows this transition; states of different kinds never meet."""
    return type(then) is type(now) and then in TRANSITIONS[type(now)][now]


# States of a result in which its scores may be shown.
SHOWN: Final = frozenset({ResultState.RELEASED, ResultState.AMENDED})
