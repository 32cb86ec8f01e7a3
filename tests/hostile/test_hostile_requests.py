"""Requests that bend HTTP itself, byte by byte over a raw socket."""

import asyncio
import gzip
import json
import time
from typing import Final

import pytest

from server import http_protocol
from tests.hostile.target import Target, attack, check, check_refused

GOOD: Final = b'{"query": "{ viewer { role } }"}'


def request(
    *lines: str, body: bytes = GOOD, start: str = "POST /graphql HTTP/1.1", length: bool = True
) -> bytes:
    """A request with these header lines behind what every client sends."""
    usual = [start, "host: 127.0.0.1", "connection: close"]
    if not any(line.lower().startswith("content-type") for line in lines):
        usual.append("content-type: application/json")
    if length:
        usual.append(f"content-length: {len(body)}")
    return "\r\n".join([*usual, *lines, "", ""]).encode("utf-8", "surrogateescape") + body


# What is HTTP, and not what is wanted: status, and the request.
UNWANTED: Final[dict[str, tuple[int, bytes]]] = {
    "GET": (405, request(start="GET /graphql?query={viewer{role}} HTTP/1.1")),
    "PUT": (405, request(start="PUT /graphql HTTP/1.1")),
    "OPTIONS": (405, request(start="OPTIONS /graphql HTTP/1.1")),
    "a form": (415, request("content-type: application/x-www-form-urlencoded", body=b"query={a}")),
    "an upload": (415, request("content-type: multipart/form-data; boundary=b", body=b"--b--")),
    "text": (415, request("content-type: text/plain")),
    "no type": (415, request("content-type:")),
    "Latin-1": (415, request("content-type: application/json; charset=iso-8859-1")),
    "UTF-16": (415, request("content-type: application/json; charset=utf-16")),
    "a charset that is none": (415, request('content-type: application/json; charset="')),
    "gzip": (415, request("content-encoding: gzip", body=gzip.compress(GOOD))),
    "a bomb": (415, request("content-encoding: gzip", body=gzip.compress(b" " * 50_000_000))),
    "compressed twice": (415, request("content-encoding: gzip, gzip")),
    "unknown compression": (415, request("content-encoding: rot13")),
    "an answer as HTML": (406, request("accept: text/html")),
    "an answer of no kind": (406, request("accept: */*;q=0")),
    "a mad Accept": (406, request("accept: " + ",;=q" * 5_000)),
    "too large by its own word": (413, request("content-length: 99999999999", length=False)),
    "digits of another script": (400, request("content-length: ٣٢", length=False)),
    "an unknown session": (401, request("authorization: Bearer rvs_session_" + "x" * 43)),
    "an unknown key": (401, request("authorization: Bearer rvs_key_" + "x" * 43)),
    "a token of bytes": (401, request("authorization: Bearer \udcff\udcfe")),
    "a token without end": (401, request("authorization: Bearer " + "x" * 30_000)),
    "no scheme": (401, request("authorization: rvs_session_x")),
    "another scheme": (401, request("authorization: Basic cHJpbWFyeTp4")),
    "a foreign cookie": (403, request("cookie: rvs_session=x")),
    "a foreign page": (
        403,
        request("cookie: rvs_session=x", "origin: https://evil.example", "x-rvs-request: 1"),
    ),
    "another protocol": (400, request("connection: upgrade", "upgrade: h2c")),
    "no such address": (404, request(start="GET /graphql/../etc/passwd HTTP/1.1")),
    "an address with NUL": (404, request(start="GET /graphql%00 HTTP/1.1")),
    "an address that is no UTF-8": (404, request(start="GET /%ff%fe HTTP/1.1")),
    "an address without end": (404, request(start="GET /" + "a" * 30_000 + " HTTP/1.1")),
    "a star": (404, request(start="OPTIONS * HTTP/1.1")),
}

# What is no HTTP at all.
BROKEN: Final[dict[str, bytes]] = {
    "noise": b"\x00\x01\x02\x03\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    "a mail": b"EHLO evil.example\r\n",
    "a later version": request(start="POST /graphql HTTP/9.9"),
    "an unknown method": request(start="STEAL /graphql HTTP/1.1"),
    "a tunnel": request(start="CONNECT evil.example:443 HTTP/1.1"),
    "an address of bytes": b"POST /\xff\xfe HTTP/1.1\r\nhost: a\r\n\r\n",
    "two lengths": request("content-length: 5"),
    "two equal lengths": request(f"content-length: {len(GOOD)}"),
    "a length and chunks": request("transfer-encoding: chunked"),
    "a negative length": request("content-length: -1", length=False),
    "a length in hex": request("content-length: 0x20", length=False),
    "a length beyond 64 bits": request("content-length: " + "9" * 30, length=False),
    "a list of lengths": request("content-length: 32, 32", length=False),
    "an unknown transfer": request("transfer-encoding: gzip", length=False),
    "chunks twice": request("transfer-encoding: chunked, chunked, identity", length=False),
    "a chunk of no size": request("transfer-encoding: chunked", body=b"zz\r\n", length=False),
    "a chunk of great size": request(
        "transfer-encoding: chunked", body=b"f" * 20 + b"\r\n", length=False
    ),
    "two hosts": request("host: evil.example"),
    "a folded header": request("x-a: b\r\n c"),
    "a header without a name": request(": b"),
    "a space in a name": request("x a: b"),
    "NUL in a header": request("x-a: b\0c"),
    "lines that end in CR": request().replace(b"\r\n", b"\r"),
}


async def test_a_request_that_is_not_wanted_has_its_status(target: Target) -> None:
    for case, (status, sent) in UNWANTED.items():
        with attack(case):
            (answer,) = await target.raw(sent)

            assert answer.status == status
            assert len(check(answer)) == 1


