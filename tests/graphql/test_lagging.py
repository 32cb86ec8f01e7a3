"""A client that reads too slowly is told where to resume, and is not waited for for ever."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from server import http_protocol
from server.graphql import TransportLimits
from tests.graphql import toy_service
from tests.graphql.test_sse import read

SEND_SECONDS = 0.6
# Far more than all buffers between two sockets hold.
FLOOD = "subscription { news(count: 400, bytes: 100000) { cursor text } }"
# The same of what may be sent for a moment only.
FRESH = "subscription { fresh(count: 200, bytes: 100000, seconds: 0.2) { number attempt text } }"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    limits = TransportLimits(send_seconds=SEND_SECONDS, ping_seconds=5)
    with toy_service.served(limits) as served:
        yield served


def narrow(address: str) -> socket.socket:
    """A connection that holds little which nobody has read."""
    host, port = address.split(":")
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    opened.connect((host, int(port)))
    return opened


@contextmanager
def flooded(
    address: str, *others: dict[str, Any], query: str = FLOOD
) -> Iterator[ClientConnection]:
    """A socket that has asked for far more than it reads, and for something besides."""
    with connect(
        f"ws://{address}/graphql",
        sock=narrow(address),
        subprotocols=[Subprotocol("graphql-transport-ws")],
        max_queue=1,
        compression=None,
    ) as client:
        client.send(json.dumps({"type": "connection_init"}))
        assert json.loads(client.recv(timeout=3)) == {"type": "connection_ack"}
        client.send(json.dumps({"id": "a", "type": "subscribe", "payload": {"query": query}}))
        for other in others:
            client.send(json.dumps(other))
        yield client


def everything(client: ClientConnection) -> list[dict[str, Any]]:
    """Every message until the server closes."""
    messages = []
    while True:
        try:
            messages.append(json.loads(client.recv(timeout=3)))
        except ConnectionClosed:
            return messages


def test_a_socket_that_is_not_read_is_closed_with_the_cursor_to_resume_from(address: str) -> None:
    with flooded(address) as client:
        assert toy_service.cancelled.wait(SEND_SECONDS + 3)  # nothing more is made for it
        *news, last = everything(client)
        closed = (client.close_code, client.close_reason)

    assert closed == (1013, "Too slow: come back with the last cursor")
    cursors = [message["payload"]["data"]["news"]["cursor"] for message in news]
    assert cursors == [f"cursor-{number}" for number in range(len(cursors))]
    assert 0 < len(cursors) < 400
    (error,) = last["payload"]
    assert (last["id"], last["type"], error["extensions"]["code"]) == ("a", "error", "LAGGING")
    assert error["extensions"]["cursor"] == cursors[-1]
    assert error["extensions"]["correlationId"]


def test_a_stream_that_was_sent_nothing_yet_resumes_from_where_it_began(address: str) -> None:
    quiet = {"id": "b", "type": "subscribe", "payload": {"query": "subscription { quiet }"}}
    with flooded(address, quiet) as client:
        assert toy_service.cancelled.wait(SEND_SECONDS + 3)
        *_, last = everything(client)

    assert (last["id"], last["type"]) == ("b", "error")
    assert last["payload"][0]["extensions"]["cursor"] == "cursor-of-the-start"


def told_again(told: list[dict[str, Any]]) -> int:
    """How many were told more than once before they were sent; none may be left out or double."""
    assert [each["number"] for each in told] == list(range(200))
    return sum(each["attempt"] > 1 for each in told)


def test_what_found_no_room_while_it_was_fresh_is_told_again_and_not_sent_late(
    address: str,
) -> None:
    with flooded(address, query=FRESH) as client:
        time.sleep(0.4)  # less than a reader may be slow
        messages = [json.loads(client.recv(timeout=3)) for _ in range(200)]
        while messages[-1]["type"] != "complete":
            messages.append(json.loads(client.recv(timeout=3)))

    told = [message for message in messages if message["type"] == "next"]
    # Once, unless the machine is so slow that more than one grows stale.
    assert 1 <= told_again([message["payload"]["data"]["fresh"] for message in told]) < 10


def test_an_event_stream_tells_again_what_found_no_room_while_it_was_fresh(address: str) -> None:
    with narrow(address) as client:
        asked_as_events(address, client, FRESH)
        time.sleep(0.4)
        events = read(_unchunked(rest(client)).decode())

    told = [event[1]["data"]["fresh"] for event in events[:-1]]
    assert 1 <= told_again(told) < 10


def test_who_never_reads_again_is_given_up(address: str) -> None:
    with flooded(address) as client:
        assert toy_service.cancelled.wait(SEND_SECONDS + 3)
        time.sleep(3 * SEND_SECONDS)
        answer = httpx.post(f"http://{address}/graphql", json={"query": "{ viewer }"})

        assert answer.json() == {"data": {"viewer": None}}
        client.socket.close()


def asked_as_events(address: str, client: socket.socket, query: str = FLOOD) -> None:
    """Send the request for the flood as an event stream."""
    body = json.dumps({"query": query}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
        f"Accept: text/event-stream\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    client.sendall(head.encode() + body)


def rest(client: socket.socket) -> bytes:
    """Everything until the server closes, without the head."""
    whole = b"".join(iter(lambda: client.recv(1 << 20), b""))
    return whole.partition(b"\r\n\r\n")[2]


def test_an_event_stream_that_is_not_read_ends_with_the_cursor_to_resume_from(
    address: str,
) -> None:
    with narrow(address) as client:
        asked_as_events(address, client)
        time.sleep(SEND_SECONDS * 1.4)
        events = read(_unchunked(rest(client)).decode())

    *news, last, complete = events
    (error,) = last[1]["errors"]
    assert 0 < len(news) < 400
    assert error["extensions"]["code"] == "LAGGING"
    assert error["extensions"]["cursor"] == news[-1][1]["data"]["news"]["cursor"]
    assert complete == ("complete", None)


def test_an_event_stream_that_is_never_read_is_cut(address: str) -> None:
    with narrow(address) as client:
        asked_as_events(address, client)
        assert toy_service.cancelled.wait(3 * SEND_SECONDS + 3)  # nothing more is made for it
        cut = rest(client)

    assert b"event: complete" not in cut
    assert cut.count(b"event: next") < 400


def test_what_nobody_takes_is_dropped_and_cannot_be_read_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_protocol, "UNREAD_SECONDS", 1.5)
    limits = TransportLimits(send_seconds=SEND_SECONDS, ping_seconds=5)
    with (
        toy_service.served(limits) as address,
        narrow(address) as events,
        flooded(address) as client,
    ):
        asked_as_events(address, events)
        time.sleep(2 * SEND_SECONDS + 3)

        for connection in (events, client.socket):
            with pytest.raises(ConnectionResetError):
                rest(connection)


def test_the_end_of_the_session_cuts_an_event_stream_that_is_not_read(address: str) -> None:
    with narrow(address) as client:
        asked_as_events(address, client)
        time.sleep(0.2)
        begun = time.monotonic()
        toy_service.session_over.set()

        assert toy_service.cancelled.wait(1)
        assert time.monotonic() - begun < 1
        assert b"LAGGING" not in rest(client)


def _unchunked(body: bytes) -> bytes:
    parts = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        parts, body = parts + body[:length], body[length + 2 :]
    return parts
