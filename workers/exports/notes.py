"""What a data file says about itself: made when, by whom, from which selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.export_columns import Cell
from domain.texts import Language, text


@dataclass(frozen=True, slots=True)
class ExportNotes:
    """The facts of the sheet that describes an export; `selection` is the filter in words."""

    made_at: datetime
    made_by: str
    organisation_name: str
    selection: str
    language: Language

    def lines(self, row_count: int) -> Sequence[tuple[str, Cell]]:
        """Label and value of each fact, in the order of the sheet."""
        values: tuple[tuple[str, Cell], ...] = (
            ("service", text(self.language, "service.name")),
            ("organisation", self.organisation_name),
            ("made_at", self.made_at.astimezone(UTC).replace(tzinfo=None)),
            ("made_by", self.made_by),
            ("rows", row_count),
            ("selection", self.selection),
            ("notice", text(self.language, "export.notice_text")),
        )
        return [(text(self.language, f"export.{key}"), value) for key, value in values]
