"""The file of an export: what may be shown of its subjects now, in the form that was asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from db.engine import Identity
from db.queries import exports, organisations, share_pages, shares
from db.queries.share_lists import Question
from domain import export_columns
from domain.export_columns import Wording
from domain.exports import ExportFormat
from domain.shared_results import ResultRecord, SharedResultRecord
from domain.texts import Language, text
from workers.exports import delimited, xlsx
from workers.exports.notes import ExportNotes
from workers.services import WorkerServices
from workers.statements.renderer import StatementRenderer
from workers.statements.statement import Statement, is_printable

CHUNK: Final = 200


class NothingLeft(Exception):
    """No subject of the export may be shown any more."""


class Unreadable(Exception):
    """The finished file does not hold what was written into it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a file holds: the result of each share as it is shown, and how many were left out."""

    shown: dict[UUID, ResultRecord]
    omitted: int


async def make(
    services: WorkerServices,
    renderer: StatementRenderer,
    job: Row[Any],
    path: Path,
    *,
    move: Callable[[int], None],
) -> Made:
    """Write the file of an export to `path` and read it back; `move` is told the rows so far."""
    records, asked = await _records(services, job)
    form = ExportFormat(job.format)
    if form in (ExportFormat.PDF, ExportFormat.PDF_ZIP):
        records = [record for record in records if is_printable(record)]
    if not records:
        raise NothingLeft
    if form is ExportFormat.PDF:
        await renderer.render([each async for each in _statements(services, job, records)], path)
    elif form is ExportFormat.PDF_ZIP:
        await renderer.render_zip(_counted(_statements(services, job, records), move), path)
    else:
        notes = await _notes(services, job)
        wording = Wording(Language(job.language), _exam_names(services))
        write = partial(_write_table, wording=wording, notes=notes, move=move)
        await asyncio.to_thread(write, job, records, path)
    shown = {each.share_id: each.result for each in records if each.result}
    return Made(shown, asked - len(records))


async def _records(services: WorkerServices, job: Row[Any]) -> tuple[list[SharedResultRecord], int]:
    """The subjects that may be shown, in their order, and how many were asked for."""
    question = Question(organisation_id=job.organisation_id, user_id=None, new_since=None)
    found: list[SharedResultRecord] = []
    identity = Identity(organisation_id=job.organisation_id)
    async with services.database.transaction(identity) as session:
        ids = await exports.subjects(session, job.organisation_id, job.id)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            rows = await share_pages.by_ids(session, question, chunk)
            found += [rows[each] for each in chunk if each in rows and rows[each].result]
    return found, len(ids)


def _write_table(
    job: Row[Any],
    records: Sequence[SharedResultRecord],
    path: Path,
    *,
    wording: Wording,
    notes: ExportNotes,
    move: Callable[[int], None],
) -> None:
    """Blocks: runs in a thread."""
    columns = export_columns.columns(job.columns)
    headings = [column.heading(wording.language) for column in columns]
    rows = (export_columns.row(columns, record, wording) for record in _moving(records, move))
    if ExportFormat(job.format) is ExportFormat.XLSX:
        xlsx.write_xlsx(path, columns, headings, rows, notes=notes)
        read_back = xlsx.verify_xlsx(path)
    else:
        delimited.write_csv(path, headings, rows)
        read_back = delimited.verify_csv(path)
    if read_back != len(records):
        raise Unreadable


def _moving(
    records: Sequence[SharedResultRecord], move: Callable[[int], None]
) -> Iterator[SharedResultRecord]:
    for done, record in enumerate(records):
        move(done)
        yield record


def _exam_names(services: WorkerServices) -> dict[str, str]:
    catalogue = services.catalogue
    periods = (catalogue.current(code) for code in catalogue.codes())
    return {period.code: period.name for period in periods if period is not None}


async def _notes(services: WorkerServices, job: Row[Any]) -> ExportNotes:
    language = Language(job.language)
    return ExportNotes(
        made_at=services.clock(),
        made_by=text(
            language, "export.made_by_user" if job.created_by else "export.made_by_client"
        ),
        organisation_name=await _organisation_name(services, job.organisation_id),
        selection=text(language, "export.chosen_results"),
        language=language,
    )


async def _organisation_name(services: WorkerServices, organisation_id: UUID) -> str:
    async with services.database.transaction(Identity(organisation_id=organisation_id)) as session:
        organisation = await organisations.by_id(session, organisation_id)
    return organisation.name if organisation else ""


async def _statements(
    services: WorkerServices, job: Row[Any], records: Sequence[SharedResultRecord]
) -> AsyncIterator[Statement]:
    """One statement at a time, with its photo: any number fits into memory."""
    organisation_name = await _organisation_name(services, job.organisation_id)
    for number, record in enumerate(records, 1):
        candidate, result = record.candidate, record.result
        if candidate is not None and result is not None:
            period = services.catalogue.period(result.exam_code, result.exam_date)
            yield Statement(
                candidate=candidate,
                result=result,
                exam_name=period.name if period else result.exam_code,
                scale=period.scale if period else None,
                bands=period.bands if period else (),
                photo=await _photo(services, record),
                organisation_name=organisation_name,
                language=Language(job.language),
                issued_at=services.clock(),
                reference=f"{job.id.hex[:16].upper()}-{number}",
                service_address=services.base_url,
            )


async def _photo(services: WorkerServices, record: SharedResultRecord) -> bytes | None:
    if not record.includes_photo:
        return None
    identity = Identity(organisation_id=record.organisation_id)
    async with services.database.transaction(identity) as session:
        key = await shares.photo(session, record.organisation_id, record.share_id)
    if key is None:
        return None
    return b"".join([chunk async for chunk in services.storage.open(key)])


async def _counted(
    statements: AsyncIterator[Statement], move: Callable[[int], None]
) -> AsyncIterator[Statement]:
    done = 0
    async for statement in statements:
        yield statement
        done += 1
        move(done)
