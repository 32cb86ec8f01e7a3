"""Bodies and documents that mean harm, over real HTTP: a clear error each, and nothing done."""

import gzip
import json
import time
import zlib
from typing import Any, Final

import pytest

from tests.hostile.target import Target, attack, check, check_refused

JSON: Final = {"content-type": "application/json"}
LENGTH: Final = 16_384  # of an answer: what was sent is not read back to whoever sent it
SHARES: Final = "{ sharedResults(first: 1) { edges { node { id } } } }"


def body(query: str, **members: Any) -> bytes:
    """A request as a client writes it."""
    return json.dumps({"query": query, **members}).encode()


def of(variables: bytes) -> bytes:
    """A request whose variables are these bytes."""
    query = "query ($v: String!) { organisationDirectory(search: $v) { edges { cursor } } }"
    return b'{"query": %s, "variables": {"v": %s}}' % (json.dumps(query).encode(), variables)


BODIES: Final[dict[str, bytes]] = {
    "nothing": b"",
    "no JSON": b"query=%7Bviewer%7Brole%7D%7D",
    "half of it": body(SHARES)[:-5],
    "two of them": body(SHARES) * 2,
    "a number": b"1",
    "a text": b'"{ viewer { role } }"',
    "null": b"null",
    "a batch": b"[" + body(SHARES) + b"," + body(SHARES) + b"]",
    "a batch of thousands": b"[" + b",".join([body("{__typename}")] * 5_000) + b"]",
    "an empty batch": b"[]",
    "no document": b"{}",
    "a document of null": b'{"query": null}',
    "a document of a wrong type": b'{"query": ["{ viewer { role } }"]}',
    "variables as a list": body(SHARES).replace(b"}", b'}, "variables": []', 1)[:-1] + b"}",
    "variables as a text": b'{"query": "{__typename}", "variables": "{}"}',
    "a name of a wrong type": b'{"query": "{__typename}", "operationName": {}}',
    "extensions of a wrong type": b'{"query": "{__typename}", "extensions": [1]}',
    "a key twice": b'{"query": "{__typename}", "query": "mutation { signOut { token } }"}',
    "a key twice within": of(b'{"a": 1, "a": 2}'),
    "NaN": of(b"NaN"),
    "Infinity": of(b"-Infinity"),
    "a float beyond floats": of(b"1e999"),
    "a number of 5 000 digits": of(b"9" * 5_000),
    "a number of 4 000 digits": of(b"9" * 4_000),
    "NUL": of(b'"a\\u0000b"'),
    "NUL in a name": b'{"query": "{__typename}", "variables": {"\\u0000": 1}}',
    "half a surrogate pair": of(b'"\\ud83d"'),
    "the wrong half": of(b'"\\ude00\\ud83d"'),
    "half a pair in the document": b'{"query": "{ viewer { role \\ud800 } }"}',
    "a control character": of(b'"a\x01b"'),
    "NUL as a byte": of(b'"a\x00b"'),
    "bytes that are no UTF-8": of(b'"\xff\xfe"'),
    "UTF-8 cut off": of(b'"\xe2\x82"'),
    "an overlong NUL": of(b'"\xc0\x80"'),
    "a surrogate in UTF-8": of(b'"\xed\xa0\x80"'),
    "beyond Unicode": of(b'"\xf5\x80\x80\x80"'),
    "UTF-16": body(SHARES).decode().encode("utf-16"),
    "UTF-32": body(SHARES).decode().encode("utf-32-le"),
    "a byte order mark": b"\xef\xbb\xbf" + body(SHARES),
    "lists to the bottom": b"[" * 120_000,
    "objects to the bottom": b'{"a":' * 40_000,
    "variables to the bottom": of(b"[" * 60_000 + b"]" * 60_000),
    "a document in JSON in JSON": body(json.dumps({"query": SHARES})),
    "larger than allowed": body(SHARES, extensions={"x": "a" * 300_000}),
    "compressed": gzip.compress(body(SHARES)),
    "a bomb": zlib.compress(b" " * 50_000_000),
}

