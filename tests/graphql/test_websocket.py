"""graphql-transport-ws over real sockets: what closes one, and what never does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.graphql import toy_service

PROTOCOL = Subprotocol("graphql-transport-ws")


class Client:
    """A socket that speaks JSON."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def send(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=3))
        return message

    def subscribe(self, id: str, query: str, **payload: Any) -> None:
        self.send(id=id, type="subscribe", payload={"query": query, **payload})

    def closed(self) -> tuple[int, str]:
        with pytest.raises(ConnectionClosed) as caught:
            self.socket.recv(timeout=3)
        assert caught.value.rcvd
        return caught.value.rcvd.code, caught.value.rcvd.reason


@pytest.fixture
def opened(toy_address: str, post: httpx.Client) -> Any:
    """Opens sockets; closes them."""

    @contextmanager
    def opening(
        authorization: str | None = None, init: bool = True, **options: Any
    ) -> Iterator[Client]:
        options.setdefault("subprotocols", [PROTOCOL])
        with connect(f"ws://{toy_address}/graphql", **options) as socket:
            client = Client(socket)
            if init:
                client.send(type="connection_init", payload={"authorization": authorization})
                assert client.receive() == {"type": "connection_ack"}
            yield client

    return opening


def test_a_subscription_runs_to_its_end(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { count(to: 2) }")

        assert client.receive() == {"id": "1", "type": "next", "payload": {"data": {"count": 0}}}
        assert client.receive() == {"id": "1", "type": "next", "payload": {"data": {"count": 1}}}
        assert client.receive() == {"id": "1", "type": "complete"}


def test_queries_and_mutations_run_as_well(opened: Any) -> None:
    with opened("Bearer good") as client:
        client.subscribe("q", "query($t: String!) { viewer echo(text: $t) }", variables={"t": "é"})

        assert client.receive()["payload"] == {"data": {"viewer": "Ana", "echo": "é"}}
        assert client.receive() == {"id": "q", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "BAD_USER_INPUT"),
        ("", "BAD_USER_INPUT"),
        ("{ nope }", "BAD_USER_INPUT"),
        ("query A { viewer } query B { viewer }", "BAD_USER_INPUT"),
        ("{" + "viewer " * 1001 + "}", "COST_LIMIT"),
        ("query($a: String!) { echo(text: $a) }", "BAD_USER_INPUT"),
        ("subscription { refuses }", "UNAUTHENTICATED"),
        ("{ __schema { types { name } } }", "UNAUTHENTICATED"),
    ],
)
def test_a_wrong_operation_is_an_error_and_the_socket_stays(
    opened: Any, query: str, code: str
) -> None:
    with opened() as client:
        for _ in range(2):  # the second time from whatever is cached
            client.subscribe("1", query)
            message = client.receive()
            assert (message["id"], message["type"]) == ("1", "error")
            assert message["payload"][0]["extensions"]["code"] == code
            assert message["payload"][0]["extensions"]["correlationId"]

        client.subscribe("1", "{ viewer }")
        assert client.receive()["type"] == "next"


