"""The xlsx workbook: a sheet of typed cells, and a sheet that says what the file is."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final
from uuid import uuid4
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from db.storage import full_disk_is_clear
from domain.export_columns import Cell, ColumnKind, ExportColumn
from domain.texts import text
from workers.exports import cells
from workers.exports.notes import ExportNotes

# Limits of the format.
MAXIMUM_ROWS: Final = 1_048_575
MAXIMUM_CELL_CHARACTERS: Final = 32_767

_WIDTHS: Final = {
    ColumnKind.TEXT: 24,
    ColumnKind.INTEGER: 10,
    ColumnKind.DATE: 14,
    ColumnKind.DATETIME: 21,
}


class TooManyRows(Exception):
    """A sheet holds 1 048 575 rows under its heading: choose csv, or fewer results."""


def write_xlsx(
    path: Path,
    columns: Sequence[ExportColumn],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    notes: ExportNotes,
) -> int:
    """Write the workbook row by row; returns the number of rows. Blocks: not for the event loop.

    Raises TooManyRows or StorageFull. What openpyxl streams aside stays in the folder of `path`,
    so that a killed process leaves nothing in the machine's temporary folder.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.title = text(notes.language, "export.title")
    workbook.properties.creator = text(notes.language, "service.name")
    workbook.properties.created = notes.made_at.astimezone(UTC).replace(tzinfo=None)
    try:
        with full_disk_is_clear():
            title = text(notes.language, "export.sheet_results")
            count = _write_results(
                workbook, path, columns, headings=headings, rows=rows, title=title
            )
            _write_notes(workbook, path, notes, count)
            workbook.save(path)
    finally:
        _tidy(workbook)
    return count


def verify_xlsx(path: Path) -> int:
    """Open the workbook again, read its first sheet to the end, count the rows under the heading.

    Raises what zipfile, expat or openpyxl raise when the file is damaged.
    """
    workbook = load_workbook(path, read_only=True)
    first = workbook.worksheets[0].title
    workbook.close()
    if not first:
        raise ValueError("the workbook has no sheet")
    return _count_rows(path, "xl/worksheets/sheet1.xml") - 1


def _write_results(
    workbook: Workbook,
    path: Path,
    columns: Sequence[ExportColumn],
    *,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    title: str,
) -> int:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, (column, heading) in enumerate(zip(columns, headings, strict=True), 1):
        width = max(_WIDTHS[column.kind], min(len(heading) + 4, 40))
        sheet.column_dimensions[get_column_letter(position)].width = width
    _stream_beside(path, sheet)
    sheet.append([_heading(sheet, heading) for heading in headings])
    count = 0
    for row in rows:
        if count == MAXIMUM_ROWS:
            raise TooManyRows
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headings), 1))}{count + 1}"
    sheet.close()
    return count


def _write_notes(workbook: Workbook, path: Path, notes: ExportNotes, count: int) -> None:
    sheet = workbook.create_sheet(text(notes.language, "export.sheet_about"))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 80
    _stream_beside(path, sheet)
    for label, value in notes.lines(count):
        sheet.append([_heading(sheet, label), _cell(sheet, value)])
    sheet.close()


def _stream_beside(path: Path, sheet: WriteOnlyWorksheet) -> None:
    """Let openpyxl keep the sheet's rows beside `path` until the workbook is saved.

    By default they go to the machine's temporary folder, from which nobody removes them after a
    `kill -9`. Panes and widths must be set before, since this writes the top of the sheet.
    """
    part = str(path.with_name(f"{path.name}.{uuid4().hex}.part"))
    writer = WorksheetWriter(sheet, out=part)
    ALL_TEMP_FILES.append(part)
    sheet._writer = writer  # type: ignore[attr-defined]
    writer.write_top()


def _tidy(workbook: Workbook) -> None:
    """After a failure: close what streams, and remove what was streamed. Saving did it before."""
    for sheet in workbook.worksheets:
        writer = getattr(sheet, "_writer", None)
        if writer is None:
            continue
        if not sheet.closed:
            # Closing flushes, which fails once more where the disk is full.
            with suppress(OSError):
                sheet.close()
        Path(writer.out).unlink(missing_ok=True)
        if writer.out in ALL_TEMP_FILES:
            ALL_TEMP_FILES.remove(writer.out)


def _heading(sheet: WriteOnlyWorksheet, heading: str) -> SheetCell:
    cell = _text_cell(sheet, _fitting(cells.writable(heading)))
    cell.font = Font(bold=True, color="FF1F3A5F")
    cell.fill = PatternFill("solid", fgColor="FFE8EEF4")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> Cell | SheetCell:
    if not isinstance(value, str):
        return value
    shown = _fitting(cells.writable(value))
    # openpyxl takes `=…` for a formula and `#N/A` for an error value: say that both are text.
    if shown.startswith("#") or cells.looks_like_formula(shown):
        return _text_cell(sheet, shown)
    return shown


def _text_cell(sheet: WriteOnlyWorksheet, shown: str) -> SheetCell:
    cell = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"
    # Keeps it a text even after somebody has edited the cell by hand.
    cell.quotePrefix = cells.looks_like_formula(shown)
    return cell


def _fitting(shown: str) -> str:
    """The text, or its beginning with a mark that says how long it was."""
    if _units(shown) <= MAXIMUM_CELL_CHARACTERS:
        return shown
    mark = f" … [{len(shown)}]"
    beginning = shown.encode("utf-16-le")[: 2 * (MAXIMUM_CELL_CHARACTERS - len(mark))]
    return beginning.decode("utf-16-le", "ignore") + mark


def _units(shown: str) -> int:
    """Spreadsheets count UTF-16 units."""
    return len(shown) if shown.isascii() else len(shown.encode("utf-16-le")) // 2


def _count_rows(path: Path, part: str) -> int:
    count = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal count
        count += name == "row"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with ZipFile(path) as archive, archive.open(part) as sheet:
        while chunk := sheet.read(1 << 20):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return count
