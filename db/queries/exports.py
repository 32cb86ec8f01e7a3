"""Exports: an organisation's history, and the job rows that workers claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.exports import Export, ExportSubject, StoredFile
from db.models.users import User
from db.pages import Page, Position, Window, cut
from db.views import shared_results
from domain.shared_results import ResultRecord
from domain.states import ExportState

LEASE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Author:
    """The person who asked for an export."""

    first_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class ExportWithFile:
    """An export and, once it is ready, its file; no author if an API client asked for it."""

    export: Export
    file: StoredFile | None
    author: Author | None


async def by_ids(
    session: AsyncSession, organisation_id: UUID, ids: Sequence[UUID]
) -> Sequence[ExportWithFile]:
    """The organisation's exports among these ids."""
    statement = _of_organisation(organisation_id).where(col(Export.id).in_(ids))
    return [_with_file(*row) for row in (await session.execute(statement)).all()]


async def by_id(
    session: AsyncSession, organisation_id: UUID, export_id: UUID
) -> ExportWithFile | None:
    """One export of the organisation."""
    return next(iter(await by_ids(session, organisation_id, [export_id])), None)


async def page(session: AsyncSession, organisation_id: UUID, asked: Window) -> Page[ExportWithFile]:
    """A page of the organisation's history, newest first."""
    place = tuple_(col(Export.created_at), col(Export.id))
    order = [col(Export.created_at), col(Export.id)]
    statement = (
        _of_organisation(organisation_id)
        .order_by(*(order if asked.is_backward else [column.desc() for column in order]))
        .limit(asked.size + 1)
    )
    if asked.position is not None:
        there = tuple_(asked.position.key, asked.position.id)
        statement = statement.where(place > there if asked.is_backward else place < there)
    rows = (await session.execute(statement)).all()
    return cut([_with_file(*row) for row in rows], asked)


async def count(session: AsyncSession, organisation_id: UUID) -> int:
    """How many exports the organisation's history has."""
    statement = select(func.count()).where(col(Export.organisation_id) == organisation_id)
    return int((await session.execute(statement)).scalar_one())


def position(export: Export) -> Position:
    """Where an export stands in the history."""
    return Position(export.created_at, export.id)


async def add(session: AsyncSession, export: Export, share_ids: Sequence[UUID]) -> None:
    """Queue an export with its subjects in their order."""
    session.add(export)
    await session.flush()
    rows = [
        {
            "export_id": export.id,
            "position": place,
            "organisation_id": export.organisation_id,
            "share_id": share_id,
            "version": None,
        }
        for place, share_id in enumerate(share_ids)
    ]
    await session.execute(insert(ExportSubject), rows)


def _of_organisation(organisation_id: UUID) -> Select[Export, StoredFile, str, str]:
    """Exports with file and author; a colleague who has left is still named."""
    return (
        select(Export, StoredFile, col(User.first_name), col(User.family_name))
        .outerjoin(StoredFile, col(StoredFile.id) == col(Export.file_id))
        .outerjoin(User, col(User.id) == col(Export.created_by))
        .where(col(Export.organisation_id) == organisation_id)
    )


def _with_file(
    export: Export, file: StoredFile | None, first_name: str | None, family_name: str | None
) -> ExportWithFile:
    if first_name is None or family_name is None:
        return ExportWithFile(export, file, None)
    return ExportWithFile(export, file, Author(first_name, family_name))


async def subjects(session: AsyncSession, organisation_id: UUID, export_id: UUID) -> Sequence[UUID]:
    """The shares that the export was asked for, in their order."""
    statement = (
        select(col(ExportSubject.share_id))
        .where(
            col(ExportSubject.organisation_id) == organisation_id,
            col(ExportSubject.export_id) == export_id,
        )
        .order_by(col(ExportSubject.position))
    )
    return (await session.execute(statement)).scalars().all()


