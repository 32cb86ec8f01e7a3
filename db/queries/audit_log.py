"""The audit log as a list, newest first: the tenant's rows, or all of them for an auditor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.api_clients import ApiClient
from db.models.audit import AuditRow
from db.models.users import User
from db.pages import Page, Position, Window, cut

# Of the acts on one subject only so many are found, the newest.
MOST_OF_A_SUBJECT: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which rows; all that is given must hold. The walls decide whose rows are there at all."""

    organisation_id: UUID | None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    operation: str | None = None
    outcome: str | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None

    def scope(self) -> str:
        """What a cursor of this list is bound to."""
        return f"auditLog {self!r}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row, and the name of who did it where the transaction may see that account."""

    row: AuditRow
    actor_name: str | None


async def page(session: AsyncSession, question: Question, asked: Window) -> Page[Listed]:
    """The rows of a window of the list."""
    rows = (await session.execute(statement(question, asked))).all()
    return cut([_listed(row) for row in rows], asked)


def statement(question: Question, asked: Window) -> Select[Any]:
    """One row more than the window, with names.

    Sealed rows are read by the index that fits the question; those of the last seconds are few.
    """
    is_sealed = col(AuditRow.seal).isnot(None)
    parts = [_part(question, asked, each) for each in (is_sealed, ~is_sealed)]
    found = union_all(*(select(part) for part in parts)).subquery()
    return (
        select(
            found,
            col(User.first_name),
            col(User.family_name),
            col(ApiClient.name).label("client_name"),
        )
        .select_from(found)
        .outerjoin(User, col(User.id) == found.c.actor_id)
        .outerjoin(ApiClient, col(ApiClient.id) == found.c.actor_id)
        .order_by(*_order(found.c.occurred_at, found.c.id, asked))
        .limit(asked.size + 1)
    )


def position(row: AuditRow) -> Position:
    """Where a row stands in the list."""
    return Position(row.occurred_at, row.id)


def _part(question: Question, asked: Window, condition: ColumnElement[bool]) -> Subquery:
    occurred_at, id_ = col(AuditRow.occurred_at), col(AuditRow.id)
    rows = select(AuditRow).where(condition, *_conditions(question))
    if asked.position is not None:
        here = tuple_(occurred_at, id_)
        there = tuple_(asked.position.key, asked.position.id)
        rows = rows.where(here > there if asked.is_backward else here < there)
    return rows.order_by(*_order(occurred_at, id_, asked)).limit(asked.size + 1).subquery()


def _conditions(question: Question) -> list[ColumnElement[bool]]:
    """The tenant first. Every comparison is one that indexes answer behind a policy."""
    equal = {
        AuditRow.organisation_id: question.organisation_id,
        AuditRow.operation: question.operation,
        AuditRow.outcome: question.outcome,
        AuditRow.actor_id: question.actor_id,
    }
    conditions = [col(column) == value for column, value in equal.items() if value is not None]
    if question.occurred_from is not None:
        conditions.append(col(AuditRow.occurred_at) >= question.occurred_from)
    if question.occurred_to is not None:
        conditions.append(col(AuditRow.occurred_at) < question.occurred_to)
    if question.subject_id is not None:
        about = select(func.audit_rows_about(question.subject_id, MOST_OF_A_SUBJECT))
        conditions.append(col(AuditRow.id) == func.any(func.array(about.scalar_subquery())))
    return conditions


def _order(occurred_at: Any, id_: Any, asked: Window) -> list[Any]:
    """Newest first; the id breaks ties."""
    columns = [occurred_at, id_]
    return columns if asked.is_backward else [column.desc() for column in columns]


def _listed(row: Row[Any]) -> Listed:
    columns = {name: row._mapping[name] for name in AuditRow.model_fields}
    person = f"{row.first_name} {row.family_name}" if row.first_name else None
    return Listed(AuditRow(**columns), person or row.client_name)
