"""The audit log: one row for an act, written in the act's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.ids import new_id
from db.models.audit import AuditRow
from domain.permissions import Role

# Many rows as one value: binding each of their columns takes ten times as long.
_INSERT_ALL = text(
    """
    INSERT INTO audit_rows (id, occurred_at, correlation_id, actor_role, actor_id, organisation_id,
      operation, outcome, subject_ids)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, occurred_at timestamptz,
      correlation_id text, actor_role text, actor_id uuid, organisation_id uuid, operation text,
      outcome text, subject_ids uuid[])
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did what. `subject_ids`: whose data was seen or what was changed; never values."""

    operation: str
    actor_role: Role
    actor_id: UUID | None
    organisation_id: UUID | None
    correlation_id: str
    occurred_at: datetime
    subject_ids: Sequence[UUID] = ()
    outcome: str = "OK"


async def record(session: AsyncSession, act: Act) -> None:
    """Write the row; if it cannot be written, the transaction fails and nothing is shown."""
    await session.execute(insert(AuditRow).values(_row(act)))


async def record_all(session: AsyncSession, acts: Sequence[Act]) -> None:
    """The same for several at once."""
    if acts:
        rows = orjson.dumps([_row(act) for act in acts], default=str).decode()
        await session.execute(_INSERT_ALL, {"rows": rows})


def _row(act: Act) -> dict[str, object]:
    return {
        "id": new_id(),
        "occurred_at": act.occurred_at,
        "correlation_id": act.correlation_id,
        "actor_role": act.actor_role,
        "actor_id": act.actor_id,
        "organisation_id": act.organisation_id,
        "operation": act.operation,
        "outcome": act.outcome,
        "subject_ids": list(act.subject_ids),
    }
