"""Values that are safe in a header and on a line of text."""

import re
import unicodedata
from typing import Final

MAX_VALUE_CHARACTERS: Final = 200
# Explicit directions could turn the rest of a line around; names need none of them.
_DIRECTION_MARKS: Final = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def one_line(value: str) -> str:
    """A value that is safe in a header and on a line of text: one line, no control characters.

    Lone surrogates are replaced, directions that hide text dropped, long values shortened
    visibly. `=?` is parted, because mail programs would decode what follows.
    """
    encodable = value.encode("utf-8", "replace").decode("utf-8").replace("=?", "= ?")
    visible = "".join(map(_visible, encodable))
    line = re.sub(r"\s+", " ", visible).strip()
    if len(line) > MAX_VALUE_CHARACTERS:
        return f"{line[: MAX_VALUE_CHARACTERS - 1]}…"
    return line


def _visible(character: str) -> str:
    if character in _DIRECTION_MARKS:
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
