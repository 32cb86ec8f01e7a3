"""Every rule of the fuzz sees what it is there for, and lets a good answer pass."""

import json
from typing import Any

import pytest
from graphql import DocumentNode, build_schema, parse

from tests.fuzz import judging
from tests.fuzz.judging import Answer, Secrets, Verdict

SCHEMA = build_schema("""
  scalar DateTime
  scalar BigInt
  scalar Date
  enum Colour { RED }
  interface Node { id: ID! }
  type Thing implements Node {
    id: ID! name: String at: DateTime! day: Date size: BigInt! count: Int! colours: [Colour!]!
  }
  type Problem { code: String! }
  type Payload { userErrors: [Problem!]! thing: Thing }
  type Query { thing: Thing needed: Thing! node(id: ID!): Node }
  type Mutation { make: Payload! }
""")
SECRETS = Secrets(frozenset({"share_of_others"}), ["Quartz"], ["/srv/rvs"])
THING = {
    "id": "1", "name": None, "at": "2026-11-23T12:00:00.5Z", "day": "2026-11-23", "size": 2**40,
    "count": 1, "colours": ["RED"],
}  # fmt: skip
WHOLE = "{ thing { id name at day size count colours } }"


def judged(
    content: object,
    query: str | None = WHOLE,
    *,
    status: int = 200,
    sent: str = "",
    kind: str = "application/json",
) -> Verdict:
    """The verdict on an answer with this content."""
    document: DocumentNode | None = parse(query) if query else None
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {"content-type": f"{kind}; charset=utf-8", "x-request-id": "abc"}
    answer = Answer(status, headers, body)
    return judging.judge(SCHEMA, document, sent, answer, SECRETS)


def error(message: str = "No.", **extensions: Any) -> dict[str, Any]:
    """An answer that is a refusal."""
    given = {"code": "FORBIDDEN", "correlationId": "abc", **extensions}
    return {
        "errors": [{"message": message, "extensions": given}],
        "data": None,
    }


def rules(verdict: Verdict) -> set[str]:
    """The rules that were broken."""
    return {rule for rule, _ in verdict.findings}


def test_good_answers_pass_with_their_outcome() -> None:
    assert judged({"data": {"thing": THING}}) == Verdict("data")
    assert judged({"data": {"thing": None}}) == Verdict("data")
    assert judged(error()) == Verdict("FORBIDDEN")
    assert judged(error(), None, status=400) == Verdict("FORBIDDEN")
    refused = {"data": {"make": {"userErrors": [{"code": "NOT_FOUND"}]}}}
    assert judged(refused, "mutation { make { userErrors { code } } }") == Verdict(
        "userErrors NOT_FOUND"
    )
    fragments = '{ node(id: "1") { __typename id ... on Thing { count } } }'
    thing = {"__typename": "Thing", "id": "1", "count": 2}
    assert judged({"data": {"node": thing}}, fragments) == Verdict("data")


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None}, {"name": 5}, {"at": "2026-11-23T12:00:00"}, {"at": "2026-11-23 12:00:00Z"},
        {"day": "2026-1-1"}, {"size": 2**53}, {"size": "1"}, {"count": 2**31}, {"count": True},
        {"colours": None}, {"colours": [None]}, {"colours": ["BLUE"]}, {"colours": "RED"},
        {"more": 1},
    ],
)  # fmt: skip
def test_data_that_breaks_the_schema_is_found(changed: dict[str, Any]) -> None:
    assert rules(judged({"data": {"thing": {**THING, **changed}}})) == {"schema"}


def test_what_is_missing_or_accepted_against_the_schema_is_found() -> None:
    assert rules(judged({"data": {"thing": {"id": "1"}}})) == {"schema"}
    assert rules(judged({"data": {"needed": None}}, "{ needed { id } }")) == {"schema"}
    assert rules(judged({"data": {"thing": None}}, None)) == {"schema"}
    assert rules(judged({})) == {"schema"}
    assert rules(judged({"data": None})) == {"schema"}


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"[]", b'"x"', b'{"detail": "x"}'])
def test_what_is_no_graphql_answer_is_found(content: bytes) -> None:
    assert rules(judged(content)) == {"no GraphQL answer"}
    assert rules(judged({"data": {"thing": None}}, kind="text/html")) == {"no GraphQL answer"}


def test_server_errors_bugs_and_errors_without_code_or_correlation_id_are_found() -> None:
    assert "server error" in rules(judged(error(), status=500))
    for extensions in ({"code": "INTERNAL"}, {"code": None}, {"correlationId": None}):
        assert rules(judged(error(**extensions))) == {"error"}
    assert rules(judged(error(correlationId="xyz"))) == {"error"}
    assert rules(judged({"errors": [{}], "data": None})) == {"error"}


def test_what_belongs_to_others_is_found_wherever_it_is_shown() -> None:
    shown = {**THING, "id": "share_of_others"}
    assert rules(judged({"data": {"thing": shown}}, sent="share_of_others")) == {"secret shown"}
    assert rules(judged(error("No share_of_others."))) == {"secret shown"}
    assert rules(judged(error("No share_of_others."), sent="share_of_others")) == set()
    assert rules(judged({"data": {"thing": {**THING, "name": "a QUARTZ1"}}})) == {"secret shown"}


@pytest.mark.parametrize(
    "words",
    [
        "Traceback (most recent call last)", 'File "x", line 1', "asyncpg.DataError",
        "SELECT a, b\nFROM users", "at /usr/lib/x", "in /srv/rvs/x", "<User object at 0x7f>",
    ],
)  # fmt: skip
def test_insides_are_found_unless_the_request_said_them(words: str) -> None:
    assert rules(judged(error(words))) == {"insides shown"}
    assert rules(judged(error(words), sent=words)) == set()
