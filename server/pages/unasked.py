"""What browsers and crawlers ask for without being told to: an icon, and where they may look."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.pages import static_files

# The start page, and what it is made of. Everything else is somebody's.
ROBOTS: Final = "User-agent: *\nAllow: /$\nAllow: /assets/\nDisallow: /\n"
_FOR_A_DAY: Final = {"Cache-Control": "public, max-age=86400"}


def routes() -> list[Route]:
    """Their routes."""
    return [Route("/favicon.ico", _icon), Route("/robots.txt", _robots)]


async def _icon(request: Request) -> Response:
    """For answers that are no pages; each page names the mark itself."""
    mark = static_files.MARK
    return Response(mark.content, media_type=mark.media_type, headers=_FOR_A_DAY)


async def _robots(request: Request) -> Response:
    return PlainTextResponse(ROBOTS, headers=_FOR_A_DAY)