async def test_what_is_no_http_is_refused_once_and_hung_up(target: Target) -> None:
    for case, sent in BROKEN.items():
        with attack(case):
            started = time.monotonic()
            (answer,) = await target.raw(sent)

            assert answer.status == 400
            assert check_refused(answer) == ["BAD_USER_INPUT"]
            assert answer.headers["connection"] == "close"
            assert time.monotonic() - started < 1


# Header lines, of which the first names the case.
IDLE: Final[list[list[str]]] = [
    ["x-request-id: " + "a" * 5_000],
    ["x-request-id: ../../etc/passwd"],
    ["x-request-id: %0d%0aset-cookie:a=b"],
    ["x-request-id: \udcff\udcff\udcff\udcff\udcff\udcff\udcff\udcff"],
    ["x-forwarded-for: " + "1.2.3.4, " * 2_000],
    ["x-forwarded-for: not an address", "x-forwarded-proto: gopher"],
    ["x-forwarded-host: evil.example", "forwarded: host=evil.example"],
    ["accept-language: " + "fr;q=0." * 3_000],
    ["accept-language: \udcff\udcfe"],
    ["cookie: " + "a=b; " * 5_000],
    ["cookie: ====;;;;\udcff"],
    [f"x-{number}: {number}" for number in range(2_000)],
    ["content-type: APPLICATION/JSON; CHARSET=UTF-8"],
    ["content-encoding: identity"],
    ["expect: 100-continue"],
    ["te: trailers", "trailer: x"],
    ["x-http-method-override: DELETE", "x-original-url: /downloads"],
]


async def test_headers_that_mean_nothing_to_us_change_nothing(target: Target) -> None:
    for lines in IDLE:
        with attack(ascii(lines[0])[:50]):
            answer = (await target.raw(request(*lines)))[-1]

            assert answer.status == 200
            assert answer.json() == {"data": {"viewer": {"role": "VISITOR"}}}
            assert "set-cookie" not in answer.headers
            assert len(answer.headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    "sent",
    [
        request("x-a: " + "a" * (http_protocol.HEAD_BYTES + 1)),
        request(*(f"x-{number}: {'a' * 1_000}" for number in range(100))),
        request(start="POST /" + "a" * http_protocol.HEAD_BYTES + " HTTP/1.1"),
        b"POST /graphql HTTP/1.1\r\nx-a: " + b"a" * 20_000_000,
        b"A" * 20_000_000,
    ],
    ids=["a header", "headers", "an address", "a header without end", "no line"],
)
async def test_a_head_that_is_too_large_is_not_read_to_its_end(target: Target, sent: bytes) -> None:
    answers = await target.raw(sent)

    for answer in answers:  # there is none when the sender does not stop to listen
        assert answer.status in (400, 431)
        assert check_refused(answer) == ["BAD_USER_INPUT"]
    assert answers or len(sent) > 1_000_000


async def test_a_head_that_drips_in_is_cut_off(target: Target) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", target.service.port)
    silent, silent_writer = await asyncio.open_connection("127.0.0.1", target.service.port)
    started = time.monotonic()

    async def drip() -> None:
        writer.write(b"POST /graphql HTTP/1.1\r\n")
        while True:
            writer.write(b"x-a: b\r\n")
            await asyncio.sleep(0.5)

    dripping = asyncio.create_task(drip())
    try:
        async with asyncio.timeout(http_protocol.HEAD_SECONDS + 2):
            received = await reader.read()
            assert await silent.read() == b""
    finally:
        dripping.cancel()
        writer.close()
        silent_writer.close()

    assert received.startswith(b"HTTP/1.1 408 ")
    assert json.loads(received.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]
    assert time.monotonic() - started >= http_protocol.HEAD_SECONDS - 0.5


async def test_a_foreign_host_is_refused_in_the_demonstration(target: Target) -> None:
    (answer,) = await target.raw(request().replace(b"host: 127.0.0.1", b"host: evil.example"))

    assert (answer.status, answer.body) == (400, b"Invalid host header")
    assert answer.headers["x-request-id"]


async def test_requests_behind_a_wrong_one_are_answered_in_their_order(target: Target) -> None:
    wrong = request(body=b"[]").replace(b"connection: close\r\n", b"")
    large = request(body=b" " * 300_000).replace(b"connection: close\r\n", b"")
    right = request().replace(b"connection: close\r\n", b"")

    answers = await target.raw(wrong + right + large + request())

    assert [answer.status for answer in answers] == [400, 200, 413, 200]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 4


async def test_noise_behind_a_good_request_does_not_take_its_answer(target: Target) -> None:
    right = request().replace(b"connection: close\r\n", b"")

    answers = await target.raw(right + b"\x00\x01\x02 noise\r\n\r\n")

    assert answers[0].status == 200
    assert [check_refused(answer) for answer in answers[1:]] in ([], [["BAD_USER_INPUT"]])


async def test_a_request_within_a_body_is_not_run(target: Target) -> None:
    inner = request(start="POST /graphql HTTP/1.1")
    outer = request(f"content-length: {len(inner)}", body=inner, length=False)

    (answer,) = await target.raw(outer)

    assert answer.status == 400
    check_refused(answer)


@pytest.mark.parametrize(
    "path", ["/healthz", "/schema.graphql", "/downloads/exports/x", "/nowhere"]
)
async def test_other_addresses_take_no_bodies_either(target: Target, path: str) -> None:
    (answer,) = await target.raw(request(start=f"POST {path} HTTP/1.1", body=b"\xff" * 100_000))

    assert answer.status in (404, 405)
    assert len(check(answer)) == 1
