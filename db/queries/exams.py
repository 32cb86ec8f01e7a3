"""The exam catalogue as it is stored."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.exams import ExamPeriodRow


async def facts(session: AsyncSession) -> Sequence[dict[str, Any]]:
    """The facts of every exam and period, as `domain.catalogue_file.parse` reads them."""
    statement = select(col(ExamPeriodRow.facts)).order_by(
        col(ExamPeriodRow.code), col(ExamPeriodRow.valid_from)
    )
    return (await session.execute(statement)).scalars().all()
