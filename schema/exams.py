"""Exams as the API shows them."""

from typing import Self

import strawberry

from domain.catalogue import ExamPeriod


@strawberry.type(description="An exam of the catalogue.")
class Exam:
    """The facts that are in force on the day of a result, or today."""

    code: str = strawberry.field(description="Stable code, such as C1_ADVANCED.")
    name: str = strawberry.field(description="The exam's name, which is not translated.")
    cefr_level: str | None = strawberry.field(
        description="The level of the CEFR at which the exam is aimed; null if it has none."
    )
    has_photo: bool = strawberry.field(description="Whether a photo is taken on the test day.")
    scale_minimum: int | None = strawberry.field(
        description="Lowest overall score that can be reported; null for exams without scores."
    )
    scale_maximum: int | None = strawberry.field(
        description="Highest overall score that can be reported; null for exams without scores."
    )

    @classmethod
    def of(cls, period: ExamPeriod) -> Self:
        """The view of a period of the catalogue."""
        return cls(
            code=period.code,
            name=period.name,
            cefr_level=period.cefr_level,
            has_photo=period.has_photo,
            scale_minimum=period.scale.minimum if period.scale else None,
            scale_maximum=period.scale.maximum if period.scale else None,
        )
