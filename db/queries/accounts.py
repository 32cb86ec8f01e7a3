"""Accounts, their secrets and their sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.second_factors import SecondFactor
from db.models.users import Session, SignInAttempt, User, UserSecret
from db.views import api_key_viewers, session_viewers
from domain.states import UserState
from domain.texts import Language


async def session_viewer(session: AsyncSession) -> Row[Any] | None:
    """The account behind the live session that the transaction's credential names.

    `read_at` is the moment by the database's clock.
    """
    statement = select(session_viewers, func.now().label("read_at"))
    return (await session.execute(statement)).first()


async def api_key_viewer(session: AsyncSession) -> Row[Any] | None:
    """The API client behind the live key that the transaction's credential names."""
    return (await session.execute(select(api_key_viewers))).first()


async def by_email(session: AsyncSession, email_key: str) -> User | None:
    """The account of an address (lower case), under an identity that names the address."""
    found = await session.execute(select(User).where(col(User.email_key) == email_key))
    return found.scalar_one_or_none()


async def by_id(session: AsyncSession, user_id: UUID) -> User | None:
    """An account that the transaction may see."""
    found = await session.execute(select(User).where(col(User.id) == user_id))
    return found.scalar_one_or_none()


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[User]:
    """The accounts among these ids that the transaction may see."""
    found = await session.execute(select(User).where(col(User.id).in_(ids)))
    return found.scalars().all()


async def set_language(session: AsyncSession, user_id: UUID, language: Language) -> None:
    """Keep the language of an account, under its own identity."""
    await session.execute(update(User).where(col(User.id) == user_id).values(language=language))


async def secret(session: AsyncSession, user_id: UUID) -> tuple[str | None, bool]:
    """The account's password hash and whether it has a second factor, in one question."""
    has_factor = exists().where(
        col(SecondFactor.user_id) == user_id, col(SecondFactor.confirmed_at).is_not(None)
    )
    statement = select(col(UserSecret.password_hash), has_factor.label("has_factor")).where(
        col(UserSecret.user_id) == user_id
    )
    row = (await session.execute(statement)).first()
    return (None, False) if row is None else (row.password_hash, row.has_factor)


