"""Frames and handshakes that are no WebSocket, byte by byte: closed with the standard's code."""

import asyncio
import base64
import os
import struct
import zlib
from typing import Final

import pytest

from tests.hostile.target import Target, attack, says_nothing_inner

PROTOCOL: Final = "graphql-transport-ws"


def frame(payload: bytes, first: int = 0x81, *, is_masked: bool = True, length: int = -1) -> bytes:
    """A frame, byte by byte; `length` may lie."""
    size = len(payload) if length < 0 else length
    mask_bit = 0x80 if is_masked else 0
    if size < 126:
        head = struct.pack("!BB", first, mask_bit | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, mask_bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask_bit | 127, size)
    return head + (b"\0\0\0\0" if is_masked else b"") + payload  # a mask of zeros changes nothing


PING: Final = b'{"type": "ping"}'
BOMB: Final = zlib.compressobj(9, zlib.DEFLATED, -12)
SQUEEZED: Final = BOMB.compress(b" " * 20_000_000) + BOMB.flush(zlib.Z_SYNC_FLUSH)

# What is no WebSocket: the code, and the bytes after the handshake.
FRAMES: Final[dict[str, tuple[int, bytes]]] = {
    "no mask": (1002, frame(PING, is_masked=False)),
    "a reserved bit": (1002, frame(PING, 0xA1)),
    "an unknown kind": (1002, frame(PING, 0x83)),
    "an unknown control": (1002, frame(PING, 0x8B)),
    "a continuation of nothing": (1002, frame(PING, 0x80)),
    "a message within a message": (1002, frame(b'{"ty', 0x01) + frame(PING, 0x81)),
    "a control in pieces": (1002, frame(b"", 0x09)),
    "a control that is too long": (1002, frame(b"x" * 126, 0x89)),
    "a length with its sign": (1009, frame(b"", length=2**63 + 5)),
    "a length beyond all": (1009, frame(PING, length=2**40)),
    "no UTF-8": (1007, frame(b'{"type": "\xff\xfe"}')),
    "UTF-8 cut off": (1007, frame(b'{"type": "\xe2\x82')),
    "a close of one byte": (1002, frame(b"\x03", 0x88)),
    "a close of an unknown code": (1002, frame(struct.pack("!H", 9), 0x88)),
    "a bomb": (1002, frame(SQUEEZED[:-4], 0xC1)),  # nothing is unpacked
    "a message in too many pieces": (
        1009, frame(b'{"type": "ping", "x": "', 0x01) + frame(b"x" * 60_000, 0x00) * 9,
    ),
}  # fmt: skip


async def test_what_is_no_frame_closes_with_the_code_of_the_standard(target: Target) -> None:
    for case, (code, sent) in FRAMES.items():
        with attack(case):
            payload = await close_frame(target, sent)

            assert struct.unpack("!H", payload[:2]) == (code,)
            assert says_nothing_inner(payload[2:].decode())


async def close_frame(target: Target, sent: bytes) -> bytes:
    """The payload of the frame that closes the socket on which these bytes were sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", target.service.port)
    try:
        writer.write(handshake())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 ")
        writer.write(sent)
        first, size = await asyncio.wait_for(reader.readexactly(2), 5)
        assert first == 0x88
        return await reader.readexactly(size)
    finally:
        writer.close()


def handshake(**changes: str) -> bytes:
    """The request that opens a socket; a header without a value is left out."""
    lines = {
        "host": "127.0.0.1",
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": base64.b64encode(os.urandom(16)).decode(),
        "sec-websocket-protocol": PROTOCOL,
        "sec-websocket-extensions": "permessage-deflate; client_max_window_bits",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    shown = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"GET /graphql HTTP/1.1\r\n{shown}\r\n".encode()


@pytest.mark.parametrize(
    ("changes", "statuses"),
    [
        ({"sec_websocket_key": ""}, {400}),
        ({"sec_websocket_key": "short"}, {400}),
        ({"sec_websocket_version": "8"}, {400, 426}),
        ({"sec_websocket_version": ""}, {400, 426}),
        ({"origin": "https://evil.example"}, {403}),
        ({"origin": "null"}, {403}),
        ({"host": "evil.example"}, {400, 403}),
    ],
    ids=str,
)
async def test_a_wrong_handshake_opens_nothing(
    target: Target, changes: dict[str, str], statuses: set[int]
) -> None:
    (answer,) = await target.raw(handshake(**changes))

    assert answer.status in statuses
    assert says_nothing_inner(answer.body.decode())


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("content-length: 22", '{"query":"{__typename}"}'[:22]),
        ("transfer-encoding: chunked", "0\r\n\r\n"),
        ("x-long: " + "x" * 9000, ""),
        ("\r\n".join(f"x-{number}: y" for number in range(200)), ""),
    ],
    ids=["a body", "chunks", "a long header", "many headers"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/graphql", "/healthz"])
async def test_an_upgrade_that_is_no_handshake_is_answered_and_closed(
    target: Target, path: str, method: str, head: str, body: str
) -> None:
    start, _, rest = handshake().decode().partition("\r\n")
    asked = start.replace("GET /graphql", f"{method} {path}")

    (answer,) = await target.raw(f"{asked}\r\n{head}\r\n{rest}{body}".encode())

    assert 400 <= answer.status < 500
    assert says_nothing_inner(answer.body.decode())
