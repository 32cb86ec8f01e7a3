"""A candidate's own results."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import records
from db.views import my_results
from domain.shared_results import CandidateRecord, ResultRecord


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A result with the person whose it is."""

    candidate: CandidateRecord
    result: ResultRecord


async def of_candidate(session: AsyncSession, candidate_id: UUID) -> Sequence[OwnResult]:
    """All results that are out, newest exam first."""
    statement = (
        select(my_results)
        .where(my_results.c.candidate_id == candidate_id)
        .order_by(my_results.c.exam_date.desc(), my_results.c.result_id.desc())
    )
    rows = (await session.execute(statement)).all()
    return [OwnResult(records.candidate(row), records.result(row)) for row in rows]


async def own(session: AsyncSession, candidate_id: UUID, result_id: UUID) -> OwnResult | None:
    """One result of the candidate, once it is out."""
    statement = select(my_results).where(
        my_results.c.candidate_id == candidate_id, my_results.c.result_id == result_id
    )
    row = (await session.execute(statement)).first()
    return None if row is None else OwnResult(records.candidate(row), records.result(row))
