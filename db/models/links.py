"""One-time links that were given out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from db.columns import instant, listed_enum
from domain.links import LinkPurpose


class Link(SQLModel, table=True):
    """A link. Its token is random, 256 bits, and only its SHA-256 is kept.

    `address` (sealed) is the mailbox that the link was sent to, and so what its use proves.
    `user_id` is whose account it opens; other links name what they are about in `subject_id`. A
    link about nobody opens nothing: it stands for a request about an account that does not exist.
    """

    __tablename__ = "links"
    __table_args__ = (
        Index("links_user", "user_id"),
        Index("links_old", "expires_at"),
        CheckConstraint("user_id IS NULL OR subject_id IS NULL", name="links_about_one_thing"),
    )

    id: UUID = Field(primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    purpose: LinkPurpose = Field(sa_type=listed_enum(LinkPurpose))
    user_id: UUID | None = Field(default=None, foreign_key="users.id")
    subject_id: UUID | None = None
    address: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
