"""Bodies that are no request, through a plain socket: each gets a clean answer in JSON."""

import json
import socket
from collections.abc import Callable, Mapping
from http.client import HTTPResponse
from typing import Any, Final

from tests.running import Running

VIEWER: Final = b'{"query":"{ viewer { role } }"}'
VARIABLES: Final = b'{"query":"{ viewer { role } }","variables":{"a":%s}}'
TYPES: Final = ("application/json", "application/graphql-response+json")

BODIES: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "a number": b"42",
    "a text": b'"query"',
    "null": b"null",
    "true": b"true",
    "an empty list": b"[]",
    "a list of operations": b"[%s]" % VIEWER,
    "an empty object": b"{}",
    "half an object": VIEWER[:-5],
    "two objects": VIEWER * 2,
    "no document": b'{"query":null}',
    "a number for a document": b'{"query":7}',
    "a list for variables": b'{"query":"{ viewer { role } }","variables":[1]}',
    "NaN": VARIABLES % b"NaN",
    "Infinity": VARIABLES % b"-Infinity",
    "a number beyond every double": VARIABLES % b"1e400",
    "a number of 5 000 digits": VARIABLES % (b"9" * 5_000),
    "a key twice": b'{"query":"{ viewer { role } }","query":"{ exams { code } }"}',
    "a variable twice": VARIABLES % b'{"b":1,"b":2}',
    "bytes that are not UTF-8": VARIABLES % b'"\xc3\x28"',
    "UTF-16": VIEWER.decode().encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + VIEWER,
    "half a surrogate pair as an escape": VARIABLES % rb'"\ud800"',
    "half a surrogate pair in a key": VARIABLES % rb'{"\udfff":1}',
    "half a surrogate pair in UTF-8": VARIABLES % b'"\xed\xa0\x80"',
    "NUL as an escape": VARIABLES % rb'"\u0000"',
    "NUL as a byte": VARIABLES % b'"\x00"',
    "100 000 open lists": b"[" * 100_000,
    "30 000 nested objects": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "50 000 nested lists in a variable": VARIABLES % (b"[" * 50_000 + b"]" * 50_000),
}


def test_every_malformed_body_gets_a_clean_answer_in_json(
    service: Running, score: Callable[[str], None]
) -> None:
    found = {
        f"{name}, {accept}": _fault(service.port, body, accept)
        for name, body in BODIES.items()
        for accept in TYPES
    }
    faults = {name: fault for name, fault in found.items() if fault}
    score(f"malformed bodies: {len(found) - len(faults)} of {len(found)} answered as they must")

    assert faults == {}
    status, _, answer = _post(service.port, VIEWER, TYPES[0])
    assert (status, answer) == (200, {"data": {"viewer": {"role": "VISITOR"}}})


def _fault(port: int, body: bytes, accept: str) -> str:
    """What is wrong with the answer; nothing, if it is as it must be."""
    try:
        status, headers, answer = _post(port, body, accept)
    except (OSError, ValueError) as failure:
        return repr(failure)
    if status != 400 or headers["content-type"] != f"{accept}; charset=utf-8":
        return f"{status} {headers['content-type']}"
    (error,) = answer["errors"]
    is_clean = (
        set(answer) == {"errors"}
        and error["message"]
        and error["extensions"]["code"] == "BAD_USER_INPUT"
        and error["extensions"]["correlationId"] == headers["x-request-id"]
    )
    return "" if is_clean else json.dumps(answer)


def _post(port: int, body: bytes, accept: str) -> tuple[int, Mapping[str, str], Any]:
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
        f"accept: {accept}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode("ascii") + body)
        response = HTTPResponse(connection)
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, json.loads(response.read())
