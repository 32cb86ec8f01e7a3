"""Letters on their way: e-mails about an account, each to one address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from db.columns import instant, listed_enum, stored_enum
from domain.letters import LetterKind
from domain.states import MailState
from domain.texts import Language


class Letter(SQLModel, table=True):
    """One e-mail to one address. `content`, sealed, is the address and what the letter says.

    Links in letters open accounts: the content goes as soon as the letter is sent or given up.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "letters_due",
            "next_attempt_at",
            postgresql_where=text("state IN ('PENDING', 'LEASED')"),
        ),
        Index("letters_old", "finished_at"),
        CheckConstraint("(state = 'LEASED') = (lease_token IS NOT NULL)", name="letters_lease"),
        CheckConstraint(
            "(state IN ('PENDING', 'LEASED')) = (content IS NOT NULL)", name="letters_wiped"
        ),
        CheckConstraint(
            "(state IN ('PENDING', 'LEASED')) = (finished_at IS NULL)", name="letters_finished"
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: LetterKind = Field(sa_type=listed_enum(LetterKind))
    language: Language = Field(sa_type=stored_enum(Language))
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: MailState = Field(sa_type=stored_enum(MailState))
    attempts: int = 0
    next_attempt_at: datetime = instant()
    lease_token: UUID | None = None
    lease_until: datetime | None = instant(default=None)
    useful_until: datetime | None = instant(default=None)
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None)