async def lock_password(session: AsyncSession, user_id: UUID) -> str | None:
    """The password hash, locked: of several changes at once, one at a time sees what it is now."""
    statement = (
        select(col(UserSecret.password_hash))
        .where(col(UserSecret.user_id) == user_id)
        .with_for_update()
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def set_password(
    session: AsyncSession, user_id: UUID, password_hash: str, now: datetime
) -> None:
    """Keep the hash of a new password.

    Under the account's own identity, with a credential that proves it (a live session or a link
    that was sent to it): without one PostgreSQL refuses.
    """
    values = {"password_hash": password_hash, "changed_at": now}
    changed = update(UserSecret).where(col(UserSecret.user_id) == user_id).values(values)
    found = await session.execute(changed.returning(col(UserSecret.user_id)))
    if found.first() is None:
        await session.execute(insert(UserSecret).values(user_id=user_id, **values))


async def activate(session: AsyncSession, user_id: UUID) -> None:
    """The account was invited, and its person has come; proved as `set_password` is."""
    invited = update(User).where(col(User.id) == user_id, col(User.state) == UserState.INVITED)
    await session.execute(invited.values(state=UserState.ACTIVE))


async def set_email(session: AsyncSession, user_id: UUID, email: str) -> None:
    """Keep another address, in a transaction with the credential of a link that was sent to it.

    Raises `IntegrityError` when another account has it.
    """
    changed = update(User).where(col(User.id) == user_id)
    await session.execute(changed.values(email=email, email_key=email.lower()))


async def open_sessions(
    session: AsyncSession, user_id: UUID, now: datetime, idle: timedelta
) -> Sequence[Session]:
    """The sessions of an account that are good now, newest first, under its own identity."""
    statement = (
        select(Session)
        .where(
            col(Session.user_id) == user_id,
            col(Session.ended_at).is_(None),
            col(Session.expires_at) > now,
            col(Session.last_seen_at) >= now - idle,
        )
        .order_by(col(Session.created_at).desc(), col(Session.id).desc())
    )
    return (await session.execute(statement)).scalars().all()


async def start_session(session: AsyncSession, row: Session) -> None:
    """Write a session, and when the account signed in last."""
    session.add(row)
    await session.flush()
    await session.execute(
        update(User).where(col(User.id) == row.user_id).values(last_sign_in_at=row.created_at)
    )


async def touch_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Count the request as activity, at most once a minute."""
    await session.execute(
        update(Session)
        .where(
            col(Session.id) == session_id,
            col(Session.last_seen_at) < now - timedelta(minutes=1),
        )
        .values(last_seen_at=now)
    )


async def confirm_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Note that the person behind a session has proved anew who they are."""
    await session.execute(
        update(Session).where(col(Session.id) == session_id).values(confirmed_at=now)
    )


async def end_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """End a session at once."""
    await session.execute(update(Session).where(col(Session.id) == session_id).values(ended_at=now))


async def end_own_session(
    session: AsyncSession, user_id: UUID, session_id: UUID, now: datetime
) -> bool:
    """End one session of this account; False when it has none of this id."""
    ended = (
        update(Session)
        .where(col(Session.id) == session_id, col(Session.user_id) == user_id)
        .values(ended_at=func.coalesce(col(Session.ended_at), now))
        .returning(col(Session.id))
    )
    return (await session.execute(ended)).first() is not None


async def end_sessions(
    session: AsyncSession, user_id: UUID, now: datetime, *, but: UUID | None = None
) -> None:
    """End all sessions of an account but one, under the account's own identity."""
    ended = update(Session).where(col(Session.user_id) == user_id, col(Session.ended_at).is_(None))
    if but is not None:
        ended = ended.where(col(Session.id) != but)
    await session.execute(ended.values(ended_at=now))


async def lock_failures(
    session: AsyncSession, subject_hash: bytes, now: datetime
) -> tuple[int, datetime]:
    """How often signing in has failed for this subject, and when it last did; one at a time."""
    await session.execute(
        upsert(SignInAttempt)
        .values(subject_hash=subject_hash, failures=0, last_failed_at=now)
        .on_conflict_do_nothing()
    )
    statement = (
        select(col(SignInAttempt.failures), col(SignInAttempt.last_failed_at))
        .where(col(SignInAttempt.subject_hash) == subject_hash)
        .with_for_update()
    )
    row = (await session.execute(statement)).one()
    return row.failures, row.last_failed_at


async def count_failure(session: AsyncSession, subject_hash: bytes, now: datetime) -> None:
    """One more failure for this subject; the count starts anew after a quiet day."""
    is_stale = col(SignInAttempt.last_failed_at) < now - timedelta(days=1)
    again = func.least(col(SignInAttempt.failures), 1000) + 1
    await session.execute(
        upsert(SignInAttempt)
        .values(subject_hash=subject_hash, failures=1, last_failed_at=now)
        .on_conflict_do_update(
            index_elements=[col(SignInAttempt.subject_hash)],
            set_={"failures": case((is_stale, 1), else_=again), "last_failed_at": now},
        )
    )


async def give_back(session: AsyncSession, subject_hash: bytes) -> None:
    """Take one failure off: the try that was counted beforehand was none."""
    await session.execute(
        update(SignInAttempt)
        .where(col(SignInAttempt.subject_hash) == subject_hash, col(SignInAttempt.failures) > 0)
        .values(failures=col(SignInAttempt.failures) - 1)
    )


async def forget_old_tries(session: AsyncSession, now: datetime, limit: int) -> int:
    """Delete counts of which a quiet day has made nothing, a batch; returns how many."""
    old = (
        select(col(SignInAttempt.subject_hash))
        .where(col(SignInAttempt.last_failed_at) < now - timedelta(days=1))
        .limit(limit)
    )
    subject = col(SignInAttempt.subject_hash)
    gone = delete(SignInAttempt).where(subject.in_(old)).returning(subject)
    return len((await session.execute(gone)).all())


async def forgive(session: AsyncSession, subject_hash: bytes) -> None:
    """Forget the failures of a subject after it got in."""
    await session.execute(
        update(SignInAttempt)
        .where(col(SignInAttempt.subject_hash) == subject_hash)
        .values(failures=0)
    )
