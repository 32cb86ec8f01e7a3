"""Data files are read back cell by cell, with names that somebody chose to do harm."""

import csv
import os
import resource
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from db.storage import StorageFull
from domain import export_columns
from domain.catalogue import Skill
from domain.errors import InvalidInput
from domain.export_columns import CATALOGUE, DEFAULT_COLUMNS, Wording
from domain.texts import Language
from tests.files import file_samples
from workers.exports import cells, delimited, xlsx
from workers.exports.notes import ExportNotes

WORDING = Wording(Language.EN, {"C1_ADVANCED": "C1 Advanced"})
NOTES = ExportNotes(
    datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "=Ada", "Northbridge", "all", Language.EN
)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1+1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "\t=1",
    "\ttab",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example")',
]
PLAIN = [
    'O"BRIEN, ANN; "Q"',
    "'apostrophe",
    "two\nlines",
    "محمد عبد الرحمن",
    "王 秀英",
    "#N/A",
    "#REF!",
    "TRUE",
    "2026-01-01",
    "00123",
    "1e5",
    "<script>&amp;</script>",
    "_x000D_",
    " leading and trailing ",
    "😀 family",
]
UNWRITABLE = [
    "nul\x00",
    "bell\x07",
    "esc\x1b[2J",
    "lone\ud800",
    "\udfffx",
    "non\uffff",
    "\ufffe",
    "\x85",
]


def _rows(names):
    return [
        export_columns.row(DEFAULT_COLUMNS, file_samples.record(name, "EXAMPLE"), WORDING)
        for name in names
    ]


def _headings(language=Language.EN):
    return [column.heading(language) for column in DEFAULT_COLUMNS]


def _write_xlsx(path, names):
    return xlsx.write_xlsx(path, DEFAULT_COLUMNS, _headings(), iter(_rows(names)), notes=NOTES)


def _first_names(sheet):
    return [row[2] for row in sheet.iter_rows(min_row=2)]


def test_the_default_columns_have_every_skill_and_neither_passport_nor_email():
    keys = {column.key for column in DEFAULT_COLUMNS}

    assert {f"score_{skill.value.lower()}" for skill in Skill} <= keys
    assert not [key for key in CATALOGUE if "passport" in key or "mail" in key]


@pytest.mark.parametrize("language", Language)
def test_every_column_has_a_heading_of_its_own_in_each_language(language):
    headings = [column.heading(language) for column in CATALOGUE.values()]

    assert len(set(headings)) == len(CATALOGUE)


def test_an_unknown_column_is_refused_by_name():
    with pytest.raises(InvalidInput) as refusal:
        export_columns.columns(["exam", "passport_number"], ("input", "columns"))

    assert refusal.value.reason == "reasons.unknown_column"
    assert refusal.value.field == ("input", "columns")
    assert refusal.value.values == {"name": "passport_number"}


def test_a_record_without_access_leaves_every_personal_cell_empty():
    ended = replace(file_samples.record(), candidate=None, result=None)

    row = export_columns.row(DEFAULT_COLUMNS, ended, WORDING)

    assert row[2:] == [None] * (len(row) - 2)


def test_a_workbook_has_typed_cells_that_read_back_as_they_were(tmp_path):
    path = tmp_path / "results.xlsx"

    assert _write_xlsx(path, ["AN"]) == xlsx.verify_xlsx(path) == 1

    sheet = load_workbook(path).worksheets[0]
    cells_by_heading = dict(zip(_headings(), sheet[2], strict=True))
    assert [cell.value for cell in sheet[1]] == _headings()
    assert cells_by_heading["Share ID"].value == f"share_{file_samples.SHARE_ID.hex}"
    assert cells_by_heading["Date shared (UTC)"].value == datetime(2026, 8, 22, 10, 57, 29)  # noqa: DTZ001
    assert cells_by_heading["Date of birth"].value == datetime(2001, 7, 9)  # noqa: DTZ001
    assert cells_by_heading["Date of birth"].number_format == "yyyy-mm-dd"
    assert cells_by_heading["Candidate ID"].value == "0012345"
    assert cells_by_heading["Exam"].value == "C1 Advanced"
    assert cells_by_heading["Overall score"].value == 196
    assert cells_by_heading["Grade"].value == "Pass at Grade B"
    assert cells_by_heading["Writing"].value == 210
    assert cells_by_heading["Reading and Writing"].value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:X2"
    assert sheet.column_dimensions["A"].width > 20


def test_a_workbook_says_when_by_whom_and_how_many(tmp_path):
    path = tmp_path / "results.xlsx"
    _write_xlsx(path, ["AN", "BO"])

    about = {row[0].value: row[1] for row in load_workbook(path).worksheets[1]}

    assert about["Made (UTC)"].value == datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001
    assert about["Made by"].value == "=Ada"
    assert about["Made by"].data_type == "s"
    assert about["Rows"].value == 2


def test_no_name_becomes_a_formula_or_an_error_in_a_workbook(tmp_path):
    path, names = tmp_path / "results.xlsx", FORMULAS + PLAIN

    _write_xlsx(path, names)

    found = _first_names(load_workbook(path).worksheets[0])
    assert [cell.value for cell in found] == names
    assert {cell.data_type for cell in found} == {"s"}
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", UNWRITABLE)
def test_what_no_file_can_hold_is_replaced_where_it_stood(tmp_path, name):
    book, table = tmp_path / "results.xlsx", tmp_path / "results.csv"

    _write_xlsx(book, [name])
    delimited.write_csv(table, _headings(), _rows([name]))

    assert xlsx.verify_xlsx(book) == delimited.verify_csv(table) == 1
    assert "\ufffd" in _first_names(load_workbook(book).worksheets[0])[0].value
    assert "\ufffd" in table.read_text("utf-8-sig")


