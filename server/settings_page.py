"""The text of `.env.example`: every setting with its sentence and default, and nothing else."""

import textwrap
from collections.abc import Iterator
from typing import Final

from server.settings import Settings

_HEAD: Final = (
    "Settings of the Results Verification Service.",
    "Each is an environment variable, or a line of a file `.env` in the working directory. What "
    "stands here are the defaults. `make run` needs none of them.",
)
_WIDTH: Final = 98


def text() -> str:
    """The page. Write it to `.env.example` after a setting has changed."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for paragraph in _HEAD:
        yield from _comment(paragraph)
    for name, field in Settings.model_fields.items():
        yield ""
        yield from _comment(field.description or "")
        yield f"#{name.upper()}={_shown(field.default)}"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default or "")


def _comment(paragraph: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(paragraph, _WIDTH)]
