"""How the service and a rendering process talk: a JSON header, then as many blobs as it says.

Each part is preceded by its length in four bytes. Both sides are ours; JSON and bytes only, so that
neither side can make the other run anything.
"""

import asyncio
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

import orjson

_LENGTH: Final = struct.Struct(">I")
_LONGEST_PART: Final = 512 << 20


class BrokenFrame(Exception):
    """The other side ended or sent something that is no frame."""


def pack(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """The bytes of a message."""
    parts = [orjson.dumps({**header, "blobs": len(blobs)}), *blobs]
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def read(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message of a blocking stream; None at its end."""
    first = _read_part(stream)
    if first is None:
        return None
    header = orjson.loads(first)
    blobs = [_read_part(stream) for _ in range(header["blobs"])]
    if any(blob is None for blob in blobs):
        raise BrokenFrame
    return header, [blob for blob in blobs if blob is not None]


async def read_async(stream: asyncio.StreamReader) -> tuple[dict[str, Any], list[bytes]]:
    """The next message; raises BrokenFrame when the stream ends before it does."""
    try:
        header = orjson.loads(await _read_part_async(stream))
        blobs = [await _read_part_async(stream) for _ in range(header["blobs"])]
    except (asyncio.IncompleteReadError, orjson.JSONDecodeError) as error:
        raise BrokenFrame from error
    return header, blobs


def _read_part(stream: BinaryIO) -> bytes | None:
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    part = stream.read(_checked(prefix))
    return part if len(part) == _checked(prefix) else None


async def _read_part_async(stream: asyncio.StreamReader) -> bytes:
    return await stream.readexactly(_checked(await stream.readexactly(_LENGTH.size)))


def _checked(prefix: bytes) -> int:
    (length,) = _LENGTH.unpack(prefix)
    if length > _LONGEST_PART:
        raise BrokenFrame
    return int(length)