DOCUMENTS: Final[dict[str, str]] = {
    "empty": "",
    "spaces": " \n\t,",
    "a comment": "# nothing",
    "no end": "{ viewer {",
    "SQL": "'; DROP TABLE shares; --",
    "a schema": "type Query { a: Int }",
    "an extension of ours": "extend type Query { a: Int }",
    "an unknown field": "{ viewer { password } }",
    "an unknown root": "query { users { email } }",
    "a guess at a field": "{ viewr { role } }",
    "an unknown argument": "{ exams(where: 1) { code } }",
    "an unknown type": "query ($a: Users) { __typename }",
    "an unknown directive": "{ viewer @admin { role } }",
    "a directive without its argument": "{ viewer @include { role } }",
    "a fragment that is missing": "{ viewer { ...F } }",
    "a fragment of itself": "{ viewer { ...F } } fragment F on Viewer { ...F }",
    "a ring of fragments": "{ viewer { ...A } } fragment A on Viewer { ...B }"
    " fragment B on Viewer { ...A }",
    "a fragment that nobody spreads": "{ __typename } fragment F on Viewer { role }",
    "a fragment of the wrong type": "{ viewer { ... on Export { id } } }",
    "two operations without a name": "{ __typename } { __typename }",
    "two of one name": "query A { __typename } query A { __typename }",
    "two to choose from": "query A { __typename } query B { __typename }",
    "no operation": "fragment F on Viewer { role }",
    "a mutation and a query": "query A { __typename } mutation B { signOut { __typename } }",
    "conflicting names": "{ a: viewer { role } a: exams { code } }",
    "a subscription by POST": "subscription { resultShared { cursor } }",
    "two roots of a subscription": "subscription { resultShared { cursor }"
    " shareChanged { cursor } }",
    "a subscription without its field": "subscription { __typename }",
    "no braces": "query",
    "a number of 5 000 digits": "{ sharedResults(first: %s) { totalCount } }" % ("9" * 5_000),
    "a negative page": "{ sharedResults(first: -1) { totalCount } }",
    "an empty page": "{ sharedResults(first: 0) { totalCount } }",
    "a page of a float": "{ sharedResults(first: 1.5) { totalCount } }",
    "a page of a text": '{ sharedResults(first: "1") { totalCount } }',
    "a page beyond 32 bits": "{ sharedResults(first: 4294967297) { totalCount } }",
    "an id that is a list": "{ node(id: [[[]]]) { id } }",
    "an id that is an object": "{ node(id: {a: 1}) { id } }",
    "an id of null": "{ node(id: null) { id } }",
    "an object as an enum": "mutation { updateProfile(input: {language: {EN: 1}})"
    " { user { id } } }",
    "half a pair as a text": '{ organisationDirectory(search: "\\ud83d") { edges { cursor } } }',
    "NUL as a text": '{ organisationDirectory(search: "ab\\u0000") { edges { cursor } } }',
    "both of one": "mutation { createExport(input: {format: CSV, selection: {ids: [], filter: {}}})"
    " { export { id } } }",
    "none of one": "mutation { createExport(input: {format: CSV, selection: {}})"
    " { export { id } } }",
    "levels": "{ __schema" + " { types { fields { type" * 5 + " { name }" + " } } }" * 5 + " }",
    "our own levels": "{ webhookEndpoints { edges { node { deliveries { edges { node { attempts"
    " { number" + " { a" * 5 + " }" * 14,
    "brackets": "{ node(id: " + "[" * 450 + "]" * 450 + ") { id } }",
    "types of lists": "query ($a: " + "[" * 450 + "ID" + "]" * 450 + ") { __typename }",
    "aliases": "{ " + " ".join(f"a{n}: __typename" for n in range(16)) + " }",
    "aliases of what costs": "{ " + " ".join(
        f"a{n}: sharedResults(first: 100) {{ edges {{ node {{ result {{ id }} candidate {{"
        " firstName } } } }"
        for n in range(15)
    ) + " }",
    "directives": "{ __typename " + "@include(if: true) " * 30 + "}",
    "directives of a field each": "{ " + "__typename @skip(if: false) " * 30 + " }",
    "more than a thousand tokens": "{ " + "__typename " * 1_001 + "}",
    "comments": "#\n" * 50_000 + "{ viewer { password } }",
    "a long name": "{ " + "a" * 200_000 + " }",
    "a long text": '{ node(id: """' + "a" * 200_000 + " { id } }",
    "pages within pages": "{ webhookEndpoints(first: 100) { edges { node { deliveries(first: 100)"
    " { edges { node { attempts { number } } } } } } } }",
    "two tries at once": 'mutation { a: signIn(input: {email: "a", password: "b"}) { token }'
    ' b: signIn(input: {email: "a", password: "c"}) { token } }',
    "a hundred ids and one": "{ nodes(ids: [" + '"a" ' * 101 + "]) { id } }",
}  # fmt: skip


