"""Serves the portal: its pages at the addresses that it knows, each with a strict policy."""

import re
import secrets
from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server import graphql_request, portal_assets, portal_policy
from server.pages import languages, no_portal
from server.portal_build import PortalBuild

_HOME: Final = "/"
_GRAPHIQL: Final = "/graphiql"
# Where the page says with which nonce a library may add its one `<style>`.
_NONCE_PLACE: Final = "__CSP_NONCE__"
_NONCE_BYTES: Final = 16

Page = Callable[[Request], Awaitable[Response]]


def routes(
    built: PortalBuild | None, *, own_origins: Collection[str], is_demo: bool
) -> Iterator[Route]:
    """The routes of a portal; put them last.

    Without one, every address that nobody else has says so to people.
    """
    if built is None:
        yield Route("/{path:path}", _not_built(is_demo))
        return
    yield portal_assets.route(built.assets)
    yield Route(_GRAPHIQL, _graphiql(built, own_origins))
    yield Route(f"{_GRAPHIQL}/", _without_slash)
    page = _portal(built, own_origins)
    for pattern in _patterns(built, is_demo):
        path = re.sub(r":(\w+)", r"{\1}", pattern)
        yield Route(path, page)
        if path != _HOME:
            yield Route(f"{path}/", _without_slash)


def _patterns(built: PortalBuild, is_demo: bool) -> tuple[str, ...]:
    return built.paths + built.demo_paths if is_demo else built.paths


def _portal(built: PortalBuild, own_origins: Collection[str]) -> Page:
    """Every page of the portal is the same HTML; its script looks at the address."""

    async def serve(request: Request) -> Response:
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        html = built.index.replace(_NONCE_PLACE, nonce)
        policy = portal_policy.of_portal(own_origins, nonce)
        return _page(html, policy, is_indexed=request.scope["path"] == _HOME)

    return serve


async def _without_slash(request: Request) -> Response:
    """To the same address without its last slash; relative, so that nobody's Host is followed."""
    path = quote(request.scope["path"].strip("/"))
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"/{path}?{query}" if query else f"/{path}", status_code=308)


def _graphiql(built: PortalBuild, own_origins: Collection[str]) -> Page:
    policy = portal_policy.of_graphiql(own_origins)

    async def serve(request: Request) -> Response:
        return _page(built.graphiql, policy, is_indexed=False)

    return serve


def _page(html: str, policy: str, *, is_indexed: bool) -> HTMLResponse:
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": portal_policy.PERMISSIONS,
        "X-Robots-Tag": "all" if is_indexed else "noindex",
    }
    return HTMLResponse(html, headers=headers)


def _not_built(is_demo: bool) -> Page:
    async def serve(request: Request) -> Response:
        is_person = "text/html" in graphql_request.preferred(request.headers.get("accept", ""))
        if request.scope["path"] not in {_HOME, _GRAPHIQL} and not is_person:
            raise HTTPException(404)
        return no_portal.page(languages.language_of(request), is_demo=is_demo)

    return serve
