"""Stylesheet and mark of the pages, at addresses that change with their content."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that a browser may keep for ever, because another content has another path."""

    path: str
    media_type: str
    content: bytes


def _load(name: str, media_type: str) -> StaticFile:
    content = files("server.pages").joinpath("static", name).read_bytes()
    stem, ending = name.split(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return StaticFile(f"/static/{stem}-{digest}.{ending}", media_type, content)


STYLESHEET: Final = _load("pages.css", "text/css; charset=utf-8")
MARK: Final = _load("mark.svg", "image/svg+xml")


def routes() -> list[Route]:
    """One route for each file."""
    return [_route(file) for file in (STYLESHEET, MARK)]


def _route(file: StaticFile) -> Route:
    async def serve(request: Request) -> Response:
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type=file.media_type, headers=headers)

    return Route(file.path, serve)
