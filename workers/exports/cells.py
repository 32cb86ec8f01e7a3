"""What a text may look like inside a file that a spreadsheet opens: shown whole, never run."""

import re
from typing import Final

# What XML 1.0 cannot hold (controls, lone surrogates, U+FFFE, U+FFFF), and what nobody can see
# (DEL and the C1 controls).
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# What turns the order of all that follows: no name needs it, and a forger might. Replaced, so that
# one sees that something stood there.
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

# Hints of direction have no shape and turn nothing but their neighbours: left out. The joiners
# U+200C and U+200D beside them stay, since Persian and Indic names are spelt with them.
_HINTS: Final = re.compile("[\u061c\u200e\u200f]")

_LINE_BREAKS: Final = re.compile("\r\n?")

# A formula sign, plain or full-width, after any white space or characters without width.
_FORMULA: Final = re.compile(
    "[\\s\u200b-\u200f\u2060-\u2064\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
)

_LEADING_BREAK: Final = ("\t", "\r", "\n")


def writable(text: str) -> str:
    """The text with U+FFFD in the place of what no file can hold or what turns the reading order.

    Line breaks become a single line feed, which is what spreadsheets use inside a cell.
    """
    whole = _UNWRITABLE.sub("\ufffd", _LINE_BREAKS.sub("\n", text))
    return _TURNS.sub("\ufffd", _HINTS.sub("", whole))


def looks_like_formula(text: str) -> bool:
    """Whether some spreadsheet would run the text if it were typed into a cell."""
    return text.startswith(_LEADING_BREAK) or _FORMULA.match(text) is not None
