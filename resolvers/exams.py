"""The exam catalogue."""

from collections.abc import Sequence

from domain.catalogue import ExamPeriod
from resolvers.context import Context
from resolvers.operations import operation


@operation("exams")
async def exams(context: Context) -> Sequence[ExamPeriod]:
    """The facts of every exam that are in force, or were last."""
    catalogue = context.services.catalogue
    periods = (catalogue.current(code) for code in catalogue.codes())
    return [period for period in periods if period is not None]
