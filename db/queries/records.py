"""Rows of the read views as the records of `domain.shared_results`."""

from typing import Any

from sqlalchemy import Row

from domain.shared_results import CandidateRecord, Outcome, ResultRecord, SharedResultRecord


def shared_result(row: Row[Any]) -> SharedResultRecord:
    """A row of `shared_results` with `viewed_at` and `is_new`."""
    has_access = row.result_id is not None
    return SharedResultRecord(
        share_id=row.share_id,
        organisation_id=row.organisation_id,
        state=row.state,
        shared_at=row.shared_at,
        expires_at=row.expires_at,
        viewed_at=row.viewed_at,
        is_new=bool(row.is_new),
        includes_photo=row.includes_photo,
        candidate=candidate(row) if has_access else None,
        result=result(row) if has_access else None,
    )


def candidate(row: Row[Any]) -> CandidateRecord:
    """The candidate's columns of a row."""
    return CandidateRecord(
        id=row.candidate_id,
        first_name=row.first_name,
        family_name=row.family_name,
        date_of_birth=row.date_of_birth,
        candidate_number=row.candidate_number,
    )


def result(row: Row[Any]) -> ResultRecord:
    """The result's columns of a row. A withheld result has no outcome but that."""
    return ResultRecord(
        id=row.result_id,
        version=row.version,
        reference_number=row.reference_number,
        exam_code=row.exam_code,
        exam_date=row.exam_date,
        session_code=row.session_code,
        place_of_entry=row.place_of_entry,
        centre_number=row.centre_number,
        centre_name=row.centre_name,
        state=row.result_state,
        outcome=Outcome(row.outcome),
        overall_score=row.overall_score,
        grade=row.grade,
        cefr_level=row.cefr_level,
        skill_scores=row.skill_scores,
    )
