"""Results and candidates as the API shows them."""

from datetime import date
from typing import Self

import strawberry

from domain.catalogue import Catalogue, Skill
from domain.global_ids import Kind
from domain.shared_results import CandidateRecord, Outcome, ResultRecord
from domain.states import ResultState
from schema.exams import Exam
from schema.nodes import global_id

strawberry.enum(Skill, description="A part of an exam that has a score of its own.")


@strawberry.type(description="The person who sat the exam.")
class Candidate:
    """Names as held by the awarding body."""

    first_name: str = strawberry.field(description="First names.")
    family_name: str = strawberry.field(description="Family name.")
    date_of_birth: date = strawberry.field(description="Date of birth.")
    candidate_number: str = strawberry.field(description="The candidate ID.")

    @classmethod
    def of(cls, record: CandidateRecord) -> Self:
        """The view of a record."""
        return cls(
            first_name=record.first_name,
            family_name=record.family_name,
            date_of_birth=record.date_of_birth,
            candidate_number=record.candidate_number,
        )


@strawberry.type(description="The score of one skill.")
class SkillScore:
    """On the same scale as the overall score."""

    skill: Skill = strawberry.field(description="Which skill.")
    score: int = strawberry.field(description="Points on the exam's scale.")


@strawberry.type(description="Where the exam was sat.")
class Centre:
    """An exam centre."""

    number: str = strawberry.field(description="The centre's number.")
    name: str = strawberry.field(description="The centre's name.")


@strawberry.type(description="One version of a result, as it was issued.")
class Result:
    """Scores, grade and level are null while the state does not show them."""

    id: strawberry.ID = strawberry.field(description="Global id of the result.")
    version: int = strawberry.field(description="Counted from 1; an amendment adds one.")
    reference_number: str = strawberry.field(description="Statement of Results number.")
    state: ResultState = strawberry.field(description="What the awarding body says of it now.")
    outcome: Outcome = strawberry.field(description="GRADED, or why there is no grade.")
    exam: Exam = strawberry.field(description="The exam, with its facts on the day of the exam.")
    exam_date: date = strawberry.field(description="The day of the exam.")
    session_code: str = strawberry.field(description="The exam session.")
    place_of_entry: str = strawberry.field(description="Where the candidate entered.")
    centre: Centre = strawberry.field(description="Where the exam was sat.")
    overall_score: int | None = strawberry.field(
        description="As issued; null without scores or while they are not shown."
    )
    grade: str | None = strawberry.field(
        description="Code of the grade, such as A or PASS_WITH_MERIT; null without one."
    )
    cefr_level: str | None = strawberry.field(
        description="Level of the CEFR that was reached; null without one."
    )
    skill_scores: list[SkillScore] = strawberry.field(
        description="In the exam's order; empty without scores."
    )

    @classmethod
    def of(cls, record: ResultRecord, catalogue: Catalogue) -> Self:
        """The view of a record, with the exam's facts on the day of the exam."""
        period = catalogue.period(record.exam_code, record.exam_date)
        exam = (
            Exam.of(period)
            if period
            else Exam(
                code=record.exam_code,
                name=record.exam_code,
                cefr_level=None,
                has_photo=False,
                scale_minimum=None,
                scale_maximum=None,
            )
        )
        return cls(
            id=global_id(Kind.RESULT, record.id),
            version=record.version,
            reference_number=record.reference_number,
            state=record.state,
            outcome=record.outcome,
            exam=exam,
            exam_date=record.exam_date,
            session_code=record.session_code,
            place_of_entry=record.place_of_entry,
            centre=Centre(number=record.centre_number, name=record.centre_name),
            overall_score=record.overall_score,
            grade=record.grade,
            cefr_level=record.cefr_level,
            skill_scores=_skill_scores(record),
        )


def _skill_scores(record: ResultRecord) -> list[SkillScore]:
    """In the order of the catalogue's skills, which every exam follows."""
    return [
        SkillScore(skill=skill, score=record.skill_scores[skill.value])
        for skill in Skill
        if skill.value in record.skill_scores
    ]
