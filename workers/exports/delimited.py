"""The csv file: RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it right."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from db.storage import full_disk_is_clear
from domain.export_columns import Cell
from workers.exports import cells


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a heading and the rows; returns the number of rows. Blocks: not for the event loop.

    Raises StorageFull.
    """
    count = 0
    # Every text is quoted: a spreadsheet that splits at semicolons then finds no formula either.
    with full_disk_is_clear(), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow([_field(heading) for heading in headings])
        for row in rows:
            writer.writerow([_field(cell) for cell in row])
            count += 1
    return count


def verify_csv(path: Path) -> int:
    """Read the file again from its first to its last byte and count its rows, without the heading.

    Raises ValueError when a row is not as wide as the heading or the bytes are not UTF-8.
    """
    count = 0
    # A field may be longer than the reader's default limit: nothing was cut when it was written.
    csv.field_size_limit(max(csv.field_size_limit(), path.stat().st_size + 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        width = len(next(reader, []))
        for row in reader:
            if len(row) != width:
                raise ValueError(f"row {count + 1} has {len(row)} fields instead of {width}")
            count += 1
    return count


def _field(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return cell
    if isinstance(cell, str):
        return _neutral(cells.writable(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat()


def _neutral(text: str) -> str:
    """An apostrophe in front keeps the text readable and stops spreadsheets from running it."""
    return f"'{text}" if cells.looks_like_formula(text) else text