async def test_a_hostile_body_is_refused(target: Target) -> None:
    async with target.client("member") as client:
        for case, content in BODIES.items():
            with attack(case):
                answer = await client.post("/graphql", content=content, headers=JSON)

                assert check_refused(answer) == ["BAD_USER_INPUT"]
                assert set(answer.json()) == {"errors"}
                assert len(answer.content) < LENGTH


# What only looks so: allowed, and no more work than it says.
TRICKS: Final = {
    "fragments that double": "{ ...F0 }" + "".join(
        f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(80)
    ) + " fragment F80 on Query { __typename }",
    "fragments spread and spread": "{ " + "...F " * 300 + "} fragment F on Query { __typename }",
    "fragments within fragments": "{ " + "... { " * 150 + "__typename" + " }" * 150 + " }",
    "a field over and over": "{ " + "__typename " * 60 + "}",
    "a comment without end": "{ __typename } #" + "a" * 200_000,
    "commas": "{ __typename " + "," * 200_000 + "}",
}  # fmt: skip


@pytest.mark.parametrize("role", ["", "member", "candidate"])
async def test_a_hostile_document_is_refused_at_once(target: Target, role: str) -> None:
    async with target.client(role) as client:
        for case, document in DOCUMENTS.items():
            with attack(case):
                started = time.perf_counter()
                answer = await client.post("/graphql", content=body(document), headers=JSON)

                assert check_refused(answer)
                assert answer.json().get("data") in (None, {"createExport": None})
                assert time.perf_counter() - started < 2
                assert len(answer.content) < LENGTH


async def test_a_document_that_only_looks_hostile_is_answered_at_once(target: Target) -> None:
    async with target.client("member") as client:
        for case, document in TRICKS.items():
            with attack(case):
                started = time.perf_counter()
                answer = await client.post("/graphql", content=body(document), headers=JSON)

                assert answer.json() == {"data": {"__typename": "Query"}}
                assert time.perf_counter() - started < 2


async def test_a_hostile_document_is_refused_as_a_stream_of_events(target: Target) -> None:
    events = {**JSON, "accept": "text/event-stream"}
    async with target.client("member") as client:
        for case, document in DOCUMENTS.items():
            if "subscription by POST" in case:
                continue  # as events it is what it should be
            with attack(case):
                answer = await client.post("/graphql", content=body(document), headers=events)

                assert answer.status_code == 200
                first, last = answer.text.removesuffix("\n\n").split("\n\n")
                assert json.loads(first.removeprefix("event: next\ndata: "))["errors"]
                assert last == "event: complete\ndata:"


async def test_nobody_is_told_what_a_field_that_was_guessed_is_called(target: Target) -> None:
    async with target.client("member") as client:
        for wrong in ("{ viewr { role } }", "{ exams { cod } }", "{ exams { code(a: 1) } }"):
            answer = await client.post("/graphql", json={"query": wrong})
            assert "Did you mean" not in answer.text


async def test_a_visitor_learns_nothing_of_the_schema(target: Target) -> None:
    async with target.client() as client:
        for query in ("{ __schema { types { name } } }", '{ __type(name: "Query") { name } }'):
            answer = await client.post("/graphql", json={"query": query})
            assert check(answer) == ["UNAUTHENTICATED"]
