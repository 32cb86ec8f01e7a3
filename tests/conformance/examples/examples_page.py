"""Puts the examples into their page: `python -m tests.conformance.examples.examples_page`.

Each file is shown in the fenced block that follows the link to it.
"""

import re
from typing import Final

from tests.conformance.examples.example_programs import EXAMPLES

PAGE: Final = EXAMPLES / "README.md"
_SHOWN: Final = re.compile(
    r"(?P<head>^\[`(?P<path>[^`]+)`\]\((?P=path)\)[^\n]*\n\n```\w+\n).*?^```$", re.M | re.S
)


def page() -> str:
    """The page as it must be."""
    return _SHOWN.sub(_with_its_file, PAGE.read_text("utf-8"))


def shown() -> list[str]:
    """The files of which it has blocks."""
    return [match["path"] for match in _SHOWN.finditer(PAGE.read_text("utf-8"))]


def _with_its_file(block: re.Match[str]) -> str:
    return f"{block['head']}{(EXAMPLES / block['path']).read_text('utf-8')}```"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
