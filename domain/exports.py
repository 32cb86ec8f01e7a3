"""What an export can be."""

from enum import StrEnum
from typing import Final


class ExportFormat(StrEnum):
    """The form of the file: a table, one PDF with a page for each result, or a ZIP of PDFs."""

    XLSX = "XLSX"
    CSV = "CSV"
    PDF = "PDF"
    PDF_ZIP = "PDF_ZIP"


FILE_ENDING: Final = {
    ExportFormat.XLSX: "xlsx",
    ExportFormat.CSV: "csv",
    ExportFormat.PDF: "pdf",
    ExportFormat.PDF_ZIP: "zip",
}

MEDIA_TYPE: Final = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.PDF_ZIP: "application/zip",
}

# How many shares one export may hold: a single PDF is laid out in memory, a ZIP is streamed.
MAXIMUM_ROWS: Final = {
    ExportFormat.XLSX: 5_000,
    ExportFormat.CSV: 5_000,
    ExportFormat.PDF: 200,
    ExportFormat.PDF_ZIP: 5_000,
}
