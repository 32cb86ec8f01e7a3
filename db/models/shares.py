"""Shares: a candidate's grant of one result to one organisation, and who has opened it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from db.columns import instant, key_text, stored_enum
from domain.states import ShareState

ACTIVE = text("state = 'ACTIVE'")


def _page_index(name: str, column: str) -> Index:
    """What a page of active shares in this order walks; the id breaks ties."""
    return Index(name, "organisation_id", column, "id", postgresql_where=ACTIVE)


class Share(SQLModel, table=True):
    """The grant. The four keys repeat the candidate's and result's facts to sort and filter by.

    They are emptied when the share ends, so that nothing can be found by them any more.
    """

    __tablename__ = "shares"
    __table_args__ = (
        Index(
            "shares_one_active_each",
            "result_id",
            "organisation_id",
            unique=True,
            postgresql_where=ACTIVE,
        ),
        CheckConstraint(
            "(state = 'ACTIVE') = (ended_at IS NULL)", name="shares_end_when_not_active"
        ),
        CheckConstraint(
            "expires_at IS NULL OR expires_at > shared_at", name="shares_expire_after_sharing"
        ),
        _page_index("shares_by_time", "shared_at"),
        _page_index("shares_by_family_name", "family_name_key"),
        _page_index("shares_by_first_name", "first_name_key"),
        _page_index("shares_by_exam", "exam_code"),
        _page_index("shares_by_score", "overall_score_key"),
        Index("shares_candidate", "candidate_id", "shared_at"),
        Index("shares_due", "expires_at", postgresql_where=ACTIVE),
        Index(
            "shares_ended",
            "organisation_id",
            "state",
            "shared_at",
            "id",
            postgresql_where=text("state <> 'ACTIVE'"),
        ),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    candidate_id: UUID = Field(foreign_key="candidates.id")
    result_id: UUID = Field(foreign_key="results.id")
    state: ShareState = Field(sa_type=stored_enum(ShareState))
    shared_at: datetime = instant()
    expires_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)
    includes_photo: bool = False
    includes_email: bool = False
    includes_passport_number: bool = False
    family_name_key: str = key_text(800)
    first_name_key: str = key_text(800)
    exam_code: str = key_text(60)
    overall_score_key: int = -1


class ShareView(SQLModel, table=True):
    """When a user opened a share first: what has no row is shown in bold."""

    __tablename__ = "share_views"
    __table_args__ = (Index("share_views_share", "share_id", "viewed_at"),)

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    share_id: UUID = Field(primary_key=True, foreign_key="shares.id")
    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
    viewed_at: datetime = instant()