TURNS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
HINTS = ["\u200e", "\u200f", "\u061c"]
SPELT_WITH_JOINERS = ["می\u200cخواهم", "क्\u200dष", "ശ്രീ\u200cലാല്\u200d"]


def test_a_name_cannot_turn_the_order_in_which_a_file_is_read(tmp_path):
    book, table = tmp_path / "results.xlsx", tmp_path / "results.csv"
    names = [f"A{mark}GPJ" for mark in TURNS] + [f"عمر{mark} A" for mark in HINTS]

    _write_xlsx(book, names)
    delimited.write_csv(table, _headings(), _rows(names))

    seen = ["A\ufffdGPJ"] * len(TURNS) + ["عمر A"] * len(HINTS)
    assert [cell.value for cell in _first_names(load_workbook(book).worksheets[0])] == seen
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row[2] for row in csv.reader(file)][1:] == seen


@pytest.mark.parametrize("mark", TURNS + HINTS)
def test_a_mark_of_direction_hides_no_formula(mark):
    shown = cells.writable(f"{mark}=1+1")

    assert shown.startswith("\ufffd") or cells.looks_like_formula(shown)


@pytest.mark.parametrize("name", SPELT_WITH_JOINERS)
def test_a_name_keeps_the_joiners_with_which_it_is_spelt(name):
    assert cells.writable(name) == name


def test_an_over_long_cell_says_that_it_was_cut_in_xlsx_and_is_whole_in_csv(tmp_path):
    book, table = tmp_path / "results.xlsx", tmp_path / "results.csv"
    name = "😀" * 40_000

    _write_xlsx(book, [name])
    delimited.write_csv(table, _headings(), _rows([name]))

    shown = _first_names(load_workbook(book).worksheets[0])[0].value
    assert shown.endswith("… [40000]")
    assert len(shown.encode("utf-16-le")) // 2 <= xlsx.MAXIMUM_CELL_CHARACTERS
    assert name in table.read_text("utf-8-sig")
    assert delimited.verify_csv(table) == 1


def test_an_empty_selection_still_makes_files_that_open(tmp_path):
    book, table = tmp_path / "results.xlsx", tmp_path / "results.csv"

    assert _write_xlsx(book, []) == xlsx.verify_xlsx(book) == 0
    assert delimited.write_csv(table, _headings(), []) == delimited.verify_csv(table) == 0


def test_a_sheet_refuses_more_rows_than_the_format_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MAXIMUM_ROWS", 2)

    with pytest.raises(xlsx.TooManyRows):
        _write_xlsx(tmp_path / "results.xlsx", ["A", "B", "C"])
    assert os.listdir(tmp_path) == []


def test_a_workbook_leaves_nothing_beside_it_and_nothing_in_the_temporary_folder(tmp_path):
    before = {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("openpyxl")}

    _write_xlsx(tmp_path / "results.xlsx", ["AN"])

    after = {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("openpyxl")}
    assert after == before
    assert os.listdir(tmp_path) == ["results.xlsx"]


@pytest.mark.parametrize(
    "write",
    [
        lambda path, rows: xlsx.write_xlsx(path, DEFAULT_COLUMNS, _headings(), rows, notes=NOTES),
        lambda path, rows: delimited.write_csv(path, _headings(), rows),
    ],
    ids=["xlsx", "csv"],
)
def test_a_full_disk_is_a_clear_error(tmp_path, write):
    rows = _rows([f"{number}" * 400 for number in range(300)])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
        with pytest.raises(StorageFull):
            write(tmp_path / "results", rows)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_workbook_is_not_verified(tmp_path):
    path = tmp_path / "results.xlsx"
    _write_xlsx(path, ["AN"] * 50)
    whole = path.read_bytes()

    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(zipfile.BadZipFile):
        xlsx.verify_xlsx(path)


def test_csv_is_rfc_4180_with_a_byte_order_mark_and_no_formula(tmp_path):
    path, names = tmp_path / "results.csv", FORMULAS + PLAIN

    assert delimited.write_csv(path, _headings(), _rows(names)) == len(names)

    assert delimited.verify_csv(path) == len(names)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [row[2] for row in csv.reader(file)][1:]
    assert found == [f"'{name}" for name in FORMULAS] + PLAIN


def test_csv_has_iso_dates_and_bare_numbers(tmp_path):
    path = tmp_path / "results.csv"

    delimited.write_csv(path, _headings(Language.FR), _rows(["AN"]))

    heading, row = path.read_text("utf-8-sig").splitlines()
    assert '"Nom de famille"' in heading
    assert '"2026-08-22 10:57:29","AN"' in row
    assert '"2001-07-09"' in row
    assert ",196," in row


def test_a_csv_row_of_another_width_is_not_verified(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text('\ufeff"a","b"\r\n"1"\r\n', "utf-8")

    with pytest.raises(ValueError, match="row 1"):
        delimited.verify_csv(path)


def test_a_minus_inside_a_name_is_no_formula():
    assert not cells.looks_like_formula("ANNE-MARIE")
    assert cells.writable("a\r\nb\rc") == "a\nb\nc"
