"""The demo's `/inbox`: the e-mails that would have been sent, for people to read.

The HTML of a mail is shown only in a sandboxed frame, from an address whose own policy forbids
scripts, forms and everything that would be loaded.
"""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from domain.texts import Language
from server.embedded import inbox as mailbox
from server.embedded.inbox import InboxDetail, InboxMessage
from server.pages import languages, rendering

MAIL_POLICY: Final = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_MAIL_HEADERS: Final = {
    "Content-Security-Policy": MAIL_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def inbox(messages: list[InboxMessage], language: Language) -> HTMLResponse:
    """The list of all mails, in the order given."""
    return rendering.page("inbox.html", language, is_demo=True, messages=messages)


def inbox_message(detail: InboxDetail, language: Language) -> HTMLResponse:
    """One mail: its HTML in a frame, its text, its headers."""
    return rendering.page(
        "inbox_message.html", language, is_demo=True, detail=detail, message=detail.message
    )


def mail_html(html: str) -> HTMLResponse:
    """The HTML twin itself, as its author wrote it and harmless by its headers."""
    return HTMLResponse(rendering.encodable(html), headers=_MAIL_HEADERS)


def routes(directory: Path) -> list[Route]:
    """The routes of `/inbox` over a mailbox directory. Reading files, they run in threads."""

    def show_list(request: Request) -> HTMLResponse:
        return inbox(mailbox.read_inbox(directory), languages.language_of(request))

    def show_message(request: Request) -> HTMLResponse:
        return inbox_message(_detail(directory, request), languages.language_of(request))

    def show_html(request: Request) -> HTMLResponse:
        html = _detail(directory, request).html
        if html is None:
            raise HTTPException(404)
        return mail_html(html)

    return [
        Route("/inbox", show_list),
        Route("/inbox/{name}", show_message),
        Route("/inbox/{name}/html", show_html),
    ]


def _detail(directory: Path, request: Request) -> InboxDetail:
    detail = mailbox.read_message(directory, request.path_params["name"])
    if detail is None:
        raise HTTPException(404)
    return detail
