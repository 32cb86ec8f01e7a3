"""Serves the portal's files: hashed for ever, compressed as can be read, none but those built."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import graphql_request
from server.portal_build import Asset, Stored

# Our own list: what a machine believes of endings must not decide what a browser executes.
_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_UNKNOWN: Final = "application/octet-stream"
# A name with a hash of the content never means other content; any other is asked for again.
_HASHED: Final = re.compile(r".+-[\w-]{8}\.\w+")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASKED_AGAIN: Final = "no-cache"
_HEADERS: Final = {
    # A script that runs as a worker has the policy of its own address, and may load its parts.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def route(assets: Mapping[str, Asset]) -> Route:
    """The route of `/assets/…`. A name is looked up among those read, never on the disk."""

    async def serve(request: Request) -> Response:
        name = request.path_params["name"]
        asset = assets.get(name)
        if asset is None:
            raise HTTPException(404)
        return _answer(request, name, asset)

    return Route("/assets/{name:path}", serve)


def _answer(request: Request, name: str, asset: Asset) -> Response:
    coding, stored = _chosen(asset, request.headers.get("accept-encoding", ""))
    kept = _FOR_EVER if _HASHED.fullmatch(name) else _ASKED_AGAIN
    headers = _HEADERS | {"Cache-Control": kept, "ETag": stored.etag}
    if _is_held(request.headers.get("if-none-match", ""), stored.etag):
        return Response(status_code=304, headers=headers)
    if coding is not None:
        headers["Content-Encoding"] = coding
    media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix, _UNKNOWN)
    return Response(stored.body, headers=headers, media_type=media_type)


def _chosen(asset: Asset, accept_encoding: str) -> tuple[str | None, Stored]:
    """The best that we have of what is accepted; as it is, if nothing else."""
    accepted = set(graphql_request.preferred(accept_encoding))
    found = (pair for pair in asset.encoded.items() if pair[0] in accepted)
    return next(found, (None, asset.plain))


def _is_held(if_none_match: str, etag: str) -> bool:
    """Whether the browser has these very bytes."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags
