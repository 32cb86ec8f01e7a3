"""The messages of graphql-transport-ws, read strictly: what is not one is a Violation."""

from collections.abc import MutableMapping
from typing import Any, Final, TypeAlias

from starlette.websockets import WebSocketDisconnect

from domain.errors import BadUserInput
from domain.texts import Language
from schema import errors
from schema.execution import Operation
from server import graphql_request

Message: TypeAlias = dict[str, Any]

ID_LENGTH: Final = 255


class Violation(Exception):
    """The client broke the protocol: the socket closes with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def message(event: MutableMapping[str, Any], maximum_bytes: int) -> Message:
    """The message in an ASGI event; its type is a text, the rest is unchecked."""
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(event.get("code", 1005))
    frame = event.get("text")
    if frame is None:
        raise Violation(4400, "Messages are text frames")
    if len(frame.encode("utf-8", "replace")) > maximum_bytes:
        raise Violation(1009, "Message too large")
    try:
        found = graphql_request.decoded(frame)
    except BadUserInput as error:
        raise Violation(4400, errors.sentence(error, Language.EN)) from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Violation(4400, "A message is an object with a type")
    return found


def authorization(init: Message) -> str | None:
    """What `connection_init` shows, in the form of the HTTP header."""
    return _shown(init, "authorization")


def expected_user(init: Message) -> str | None:
    """Whose session a page believes to have, in the form of the header `X-RVS-User`."""
    return _shown(init, "user")


def _shown(init: Message, name: str) -> str | None:
    payload = init.get("payload")
    shown = payload.get(name) if isinstance(payload, dict) else payload
    if shown is None or (isinstance(shown, str) and isinstance(payload, dict)):
        return shown
    raise Violation(4400, "Invalid payload of connection_init")


def echo(ping: Message) -> Message:
    """The payload of a ping for its pong."""
    payload = ping.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise Violation(4400, "A payload is an object")
    return {"payload": payload} if payload else {}


def operation_id(found: Message) -> str:
    """The client's name for the operation."""
    given = found.get("id")
    if isinstance(given, str) and 0 < len(given) <= ID_LENGTH:
        return given
    raise Violation(4400, "The message needs an id, a text that is not empty")


def operation(subscribe: Message) -> Operation:
    """What a `subscribe` asks for."""
    try:
        return graphql_request.operation(subscribe.get("payload"))
    except BadUserInput as error:
        raise Violation(4400, errors.sentence(error, Language.EN)) from error
