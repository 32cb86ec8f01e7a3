"""What a page asks the API for: its documents go by id, so the portal's list tells their texts."""

import json
import re
from functools import cache

from playwright.sync_api import Request

from server import portal_build


def operation(request: Request) -> str:
    """The name of the operation in a request; empty when it is none, or has no name."""
    found = re.search(r"(?:query|mutation) (\w+)", _document(request))
    return found[1] if found else ""


def _document(request: Request) -> str:
    if not request.url.endswith("/graphql"):
        return ""
    body = json.loads(request.post_data or "{}")
    return str(body.get("query") or _texts().get(body.get("documentId"), ""))


@cache
def _texts() -> dict[str, str]:
    texts: dict[str, str] = json.loads((portal_build.DIRECTORY / "documents.json").read_text())
    return texts