async def note_shown(
    session: AsyncSession,
    organisation_id: UUID,
    export_id: UUID,
    shown: Mapping[UUID, ResultRecord],
) -> None:
    """Keep which version of each result the file shows, and in which state, by share."""
    await session.execute(
        text(
            "UPDATE export_subjects s SET version = given.version, result_state = given.state"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:states AS text[]))"
            " AS given(id, version, state)"
            " WHERE s.organisation_id = :organisation_id AND s.export_id = :export_id"
            " AND s.share_id = given.id"
        ),
        {
            "ids": list(shown),
            "versions": [result.version for result in shown.values()],
            "states": [result.state.value for result in shown.values()],
            "organisation_id": organisation_id,
            "export_id": export_id,
        },
    )


async def ended_subjects(session: AsyncSession, organisation_id: UUID, export_id: UUID) -> int:
    """How many results of the file may no longer be shown, or are not as it shows them by now."""
    view = shared_results.c
    statement = (
        select(func.count())
        .select_from(ExportSubject)
        .outerjoin(shared_results, view.share_id == col(ExportSubject.share_id))
        .where(
            col(ExportSubject.organisation_id) == organisation_id,
            col(ExportSubject.export_id) == export_id,
            col(ExportSubject.version).isnot(None),
            or_(
                view.result_id.is_(None),
                view.result_state != col(ExportSubject.result_state),
                view.version != col(ExportSubject.version),
            ),
        )
    )
    return int((await session.execute(statement)).scalar_one())


async def claim(session: AsyncSession) -> Row[Any] | None:
    """Lease the oldest export that is queued, or whose worker has gone.

    One at a time for an organisation: many large ones of one must not hold up those of others.
    """
    statement = text(
        """
        UPDATE exports SET state = 'RUNNING', lease_token = gen_random_uuid(),
          attempts = attempts + 1, lease_until = now() + make_interval(secs => :lease_seconds)
        WHERE id = (
          SELECT e.id FROM exports e
          WHERE (e.state = 'QUEUED' OR (e.state = 'RUNNING' AND e.lease_until < now()))
            AND NOT EXISTS (
              SELECT FROM exports r
              WHERE r.organisation_id = e.organisation_id
                AND r.state = 'RUNNING' AND r.lease_until >= now())
          ORDER BY e.created_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED)
        RETURNING id, organisation_id, created_by, created_by_client, format, language, columns,
          lease_token, attempts, created_at
        """
    )
    return (await session.execute(statement, {"lease_seconds": LEASE_SECONDS})).first()


async def progress(
    session: AsyncSession, export_id: UUID, lease_token: UUID, rows_done: int
) -> bool:
    """Renew the lease and note how far the file is; False when the lease was lost."""
    statement = (
        update(Export)
        .where(
            col(Export.id) == export_id,
            col(Export.lease_token) == lease_token,
            col(Export.state) == ExportState.RUNNING,
        )
        .values(
            rows_done=func.least(rows_done, col(Export.rows_total)),
            lease_until=func.now() + func.make_interval(0, 0, 0, 0, 0, 0, LEASE_SECONDS),
        )
        .returning(col(Export.id))
    )
    return (await session.execute(statement)).first() is not None


async def finish(
    session: AsyncSession,
    export_id: UUID,
    lease_token: UUID,
    *,
    state: ExportState,
    now: datetime,
    omitted: int = 0,
    failure: str | None = None,
    file_id: UUID | None = None,
) -> bool:
    """Give the export its end, by id and lease; False when the lease was lost."""
    statement = (
        update(Export)
        .where(col(Export.id) == export_id, col(Export.lease_token) == lease_token)
        .values(
            state=state,
            lease_token=None,
            lease_until=None,
            rows_done=col(Export.rows_total) - omitted
            if state is ExportState.READY
            else col(Export.rows_done),
            omitted=omitted,
            failure=failure,
            file_id=file_id,
            finished_at=now,
        )
        .returning(col(Export.id))
    )
    return (await session.execute(statement)).first() is not None


async def add_file(session: AsyncSession, file: StoredFile) -> None:
    """Announce a file that is whole."""
    session.add(file)
    await session.flush()
