"""Strict reading of what a client sends to `/graphql`: JSON, parameters, media types."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, Final, NoReturn

from domain.errors import BadUserInput
from schema.execution import Operation

GRAPHQL_RESPONSE: Final = "application/graphql-response+json"
JSON: Final = "application/json"
EVENT_STREAM: Final = "text/event-stream"
_OFFERED: Final = {
    GRAPHQL_RESPONSE: GRAPHQL_RESPONSE,
    JSON: JSON,
    "application/*": JSON,
    "*/*": JSON,
    EVENT_STREAM: EVENT_STREAM,
}
_QUALITY: Final = re.compile(r"q=(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")


def decoded(body: bytes | str) -> Any:
    """The JSON value of a body or frame; BadUserInput says what is wrong with it.

    Stricter than `json.loads`: no NaN, no key twice, and only texts that PostgreSQL can hold.
    """
    try:
        return _storable(body.decode("utf-8") if isinstance(body, bytes) else body)
    except UnicodeDecodeError as error:
        raise BadUserInput("request.not_utf8") from error
    except RecursionError as error:
        raise BadUserInput("request.nested") from error
    except json.JSONDecodeError as error:
        raise BadUserInput("request.not_json") from error
    except ValueError as error:
        raise BadUserInput("request.number") from error


def operation(parameters: object) -> Operation:
    """The parameters of GraphQL over HTTP, each with its type."""
    if isinstance(parameters, list):
        raise BadUserInput("request.batch")
    if not isinstance(parameters, dict):
        raise BadUserInput("request.not_an_object")
    query = _optional(parameters, "query", str, "request.query")
    variables = _optional(parameters, "variables", dict, "request.variables")
    name = _optional(parameters, "operationName", str, "request.operation_name")
    extensions = _optional(parameters, "extensions", dict, "request.extensions")
    document_id = _document_id(parameters, extensions or {})
    if query is None and document_id is None:
        raise BadUserInput("request.query")
    return Operation(query, variables or {}, name, extensions, document_id)


def is_json(content_type: str) -> bool:
    """Whether the body claims to be JSON in UTF-8."""
    kind, *parameters = [part.strip().lower() for part in content_type.split(";")]
    charsets = [part for part in parameters if part.startswith("charset=")]
    return kind == JSON and all(part in {"charset=utf-8", 'charset="utf-8"'} for part in charsets)


def negotiated(accept: str | None) -> str | None:
    """The media type of the answer; None if the client accepts none of ours.

    An event stream only for those who name it before any JSON type: urql names it last.
    """
    if not accept or not accept.strip():
        return JSON
    return next((_OFFERED[kind] for kind in _by_preference(accept) if kind in _OFFERED), None)


def preferred(header: str) -> list[str]:
    """The values of an Accept header of any kind, best first, without those of quality 0."""
    return list(_by_preference(header))


def _by_preference(header: str) -> Iterator[str]:
    choices = [_choice(part) for part in header.lower().split(",")]
    ranked = sorted((choice for choice in choices if choice[0] > 0), key=lambda choice: -choice[0])
    return (name for _, name in ranked)


def _choice(part: str) -> tuple[float, str]:
    name, *parameters = [piece.strip() for piece in part.split(";")]
    qualities = [match[1] for piece in parameters if (match := _QUALITY.fullmatch(piece))]
    return (float(qualities[0]) if qualities else 1.0), name


def _document_id(parameters: dict[str, Any], extensions: dict[str, Any]) -> str | None:
    """As GraphQL over HTTP has it, or as Apollo's clients do: `{version: 1, sha256Hash}`."""
    given: str | None = _optional(parameters, "documentId", str, "request.document_id")
    persisted = _optional(extensions, "persistedQuery", dict, "request.persisted_query")
    if persisted is None:
        return given
    sha256 = persisted.get("sha256Hash")
    if persisted.get("version") != 1 or not isinstance(sha256, str) or given is not None:
        raise BadUserInput("request.persisted_query")
    return sha256


def _optional(parameters: dict[str, Any], key: str, kind: type, reason: str) -> Any:
    value = parameters.get(key)
    if value is not None and not isinstance(value, kind):
        raise BadUserInput(reason)
    return value


def _storable(source: str) -> Any:
    value = json.loads(
        source, object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite
    )
    # NUL and half surrogate pairs can only come as escapes: without one there is none.
    if "\\u" in source and any(_is_unstorable(text) for text in _texts(value)):
        raise BadUserInput("request.nul")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadUserInput("request.duplicate_key")
    return members


def _constant(name: str) -> NoReturn:
    raise BadUserInput("request.number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise BadUserInput("request.number")
    return number


def _texts(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        inner = pending.pop()
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, dict):
            pending += [*inner, *inner.values()]
        elif isinstance(inner, list):
            pending += inner


def _is_unstorable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
