"""The tables, one module per noun. Importing this package fills `SQLModel.metadata`."""

from db.models import (
    api_clients,
    audit,
    events,
    exams,
    exports,
    idempotency,
    letters,
    links,
    notifications,
    organisations,
    results,
    second_factors,
    shares,
    terms,
    users,
    webhooks,
)

__all__ = [
    "api_clients",
    "audit",
    "events",
    "exams",
    "exports",
    "idempotency",
    "letters",
    "links",
    "notifications",
    "organisations",
    "results",
    "second_factors",
    "shares",
    "terms",
    "users",
    "webhooks",
]
