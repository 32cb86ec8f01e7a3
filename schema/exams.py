"""Exams as the API shows them."""

from typing import Self

import strawberry

from domain.catalogue import ExamPeriod, GradeBand


@strawberry.type(description="The overall scores that reach a level of the CEFR.")
class CefrBand:
    """A stretch of the scale; it may span several grades."""

    level: str = strawberry.field(description="The level, such as C1.")
    minimum: int = strawberry.field(description="Lowest score of it.")
    maximum: int = strawberry.field(description="Highest score of it, which belongs to it.")


@strawberry.type(description="The overall scores that earn a grade.")
class Grade:
    """A stretch of the scale; the grades cover it from end to end."""

    code: str = strawberry.field(description="As in `Result.grade`, such as A or LEVEL_B2.")
    minimum: int = strawberry.field(description="Lowest score of it.")
    maximum: int = strawberry.field(description="Highest score of it, which belongs to it.")
    cefr_level: str | None = strawberry.field(
        description="The level that it reaches; null if it reaches none."
    )


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
    cefr_bands: list[CefrBand] = strawberry.field(
        default_factory=list,
        description="Levels of the CEFR on the scale, lowest first; scores below the first reach"
        " none. Empty for exams without these facts.",
    )
    grades: list[Grade] = strawberry.field(
        default_factory=list,
        description="Grades on the scale, lowest first. Empty for exams without these facts.",
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
            cefr_bands=[CefrBand(**band._asdict()) for band in period.cefr_bands()],
            grades=[_grade(band) for band in period.grade_bands()],
        )


def _grade(band: GradeBand) -> Grade:
    return Grade(
        code=band.grade,
        minimum=band.minimum,
        maximum=band.maximum,
        cefr_level=band.cefr_level,
    )
