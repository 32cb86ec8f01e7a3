"""The outermost layer of every request: an id, safe headers, a line in the log, no bug shown."""

import time
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import failures, graphql_credentials

_CORRELATION: Final = "x-request-id"
# For answers that set none of their own; pages and mails have stricter or other ones.
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}
_TRANSPORT_SECURITY: Final = "max-age=31536000"

log = structlog.get_logger(__name__)


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, *, is_https: bool, is_demo: bool) -> None:
        self._app = app
        self._is_demo = is_demo
        self._headers = dict(_HEADERS)
        if is_https:
            self._headers["strict-transport-security"] = _TRANSPORT_SECURITY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket; everything else is passed on."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        correlation_id = graphql_credentials.correlation_id_of(HTTPConnection(scope))
        scope["headers"] = _with_id(scope["headers"], correlation_id)
        answer = _Answer(send, {**self._headers, _CORRELATION: correlation_id})
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
            try:
                await self._app(scope, receive, answer.send)
            except Exception as bug:  # noqa: BLE001 the edge: of_bug logs it
                await self._fail(bug, scope, receive, answer)
            _note(scope, answer.status, started)

    async def _fail(
        self, bug: Exception, scope: Scope, receive: Receive, answer: "_Answer"
    ) -> None:
        """A page or JSON, if nothing was sent yet; otherwise the answer stays unfinished."""
        response = failures.answer(HTTPConnection(scope), bug, is_demo=self._is_demo)
        if scope["type"] == "http" and answer.status is None:
            await response(scope, receive, answer.send)


class _Answer:
    """Adds the headers, and remembers the status."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


def _with_id(headers: list[tuple[bytes, bytes]], id: str) -> list[tuple[bytes, bytes]]:
    """The headers with one id, so that all who look for it find the same."""
    others = [(name, value) for name, value in headers if name != _CORRELATION.encode()]
    return [*others, (_CORRELATION.encode(), id.encode())]


def _note(scope: Scope, status: int | None, started: float) -> None:
    """Of the address only the pattern of its route: what stands in the gaps anybody may type."""
    if scope["path"] in {"/healthz", "/readyz"} and status == 200:
        return
    path = getattr(scope.get("route"), "path", "(unknown)")
    log.info(
        "request",
        method=Request(scope).method if scope["type"] == "http" else "WEBSOCKET",
        path=path,
        status=status,
        milliseconds=round((time.monotonic() - started) * 1000, 1),
    )
