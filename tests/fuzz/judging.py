"""What an answer says, and what must never be in one: every rule of the fuzz about answers."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import DocumentNode, GraphQLSchema

from tests.fuzz import shapes

# What only a machine would say: frames, statements, drivers, directories.
_INSIDES: Final = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|asyncpg|sqlalchemy|strawberry|object at 0x"
    r"|\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.{1,80}\bSET\b|row-level security"
    r"|(?<![\w/])/(?:home|root|tmp|usr|var|opt|etc|proc)/",
    re.DOTALL,
)
_WORDS: Final = re.compile(r"[\w@.+:/-]{6,}")
_JSON_TYPES: Final = ("application/json", "application/graphql-response+json")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What this viewer must not be shown.

    `values`: whole texts, such as ids and addresses of others. `markers`: parts of texts that
    stand in another organisation's records alone. `private`: words of this machine.
    """

    values: frozenset[str] = frozenset()
    markers: Sequence[str] = ()
    private: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome in one word, and what is wrong: (rule, details)."""

    outcome: str
    findings: list[tuple[str, str]] = field(default_factory=list)


def judge(
    schema: GraphQLSchema,
    document: DocumentNode | None,
    sent: str,
    answer: Answer,
    secrets: Secrets,
) -> Verdict:
    """Hold an answer against every rule. `document` is None if what was sent is invalid on purpose.

    What merely repeats a part of the request is no finding.
    """
    found: list[tuple[str, str]] = []
    if answer.status >= 500:
        found.append(("server error", f"status {answer.status}"))
    content = _json(answer)
    if not isinstance(content, dict) or not content.keys() <= {"data", "errors", "extensions"}:
        return Verdict("NOT_GRAPHQL", [*found, ("no GraphQL answer", _start(answer.body))])
    errors = content.get("errors", [])
    data = content.get("data")
    found += [("error", each) for error in errors for each in _error(error, answer)]
    found += [("secret shown", each) for each in _shown(content, sent, secrets)]
    found += [("insides shown", each) for each in _insides(errors, sent, secrets)]
    if data is None and not errors:
        found.append(("schema", "neither data nor errors"))
    elif document is not None:
        found += [("schema", each) for each in shapes.problems(schema, document, data)]
    elif not errors:
        found.append(("schema", "a document that breaks the schema was accepted"))
    return Verdict(_outcome(data, errors), found)


def _json(answer: Answer) -> Any:
    if not answer.headers.get("content-type", "").startswith(_JSON_TYPES):
        return None
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def _error(error: Any, answer: Answer) -> Iterator[str]:
    if not isinstance(error, dict) or not isinstance(error.get("message"), str):
        yield "an error without message"
        return
    extensions = error.get("extensions") or {}
    if not extensions.get("code"):
        yield "without extensions.code"
    if extensions.get("code") == "INTERNAL":
        yield f"INTERNAL at {error.get('path')}"
    if not extensions.get("correlationId"):
        yield "without extensions.correlationId"
    elif extensions["correlationId"] != answer.headers.get("x-request-id"):
        yield "correlationId is not the X-Request-Id of the answer"


def _shown(content: dict[str, Any], sent: str, secrets: Secrets) -> Iterator[str]:
    """Values of others: in data as whole texts, in messages as words, markers everywhere."""
    for text in _texts(content.get("data")):
        if text in secrets.values:
            yield f"a value of somebody else in data: {text}"
    for text in _texts(content.get("errors")):
        for word in _WORDS.findall(text):
            if (word := word.strip(".:/-")) in secrets.values and word not in sent:
                yield f"a value of somebody else in an error: {word}"
    for text in _texts(content):
        for marker in secrets.markers:
            if marker.casefold() in text.casefold():
                yield f"a record of another organisation: {text}"


def _insides(errors: object, sent: str, secrets: Secrets) -> Iterator[str]:
    for text in _texts(errors):
        match = _INSIDES.search(text)
        if match and match[0] not in sent:
            yield f"{match[0]!r} in {text!r}"
        for word in secrets.private:
            if word in text and word not in sent:
                yield f"{word!r} in {text!r}"


def _outcome(data: object, errors: Sequence[Any]) -> str:
    if errors:
        return str(next(_codes(errors), "NO_CODE"))
    refusals = [
        each["code"]
        for payload in (data.values() if isinstance(data, dict) else ())
        if isinstance(payload, dict)
        for each in payload.get("userErrors") or ()
        if "code" in each
    ]
    return f"userErrors {refusals[0]}" if refusals else "data"


def _codes(errors: Sequence[Any]) -> Iterator[Any]:
    for error in errors:
        if isinstance(error, dict) and (code := (error.get("extensions") or {}).get("code")):
            yield code


def _texts(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        inner = pending.pop()
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, dict):
            pending += inner.values()
        elif isinstance(inner, list):
            pending += inner


def _start(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace")
