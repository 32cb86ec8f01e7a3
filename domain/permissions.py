"""Who may do what: one table, read by the code, by the tests and by people. Deny by default.

The source of the roles is the page "People and roles" of the product's design
(`docs/permissions.md` prints this table).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a viewer is. One account has one e-mail address and one role."""

    VISITOR = "VISITOR"
    CANDIDATE = "CANDIDATE"
    MEMBER = "MEMBER"
    PRIMARY = "PRIMARY"
    API_CLIENT = "API_CLIENT"
    ISSUER_APPROVER = "ISSUER_APPROVER"
    ISSUER_PUBLISHER = "ISSUER_PUBLISHER"
    ISSUER_AUDITOR = "ISSUER_AUDITOR"


class Scope(StrEnum):
    """What an API client was given."""

    RESULTS_READ = "results:read"
    RESULTS_VERIFY = "results:verify"
    RESULTS_PII = "results:pii"
    EXPORTS = "exports"
    WEBHOOKS = "webhooks"


ISSUER: Final = frozenset({Role.ISSUER_APPROVER, Role.ISSUER_PUBLISHER, Role.ISSUER_AUDITOR})
INSTITUTION: Final = frozenset({Role.MEMBER, Role.PRIMARY})
SIGNED_IN: Final = INSTITUTION | ISSUER | {Role.CANDIDATE}
EVERYONE: Final = SIGNED_IN | {Role.VISITOR, Role.API_CLIENT}


@dataclass(frozen=True, slots=True)
class Grant:
    """The row of an operation: the roles that may, and the scope by which an API client may.

    `despite_duties`: also for a person who has something to do first (`domain.duties`).
    `is_sensitive`: of a person only within ten minutes of having signed in or confirmed again.
    """

    roles: frozenset[Role]
    scope: Scope | None = None
    despite_duties: bool = False
    is_sensitive: bool = False


# Operation (the name of the root field) → who may.
TABLE: Final[Mapping[str, Grant]] = {
    # Query
    "node": Grant(EVERYONE),
    "nodes": Grant(EVERYONE),
    "service": Grant(EVERYONE, despite_duties=True),
    "viewer": Grant(EVERYONE, despite_duties=True),
    "exams": Grant(EVERYONE, despite_duties=True),
    "organisationDirectory": Grant(frozenset({Role.CANDIDATE})),
    "sharedResults": Grant(INSTITUTION, Scope.RESULTS_READ),
    "newShareCount": Grant(INSTITUTION),
    "myResults": Grant(frozenset({Role.CANDIDATE})),
    "exports": Grant(INSTITUTION, Scope.EXPORTS),
    "webhookEndpoints": Grant(frozenset({Role.PRIMARY}), Scope.WEBHOOKS),
    "events": Grant(frozenset({Role.PRIMARY}), Scope.WEBHOOKS),
    "sessions": Grant(SIGNED_IN, despite_duties=True),
    "users": Grant(frozenset({Role.PRIMARY})),
    "auditLog": Grant(frozenset({Role.PRIMARY, Role.ISSUER_AUDITOR})),
    # Mutation
    "signIn": Grant(EVERYONE, despite_duties=True),
    "signOut": Grant(SIGNED_IN, despite_duties=True),
    "confirmIdentity": Grant(SIGNED_IN, despite_duties=True),
    "acceptTerms": Grant(INSTITUTION, despite_duties=True),
    "enableTotp": Grant(SIGNED_IN, despite_duties=True, is_sensitive=True),
    "confirmTotp": Grant(SIGNED_IN, despite_duties=True, is_sensitive=True),
    "disableTotp": Grant(SIGNED_IN, is_sensitive=True),
    "renewRecoveryCodes": Grant(SIGNED_IN, is_sensitive=True),
    "setPassword": Grant(EVERYONE, despite_duties=True),
    "requestPasswordReset": Grant(EVERYONE, despite_duties=True),
    "changePassword": Grant(SIGNED_IN, despite_duties=True),
    "requestEmailChange": Grant(SIGNED_IN),
    "confirmEmailChange": Grant(EVERYONE, despite_duties=True),
    "revokeSession": Grant(SIGNED_IN, despite_duties=True),
    "markViewed": Grant(INSTITUTION),
    "createExport": Grant(INSTITUTION, Scope.EXPORTS),
    "createWebhookEndpoint": Grant(frozenset({Role.PRIMARY}), Scope.WEBHOOKS),
    "updateNotificationPreferences": Grant(INSTITUTION),
    "updateProfile": Grant(SIGNED_IN, despite_duties=True),
    "addUser": Grant(frozenset({Role.PRIMARY})),
    "resendInvitation": Grant(frozenset({Role.PRIMARY})),
    "updateUser": Grant(frozenset({Role.PRIMARY})),
    "disableUser": Grant(frozenset({Role.PRIMARY})),
    "enableUser": Grant(frozenset({Role.PRIMARY})),
    "removeUser": Grant(frozenset({Role.PRIMARY})),
    "transferPrimary": Grant(frozenset({Role.PRIMARY})),
    "shareResult": Grant(frozenset({Role.CANDIDATE})),
    "withdrawShare": Grant(frozenset({Role.CANDIDATE})),
    # Subscription
    "resultShared": Grant(INSTITUTION, Scope.RESULTS_READ),
    "shareChanged": Grant(INSTITUTION, Scope.RESULTS_READ),
    "organisationEvents": Grant(frozenset({Role.PRIMARY}), Scope.WEBHOOKS),
    "exportProgress": Grant(INSTITUTION, Scope.EXPORTS),
    # Addresses outside the schema
    "downloadExport": Grant(INSTITUTION, Scope.EXPORTS),
    "downloadPhoto": Grant(INSTITUTION, Scope.RESULTS_READ),
}


def is_allowed(operation: str, role: Role, scopes: frozenset[Scope] = frozenset()) -> bool:
    """Whether the table has this cell. An operation without a row is nobody's."""
    grant = TABLE.get(operation)
    if grant is None:
        return False
    if role is Role.API_CLIENT and Role.API_CLIENT not in grant.roles:
        return grant.scope is not None and grant.scope in scopes
    return role in grant.roles
