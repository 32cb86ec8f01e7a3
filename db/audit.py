"""The audit log: one row for an act, written in the act's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.ids import new_id
from db.models.audit import AuditRow
from domain.permissions import Role


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
        await session.execute(insert(AuditRow).values([_row(act) for act in acts]))


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
