"""Pages for what went wrong: what happened, what to do next, and the id to quote."""

from typing import Final

from starlette.responses import HTMLResponse

from domain.texts import Language
from server.pages import rendering

_KINDS: Final = {403: "forbidden", 404: "not_found", 410: "gone"}


def error(
    status: int, language: Language, correlation_id: str, *, is_demo: bool = False
) -> HTMLResponse:
    """A page for any status of 400 and above; it never says what happened inside."""
    return rendering.page(
        "error.html",
        language,
        is_demo=is_demo,
        status=status,
        kind=_KINDS.get(status, "request" if status < 500 else "internal"),
        correlation_id=correlation_id,
    )
