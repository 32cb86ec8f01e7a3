"""Grades and CEFR levels as labels: what may be one, and how a person reads it."""

import re
from typing import Final

from domain import texts

# From the lowest to the highest.
CEFR_LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")

_LABEL: Final = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


def is_label(text: str) -> bool:
    """Whether this can be a grade or an exam code: capital letters, digits, underscores, ≤ 40."""
    return _LABEL.fullmatch(text) is not None


def title(language: texts.Language, grade: str) -> str:
    """How a grade is read, such as 'Pass at Grade B'; an unknown old label is shown as issued."""
    key = f"grades.{grade}"
    return texts.text(language, key) if texts.has_text(key) else grade
