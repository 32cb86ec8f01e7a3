"""A schema of a few lines that keeps every rule, and what a change makes of it."""

from typing import Final

TEXT: Final = """
  type Query {
    "An exam; null if there is none."
    exam("Its code." code: String!, "Left out: as it is today." on: String): Exam
    "Every exam."
    exams("Left out: any." of: Search, "How many; left out: all." first: Int): [Exam!]!
  }
  "An exam."
  type Exam implements Coded { "The code." code: String! "The level." level: Int! }
  "What has a code."
  interface Coded { "Its code." code: String! }
  "How it is held."
  enum Mode { PAPER SCREEN }
  "What to look for."
  input Search { "Left out: any mode." mode: Mode "Its name." name: String! = "" }
"""


def changed(*replacements: tuple[str, str]) -> str:
    """The schema with each text, which it holds once, replaced by another."""
    text = TEXT
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
