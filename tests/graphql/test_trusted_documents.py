"""Documents by id, sessions that may ask nothing else, and caches that hold nothing of anybody."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any, Final

import httpx
import pytest
from graphql import GraphQLSchema
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from schema.documents import Documents
from schema.execution import Service, core
from schema.limits import Limits
from schema.trusted_documents import PREFIX, TrustedDocuments, hash_of
from server.graphql import TransportLimits
from tests.graphql import toy_service

GRAPHQL: Final = "application/graphql-response+json"
WHO: Final = "query Who { viewer }"
ECHO: Final = "query Echo($text: String!) { echo(text: $text) }"
COUNT: Final = "subscription Count { count(to: 2) }"
TRUSTED: Final = TrustedDocuments([WHO, ECHO, COUNT])
ID: Final = PREFIX + hash_of(WHO)
UNTRUSTED: Final = "{ viewer }"
COOKIE: Final = {
    "origin": toy_service.ORIGIN,
    "x-rvs-request": "1",
    "cookie": "rvs_session=good",
}


@pytest.fixture(scope="module")
def made() -> Service:
    """A service that knows the documents of its pages."""
    return toy_service.service(TRUSTED)


@pytest.fixture(scope="module")
def address(made: Service) -> Iterator[str]:
    """It, open for everybody."""
    with toy_service.served(TransportLimits(), made=made) as address:
        yield address


@pytest.fixture(scope="module")
def strict_address(made: Service) -> Iterator[str]:
    """It, where the cookie opens trusted documents alone."""
    with toy_service.served(TransportLimits(), made=made, is_for_trusted_only=True) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address}", headers={"accept": GRAPHQL}) as client:
        yield client


@pytest.fixture
def strict(strict_address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{strict_address}", headers={"accept": GRAPHQL}) as client:
        yield client


def ask(client: httpx.Client, headers: dict[str, str] | None = None, /, **body: Any) -> Any:
    """The answer of the endpoint, in JSON."""
    return client.post("/graphql", json=body, headers=headers).json()


def code(answer: Any) -> str:
    [error] = answer["errors"]
    return str(error["extensions"]["code"])


def persisted(text: str, **changes: Any) -> dict[str, Any]:
    """How Apollo's and urql's clients name a document."""
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text), **changes}}


# By id


def test_a_trusted_document_is_asked_by_its_id(client: httpx.Client) -> None:
    asked = {"documentId": PREFIX + hash_of(ECHO), "variables": {"text": "é"}}

    assert ask(client, **asked) == {"data": {"echo": "é"}}
    assert ask(client, **asked, operationName="Echo") == {"data": {"echo": "é"}}
    assert code(ask(client, **asked, operationName="Other")) == "BAD_USER_INPUT"


def test_the_clients_for_persisted_queries_find_it_too(client: httpx.Client) -> None:
    by_hash = ask(client, extensions=persisted(ECHO), variables={"text": "é"})

    assert by_hash == {"data": {"echo": "é"}}
    assert ask(client, query=WHO, extensions=persisted(WHO)) == {"data": {"viewer": None}}


def test_a_subscription_is_asked_by_its_id(address: str, client: httpx.Client) -> None:
    with opened(address) as socket:
        subscribe(socket, documentId=PREFIX + hash_of(COUNT))
        received = [json.loads(socket.recv(timeout=3)) for _ in range(3)]
    assert [message["type"] for message in received] == ["next", "next", "complete"]

    by_events = client.post(
        "/graphql",
        json={"documentId": PREFIX + hash_of(COUNT)},
        headers={"accept": "text/event-stream"},
    )
    assert by_events.text.count("event: next") == 2


@pytest.mark.parametrize(
    ("accept", "status"), [(GRAPHQL, 400), ("application/json", 200)], ids=["standard", "older"]
)
def test_an_unknown_id_is_told_in_the_words_that_clients_know(
    client: httpx.Client, accept: str, status: int
) -> None:
    unknown = "query Unknown { viewer }"
    by_id = {"documentId": PREFIX + hash_of(unknown)}
    by_hash = {"extensions": persisted(unknown)}

    for body, says in ((by_id, "knows no document with this id"), (by_hash, "")):
        answer = client.post("/graphql", json=body, headers={"accept": accept})
        [error] = answer.json()["errors"]
        assert answer.status_code == status
        assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        assert says in error["message"]
        assert "data" not in answer.json()
    assert error["message"] == "PersistedQueryNotFound"


@pytest.mark.parametrize("id", ["", "sha256:", "md5:7", ID.upper(), ID + "0", "x-own:1", "../..."])
def test_whatever_is_no_id_of_ours_is_unknown(client: httpx.Client, id: str) -> None:
    assert code(ask(client, documentId=id)) == "PERSISTED_QUERY_NOT_FOUND"


def test_a_socket_survives_an_unknown_id(address: str) -> None:
    with opened(address) as socket:
        subscribe(socket, documentId="sha256:0")
        refused = json.loads(socket.recv(timeout=3))
        subscribe(socket, query=WHO)
        answered = json.loads(socket.recv(timeout=3))

    assert refused["type"] == "error"
    assert refused["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert answered["payload"] == {"data": {"viewer": None}}


def test_nothing_that_a_client_sends_becomes_trusted(client: httpx.Client, made: Service) -> None:
    own = "query Own { person { name } }"

    for _ in range(2):
        assert "data" in ask(client, query=own, extensions=persisted(own))
        assert "data" in ask(client, query=own, documentId=PREFIX + hash_of(own))
        assert code(ask(client, extensions=persisted(own))) == "PERSISTED_QUERY_NOT_FOUND"
        assert code(ask(client, documentId=PREFIX + hash_of(own))) == "PERSISTED_QUERY_NOT_FOUND"


def test_a_text_must_be_the_one_that_its_id_names(client: httpx.Client) -> None:
    for naming in ({"documentId": ID}, {"extensions": persisted(WHO)}):
        answer = ask(client, query=UNTRUSTED, **naming)

        assert code(answer) == "BAD_USER_INPUT"
        assert "not that of the text" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": 7},
        {"documentId": {}, "query": WHO},
        {"extensions": {"persistedQuery": []}},
        {"extensions": {"persistedQuery": {}}},
        {"extensions": persisted(WHO, version=2)},
        {"extensions": persisted(WHO, sha256Hash=None)},
        {"extensions": persisted(WHO), "documentId": ID},
        {"documentId": None},
        {"variables": {}},
    ],
    ids=json.dumps,
)
def test_a_malformed_name_of_a_document_gets_a_clear_answer(
    client: httpx.Client, body: dict[str, Any]
) -> None:
    response = client.post("/graphql", json=body)

    assert response.status_code == 400
    assert code(response.json()) == "BAD_USER_INPUT"


# Sessions that may ask nothing else


def test_a_browser_session_may_be_bound_to_trusted_documents(strict: httpx.Client) -> None:
    by_id = ask(strict, COOKIE, documentId=ID)
    by_text = ask(strict, COOKIE, query=WHO)
    refused = strict.post("/graphql", json={"query": UNTRUSTED}, headers=COOKIE)
    french = ask(strict, {**COOKIE, "accept-language": "fr"}, query=UNTRUSTED)

    assert by_id == by_text == {"data": {"viewer": "Ana"}}
    assert refused.status_code == 403
    assert code(refused.json()) == "FORBIDDEN"
    assert "data" not in refused.json()
    assert "only what the pages of this service ask" in refused.json()["errors"][0]["message"]
    assert "que ce que demandent les pages" in french["errors"][0]["message"]


@pytest.mark.parametrize(
    "almost", [WHO + " ", WHO + "#", WHO.replace("Who", "Whose"), "\ufeff" + WHO]
)
def test_what_only_resembles_a_trusted_document_is_none(strict: httpx.Client, almost: str) -> None:
    assert code(ask(strict, COOKIE, query=almost)) == "FORBIDDEN"


def test_an_id_beside_another_text_opens_nothing(strict: httpx.Client) -> None:
    assert code(ask(strict, COOKIE, query=UNTRUSTED, documentId=ID)) == "BAD_USER_INPUT"


def test_tokens_and_visitors_may_ask_anything(strict: httpx.Client) -> None:
    bearer = {"authorization": "Bearer good"}

    assert ask(strict, bearer, query=UNTRUSTED) == {"data": {"viewer": "Ana"}}
    assert ask(strict, {**COOKIE, **bearer}, query=UNTRUSTED) == {"data": {"viewer": "Ana"}}
    assert ask(strict, query=UNTRUSTED) == {"data": {"viewer": None}}


def test_an_id_does_not_replace_the_proof_that_our_page_asks(strict: httpx.Client) -> None:
    foreign = {**COOKIE, "origin": "https://evil.example"}

    assert code(ask(strict, foreign, documentId=ID)) == "FORBIDDEN"


def test_the_same_holds_on_a_socket(strict_address: str) -> None:
    with opened(strict_address, is_page=True) as socket:
        subscribe(socket, query="subscription { count(to: 1) }")
        refused = json.loads(socket.recv(timeout=3))
        subscribe(socket, documentId=PREFIX + hash_of(COUNT))
        answered = json.loads(socket.recv(timeout=3))
    with opened(strict_address, {"authorization": "Bearer good"}, is_page=True) as socket:
        subscribe(socket, query=UNTRUSTED)
        by_token = json.loads(socket.recv(timeout=3))

    assert refused["type"] == "error"
    assert refused["payload"][0]["extensions"]["code"] == "FORBIDDEN"
    assert answered["payload"] == {"data": {"count": 0}}
    assert by_token["payload"] == {"data": {"viewer": "Ana"}}


# Caches

PERSONAL: Final = ("marchetti", "19870312")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("{ marchetti: viewer }", id="alias"),
        pytest.param("{ Marchetti_19870312: viewer }", id="alias with a number"),
        pytest.param("query marchetti { viewer }", id="operation"),
        pytest.param("query A { viewer } query marchetti { viewer }", id="second operation"),
        pytest.param("query ($marchetti: String!) { echo(text: $marchetti) }", id="variable"),
        pytest.param("{ person { ...marchetti } } fragment marchetti on Person { name }",
                     id="fragment"),
        pytest.param("{ viewer } # marchetti", id="comment"),
        pytest.param('{ echo(text: "marchetti") }', id="string"),
        pytest.param('{ echo(text: """\nmarchetti\n""") }', id="block string"),
        pytest.param('query ($t: String! = "marchetti") { echo(text: $t) }', id="default text"),
        pytest.param("query ($n: Int = 19870312) { people(first: $n) { __typename } }",
                     id="default number"),
        pytest.param("{ bytes(of: 19870312) }", id="number"),
        pytest.param("{ bytes(of: -19870312) }", id="negative number"),
        pytest.param("{ nodes(ids: [19870312]) { name } }", id="list"),
        pytest.param("{ slow(seconds: 0.0019870312) }", id="fraction"),
        pytest.param("{ day(on: marchetti) }", id="enum value"),
        pytest.param("{ bytes(of: {marchetti: 1}) }", id="object field"),
        pytest.param("{ marchetti }", id="field"),
        pytest.param("{ ... on marchetti { name } }", id="type"),
        pytest.param("{ viewer @include(if: true) @marchetti }", id="directive"),
        pytest.param('"marchetti" query Described { viewer }', id="description"),
        pytest.param("{ viewer marchetti", id="no syntax"),
    ],
)  # fmt: skip
def test_the_caches_hold_nothing_of_whoever_asked(query: str) -> None:
    service = toy_service.service(TRUSTED)
    names = {"operationName": "marchetti"} if "query marchetti" in query else {}
    variables = {"marchetti": "19870312"}

    with (
        toy_service.served(TransportLimits(), made=service) as address,
        httpx.Client(base_url=f"http://{address}") as client,
    ):
        for _ in range(2):
            answered = ask(client, query=query, variables=variables, **names)
            ask(client, documentId=ID, variables=variables)

    held = " ".join(texts_in(service.documents)).lower()
    assert set(answered) & {"data", "errors"}
    assert "viewer" in held  # the trusted document at least is there to be seen
    assert not [value for value in PERSONAL if value in held]


def test_a_document_in_the_schemas_own_words_is_kept(made: Service) -> None:
    documents = toy_service.service().documents
    query = """query Anything($first: Int = 20) {  # whatever
      lastPeople: people(first: $first) { edges { node { ...Whoever } } }
      nodes(ids: []) { __typename }
    }
    fragment Whoever on Person { name friends { name } }"""

    assert documents.get(query) is documents.get(query)
    assert documents.get(query) is not documents.get(query.replace("whatever", "something"))
    held = texts_in(documents)
    assert {"lastPeople", "first", "friends"} <= held
    assert not {"Anything", "Whoever"} & held


@pytest.mark.parametrize(
    ("alias", "is_kept"),
    [("viewer", True), ("peopleEdges", True), ("PEOPLE_EDGES", True), ("p", True),
     ("people1", False), ("p_e_o", False), ("peoplex", False), ("_", False)],
)  # fmt: skip
def test_a_name_is_the_schemas_own_or_made_of_its_words(alias: str, is_kept: bool) -> None:
    documents = toy_service.service().documents

    documents.get(f"{{ {alias}: viewer }}")

    assert len(documents) == int(is_kept)


def test_an_error_says_its_place_whether_the_document_was_kept_or_not(
    client: httpx.Client,
) -> None:
    query = "query Marchetti {\r\n  viewer # é\n  boom\n}"

    answers = [ask(client, query=query, operationName="Marchetti") for _ in range(2)]

    for answer in answers:
        assert answer["errors"][0]["locations"] == [{"line": 3, "column": 3}]


def test_trusted_documents_make_room_for_nobody() -> None:
    documents = Documents(
        core(toy_service.schema), Limits(), frozenset(), trusted=TRUSTED, kept_nodes=50
    )
    first = documents.get(WHO)

    for number in range(50):
        documents.get("{ viewer }" + "#" * number)

    assert documents.get(WHO) is first
    assert 0 < len(documents) < 50


def test_empty_room_in_a_document_takes_room_in_the_cache() -> None:
    documents = Documents(core(toy_service.schema), Limits(), frozenset(), kept_nodes=1_000)

    for number in range(20):
        documents.get("{ viewer }" + " " * (100_000 + number))

    assert 0 < len(documents) <= 5


def texts_in(root: object) -> set[str]:
    """Every text that the garbage collector finds from an object on; code and schema aside."""
    found: set[str] = set()
    seen: set[int] = set()
    pending = [root]
    while pending:
        each = pending.pop()
        if isinstance(each, str):
            found.add(each)
        elif id(each) not in seen and not isinstance(
            each, (type, ModuleType, FunctionType, GraphQLSchema)
        ):
            seen.add(id(each))
            pending += gc.get_referents(each)
    return found


@contextmanager
def opened(
    address: str, init: dict[str, str] | None = None, *, is_page: bool = False
) -> Iterator[ClientConnection]:
    """A socket that is acknowledged; a page's comes with its origin and cookie."""
    with connect(
        f"ws://{address}/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        origin=Origin(toy_service.ORIGIN) if is_page else None,
        additional_headers={"cookie": COOKIE["cookie"]} if is_page else {},
    ) as socket:
        socket.send(json.dumps({"type": "connection_init", "payload": init or {}}))
        assert json.loads(socket.recv(timeout=3)) == {"type": "connection_ack"}
        yield socket


def subscribe(socket: ClientConnection, **payload: Any) -> None:
    socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
