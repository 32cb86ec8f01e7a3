"""Files for those who may have them now: `/downloads/exports/{id}` and `/downloads/photos/{id}`.

An address is a ticket, not a permission: everything is checked at each request.
"""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from db.queries.exports import ExportWithFile
from domain import global_ids
from domain.errors import NotFound
from domain.exports import FILE_ENDING, MEDIA_TYPE
from domain.global_ids import Kind
from domain.texts import text
from resolvers import exports, photos
from resolvers.context import Context
from server import sending
from server.sending import OpenFile

# The most that a photo may have: they are re-encoded to far less when they are taken over.
PHOTO_BYTES: Final = 4 * 1024 * 1024

Authenticate = Callable[[Request], Awaitable[Context]]


class Download:
    """An ASGI application that sends one kind of file."""

    def __init__(
        self, open_file: Callable[[Context, str], Awaitable[OpenFile]], authenticate: Authenticate
    ) -> None:
        self._open_file = open_file
        self._authenticate = authenticate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET with the file, and HEAD with its headers. Raises `DomainError` before that."""
        request = Request(scope, receive)
        context = await self._authenticate(request)
        opened = await self._open_file(context, request.path_params["id"])
        if request.method == "HEAD":
            await Response(headers=opened.headers)(scope, receive, send)
            return
        await sending.send_while_allowed(opened, receive, send)


async def export(context: Context, id: str) -> OpenFile:
    """The file of an export, by its global id."""
    export_id = _decoded(Kind.EXPORT, id)
    found = await exports.download(context, export_id)
    if found.file is None:
        raise NotFound(("id",))
    return OpenFile(
        headers=_headers(
            media_type=MEDIA_TYPE[found.export.format],
            size_bytes=found.file.size_bytes,
            disposition=_attachment(_file_name(found)),
        ),
        chunks=await sending.begun(context.services.storage.open(found.file.storage_key)),
        may_go_on=lambda: exports.may_go_on(context, export_id),
    )


async def photo(context: Context, id: str) -> OpenFile:
    """The test-day photo of a share, by the share's global id."""
    key = await photos.photo(context, _decoded(Kind.SHARE, id))
    content = b"".join(
        [chunk async for chunk in context.services.storage.open(key, 0, PHOTO_BYTES)]
    )
    return OpenFile(
        headers=_headers(media_type="image/jpeg", size_bytes=len(content), disposition="inline"),
        chunks=sending.once(content),
        may_go_on=_stays,
    )


def _decoded(kind: Kind, id: str) -> UUID:
    """The id; one that is no id is as absent as one that is not mine."""
    decoded = global_ids.decode_as(kind, id)
    if decoded is None:
        raise NotFound(("id",))
    return decoded


def _headers(*, media_type: str, size_bytes: int, disposition: str) -> dict[str, str]:
    return {
        "content-type": media_type,
        "content-length": str(size_bytes),
        "content-disposition": disposition,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "accept-ranges": "none",
    }


def _file_name(found: ExportWithFile) -> str:
    made = found.export
    day = made.created_at.date().isoformat()
    stem = text(made.language, "downloads.export_file", date=day)
    return f"{stem}.{FILE_ENDING[made.format]}"


def _attachment(name: str) -> str:
    """RFC 6266: the name in ASCII for old programs, and as it is for the others."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() else "_" for letter in name)
    plain = plain.replace("\\", "_").replace('"', "_")
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def _stays() -> bool:
    """A photo is sent whole, at once."""
    return True
