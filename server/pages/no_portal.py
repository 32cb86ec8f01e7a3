"""The page in the portal's place while there is none: what to do, and what works all the same."""

from starlette.responses import HTMLResponse

from domain.texts import Language
from server.pages import rendering


def page(language: Language, *, is_demo: bool) -> HTMLResponse:
    """A page for 503: the service is well, and its front end has not been built."""
    return rendering.page("no_portal.html", language, is_demo=is_demo, status=503)
