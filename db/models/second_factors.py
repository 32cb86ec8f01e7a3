"""Second factors of accounts: the seed of an app, and codes for when the app is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary
from sqlmodel import Field, SQLModel

from db.columns import instant


class SecondFactor(SQLModel, table=True):
    """The app of an account: one, which counts once a right code has confirmed it.

    The seed is encrypted (`db.keyring`). `last_step` is the newest step of time whose code was
    used: no code is good twice. One that was switched off has neither seed nor date.
    """

    __tablename__ = "second_factors"
    __table_args__ = (
        CheckConstraint(
            "confirmed_at IS NULL OR (seed IS NOT NULL AND last_step IS NOT NULL)",
            name="second_factors_confirmed_by_a_code",
        ),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    seed: bytes | None = Field(default=None, sa_type=LargeBinary)
    begun_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None)
    last_step: int | None = Field(default=None, sa_type=BigInteger)


class RecoveryCode(SQLModel, table=True):
    """One of the numbered codes of an account, as a fingerprint; new codes replace the old ones."""

    __tablename__ = "recovery_codes"

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    number: int = Field(primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
