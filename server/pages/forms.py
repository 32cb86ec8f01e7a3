"""What a form of our own pages sends: a few short fields, from our own page."""

from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

_FORM: Final = "application/x-www-form-urlencoded"
_LONGEST_BYTES: Final = 8 * 1024
_MOST_FIELDS: Final = 10


async def fields(request: Request, base_url: str) -> dict[str, str]:
    """The fields by name. Raises `HTTPException` for what no page of ours has sent.

    Pages that must not tell where they were opened send `Origin: null`: browsers say in another
    header whether the page was ours.
    """
    if not _is_ours(request, base_url):
        raise HTTPException(403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BYTES:
            raise HTTPException(413)
    try:
        text = body.decode("ascii", "replace")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400) from None


def _is_ours(request: Request, base_url: str) -> bool:
    """Without either header it is no browser, and there is no cookie that it could abuse."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin", "null")
    return site in {"same-origin", "none"} and origin in {"null", base_url}
