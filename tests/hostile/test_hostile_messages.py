"""Messages that break graphql-transport-ws: closed with a code and a reason, never a bug."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.hostile.target import CODES, Target, attack, says_nothing_inner

PROTOCOL: Final = "graphql-transport-ws"
NEVER: Final = "subscription { resultShared { cursor } }"

# What is no message of the protocol: its code, and the frame.
MESSAGES: Final[dict[str, tuple[int, str | bytes]]] = {
    "nothing": (4400, ""),
    "no JSON": (4400, "ping"),
    "a number": (4400, "1"),
    "null": (4400, "null"),
    "a list": (4400, '[{"type": "ping"}]'),
    "no type": (4400, "{}"),
    "a type of a wrong type": (4400, '{"type": ["ping"]}'),
    "an unknown type": (4400, '{"type": "drop"}'),
    "a type of the older protocol": (4400, '{"type": "start", "id": "1", "payload": {}}'),
    "a message of the server": (4400, '{"type": "next", "id": "1", "payload": {}}'),
    "another message of the server": (4400, '{"type": "connection_ack"}'),
    "a key twice": (4400, '{"type": "ping", "type": "connection_init"}'),
    "NaN": (4400, '{"type": "ping", "payload": {"a": NaN}}'),
    "half a pair": (4400, '{"type": "ping", "payload": {"a": "\\ud800"}}'),
    "NUL": (4400, '{"type": "ping", "payload": {"a": "\\u0000"}}'),
    "a number of 5 000 digits": (4400, '{"type": "ping", "payload": {"a": %s}}' % ("9" * 5_000)),
    "levels": (4400, "[" * 100_000),
    "bytes": (4400, b'{"type": "ping"}'),
    "a payload of a wrong type": (4400, '{"type": "ping", "payload": []}'),
    "an operation without an id": (4400, '{"type": "subscribe", "payload": {"query": "{a}"}}'),
    "an id of a wrong type": (4400, '{"type": "subscribe", "id": 1, "payload": {"query": "{a}"}}'),
    "an empty id": (4400, '{"type": "subscribe", "id": "", "payload": {"query": "{a}"}}'),
    "an id without end": (4400, json.dumps({"type": "complete", "id": "x" * 10_000})),
    "no payload": (4400, '{"type": "subscribe", "id": "1"}'),
    "a batch as payload": (4400, '{"type": "subscribe", "id": "1", "payload": [{"query": "{a}"}]}'),
    "no document": (4400, '{"type": "subscribe", "id": "1", "payload": {}}'),
    "a second greeting": (4429, '{"type": "connection_init"}'),
    "more than a message may hold": (1009, json.dumps({"type": "ping", "a": "x" * 300_000})),
    "more than a frame may hold": (1009, json.dumps({"type": "ping", "a": "x" * 600_000})),
}

INIT: Final = '{"type": "connection_init", "payload": %s}'
GREETINGS: Final[dict[str, tuple[int, str]]] = {
    "an operation before it": (4401, '{"type": "subscribe", "id": "1", "payload": {"query": "a"}}'),
    "a payload of a wrong type": (4400, INIT % '"Bearer x"'),
    "a token of a wrong type": (4400, INIT % '{"authorization": 1}'),
    "a user of a wrong type": (4400, INIT % '{"user": [1]}'),
    "half a pair": (4400, INIT % '{"authorization": "\\ud800"}'),
    "an unknown token": (4403, INIT % '{"authorization": "Bearer rvs_session_x"}'),
    "no scheme": (4403, INIT % '{"authorization": "x"}'),
    "a token without end": (4403, INIT % ('{"authorization": "Bearer %s"}' % ("x" * 9_999))),
}

OPERATIONS: Final = {
    "no document": "",
    "half of one": "{ viewer {",
    "an unknown field": "{ viewer { password } }",
    "two operations": "query A { __typename } query B { __typename }",
    "NUL": '{ node(id: "\\u0000") { id } }',
    "aliases": "{ " + " ".join(f"a{n}: __typename" for n in range(16)) + " }",
    "levels": "{ sharedResults { edges" + " { node" * 20 + " { id }" + " }" * 20 + " } }",
    "a wrong cursor": 'subscription { resultShared(after: "x") { cursor } }',
    "a cursor of another list": 'subscription { shareChanged(after: "WyJ4Il0") { cursor } }',
    "an export of nobody": 'subscription { exportProgress(id: "export_x") { id } }',
    "two roots": "subscription { resultShared { cursor } shareChanged { cursor } }",
    "somebody else's work": "mutation { withdrawShare(input: {id: 1, id: 2}) { __typename } }",
}


@asynccontextmanager
async def socket(target: Target, role: str | None = "member") -> AsyncIterator[ClientConnection]:
    """A socket, greeted as a role; None: not yet."""
    url = f"ws://127.0.0.1:{target.service.port}/graphql"
    async with connect(url, subprotocols=[Subprotocol(PROTOCOL)], close_timeout=1) as opened:
        if role is not None:
            greeting = {"type": "connection_init", "payload": target.headers(role)}
            await opened.send(json.dumps(greeting))
            assert json.loads(await opened.recv())["type"] == "connection_ack"
        yield opened


async def closed(opened: ClientConnection) -> int:
    """The code with which the service closes; its reason says something, and nothing inner."""
    with pytest.raises(ConnectionClosed) as caught:
        async with asyncio.timeout(5):
            await opened.recv()
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.reason
    assert says_nothing_inner(caught.value.rcvd.reason)
    return caught.value.rcvd.code


async def test_what_is_no_message_closes_with_a_reason(target: Target) -> None:
    for case, (code, frame) in MESSAGES.items():
        with attack(case):
            async with socket(target) as opened:
                with suppress(ConnectionClosed):  # before all of it was sent
                    await opened.send(frame)

                assert await closed(opened) == code


async def test_a_wrong_greeting_closes_with_a_reason(target: Target) -> None:
    for case, (code, frame) in GREETINGS.items():
        with attack(case):
            async with socket(target, role=None) as opened:
                await opened.send(frame)

                assert await closed(opened) == code


async def test_wrong_operations_are_errors_and_the_socket_goes_on(target: Target) -> None:
    async with socket(target) as opened:
        for case, query in OPERATIONS.items():
            await opened.send(subscribe(case, query))
            message = json.loads(await asyncio.wait_for(opened.recv(), 5))

            assert (message["type"], message["id"]) == ("error", case), message
            assert says_nothing_inner(json.dumps(message))
            for error in message["payload"]:
                assert error["extensions"]["code"] in CODES
                assert error["extensions"]["correlationId"]
        await opened.send(subscribe("good", "{ viewer { role } }"))
        told = json.loads(await opened.recv())
        assert told["payload"] == {"data": {"viewer": {"role": "MEMBER"}}}


async def test_an_id_in_use_closes_and_ends_what_was_open(target: Target) -> None:
    async with socket(target) as opened:
        await opened.send(subscribe("1", NEVER))
        await opened.send(subscribe("1", NEVER))

        assert await closed(opened) == 4409


async def test_a_flood_of_operations_is_refused_one_by_one(target: Target) -> None:
    async with socket(target) as opened:
        for number in range(200):
            await opened.send(subscribe(str(number), NEVER))
        refused = [json.loads(await asyncio.wait_for(opened.recv(), 5)) for _ in range(150)]

        assert {message["type"] for message in refused} == {"error"}
        assert {error["extensions"]["code"] for m in refused for error in m["payload"]} == {
            "COST_LIMIT"
        }


async def test_a_flood_of_pings_and_empty_ends_is_borne(target: Target) -> None:
    async with socket(target) as opened:
        for number in range(500):
            await opened.send('{"type": "complete", "id": "never"}')
            await opened.send(json.dumps({"type": "ping", "payload": {"n": number}}))
        answers = [json.loads(await asyncio.wait_for(opened.recv(), 5)) for _ in range(500)]

        assert answers[-1] == {"type": "pong", "payload": {"n": 499}}


def subscribe(id: str, query: str) -> str:
    """The message."""
    return json.dumps({"type": "subscribe", "id": id, "payload": {"query": query}})