def test_a_stream_that_breaks_ends_with_a_masked_error(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { breaks }")

        assert client.receive()["type"] == "next"
        error = client.receive()
        assert error["type"] == "error"
        assert error["payload"][0]["extensions"]["code"] == "INTERNAL"
        assert "hunter2" not in json.dumps(error)


def test_errors_of_fields_come_with_the_data(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "{ boom viewer }")

        payload = client.receive()["payload"]
        assert payload["data"] == {"boom": None, "viewer": None}
        assert payload["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert client.receive()["type"] == "complete"


def test_ping_is_answered_at_any_time_and_pong_is_not(opened: Any) -> None:
    with opened(init=False) as client:
        client.send(type="ping")
        assert client.receive() == {"type": "pong"}
        client.send(type="pong", payload={"a": 1})
        client.send(type="ping", payload={"b": 2})
        assert client.receive() == {"type": "pong", "payload": {"b": 2}}


def test_complete_ends_an_operation_and_frees_its_id(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { count(to: 9, wait: 9) }")
        client.receive()
        client.send(id="1", type="complete")
        client.send(id="never-was", type="complete")

        assert toy_service.cancelled.wait(2)
        client.subscribe("1", "{ viewer }")
        assert client.receive()["type"] == "next"


def test_a_client_that_leaves_ends_its_operations(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { count(to: 9, wait: 9) }")
        client.receive()

    assert toy_service.cancelled.wait(2)


@pytest.mark.parametrize(
    "frame",
    [
        "", "x", "{", "1", "null", "[]", '"ping"', "{}", '{"type": 1}', '{"type": "start"}',
        '{"type": "connection_ack"}', '{"type": "ping", "payload": 1}', '{"type": "complete"}',
        '{"type": "complete", "id": 1}', '{"type": "ping", "type": "ping"}', "[" * 50_000,
        '{"type": "ping", "payload": {"a": NaN}}', '{"type": "ping", "payload": {"a": "\\ud800"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{viewer}"}}',
        '{"type": "subscribe", "payload": {"query": "{viewer}"}}',
        '{"type": "subscribe", "id": "1"}', '{"type": "subscribe", "id": "1", "payload": []}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{viewer}", "variables": 1}}',
        b"{}",
    ],
    ids=lambda frame: repr(frame)[:60],
)  # fmt: skip
def test_what_the_protocol_does_not_know_closes_with_4400(opened: Any, frame: str | bytes) -> None:
    with opened() as client:
        client.socket.send(frame)

        code, reason = client.closed()
        assert code == 4400
        assert reason


@pytest.mark.parametrize("payload", [1, "x", [], {"authorization": 1}, {"authorization": []}])
def test_an_init_of_the_wrong_shape_closes_with_4400(opened: Any, payload: object) -> None:
    with opened(init=False) as client:
        client.send(type="connection_init", payload=payload)

        assert client.closed()[0] == 4400


def test_subscribing_before_the_acknowledgement_closes_with_4401(opened: Any) -> None:
    with opened(init=False) as client:
        client.subscribe("1", "{ viewer }")

        assert client.closed() == (4401, "Unauthorized")


def test_bad_credentials_close_with_4403(opened: Any) -> None:
    with opened(init=False) as client:
        client.send(type="connection_init", payload={"authorization": "Bearer bad"})

        assert client.closed() == (4403, "Forbidden")


def test_a_bug_in_the_handshake_closes_with_4500_and_says_nothing(opened: Any) -> None:
    with opened(init=False) as client:
        client.send(type="connection_init", payload={"authorization": "Bearer explode"})

        assert client.closed() == (4500, "Internal server error")


@pytest.mark.parametrize("protocols", [None, ["graphql-ws"], ["other"]])
def test_any_other_subprotocol_closes_with_4406(opened: Any, protocols: Any) -> None:
    with opened(init=False, subprotocols=protocols) as client:
        assert client.closed() == (4406, "Subprotocol not acceptable")


def test_no_init_in_time_closes_with_4408(opened: Any) -> None:
    with opened(init=False) as client:
        assert client.closed() == (4408, "Connection initialisation timeout")


def test_an_id_in_use_closes_with_4409(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { count(to: 9, wait: 9) }")
        client.receive()
        client.subscribe("1", "{ viewer }")

        assert client.closed() == (4409, "Subscriber for 1 already exists")


def test_a_second_init_closes_with_4429(opened: Any) -> None:
    with opened() as client:
        client.send(type="connection_init")

        assert client.closed() == (4429, "Too many initialisation requests")


def test_a_message_above_the_limit_closes_with_1009(opened: Any) -> None:
    with opened() as client:
        client.send(type="ping", payload={"a": "x" * (256 * 1024 - 100)})
        assert client.receive()["type"] == "pong"
        client.send(type="ping", payload={"a": "x" * 256 * 1024})

        assert client.closed()[0] == 1009


def test_operations_beyond_the_limit_are_refused_one_by_one(opened: Any) -> None:
    with opened() as client:
        for key in "123":
            client.subscribe(key, "subscription { count(to: 9, wait: 9) }")
            client.receive()
        client.subscribe("4", "{ viewer }")

        refused = client.receive()
        assert (refused["id"], refused["type"]) == ("4", "error")
        assert refused["payload"][0]["extensions"]["code"] == "COST_LIMIT"
        client.send(id="1", type="complete")
        client.subscribe("4", "{ viewer }")
        assert client.receive()["type"] == "next"


def test_every_operation_has_a_context_of_its_own(opened: Any) -> None:
    toy_service.contexts.clear()
    with opened() as client:
        for key in "12":
            client.subscribe(key, "{ viewer }")
            client.receive()
            client.receive()

    assert len({context.correlation_id for context in toy_service.contexts}) == 3


def test_the_end_of_the_session_closes_the_socket(opened: Any) -> None:
    with opened() as client:
        client.subscribe("1", "subscription { count(to: 9, wait: 9) }")
        client.receive()
        toy_service.session_over.set()

        assert client.closed() == (4403, "Session ended")
        assert toy_service.cancelled.wait(2)


def viewer(client: Client) -> str | None:
    client.subscribe("1", "{ viewer }")
    name: str | None = client.receive()["payload"]["data"]["viewer"]
    return name


def test_the_cookie_counts_from_our_own_pages_only(opened: Any) -> None:
    cookie = {"cookie": "rvs_session=good"}
    with opened(additional_headers=cookie, origin=toy_service.ORIGIN) as client:
        assert viewer(client) == "Ana"
    with opened(additional_headers=cookie) as client:
        assert viewer(client) is None
    with opened(additional_headers=cookie, origin=toy_service.OTHER) as client:
        assert viewer(client) is None
    with opened("Bearer good", additional_headers=cookie, origin=toy_service.OTHER) as client:
        assert viewer(client) == "Ana"
    with opened("Bearer good", additional_headers={"cookie": "rvs_session=bad"}) as client:
        assert viewer(client) == "Ana"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"{toy_service.ORIGIN}:81"])
def test_pages_of_other_origins_do_not_get_a_socket(opened: Any, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), opened(origin=origin):
        pass
