"""The endpoint over real HTTP: bodies, media types, credentials, cookies, time, disconnects."""

import json
import socket
import time

import httpx
import pytest

from tests.graphql import toy_service

JSON = {"content-type": "application/json"}
GRAPHQL = "application/graphql-response+json"
BROWSER = {"origin": toy_service.ORIGIN, "x-rvs-request": "1", "cookie": "rvs_session=good"}


def only_error(response: httpx.Response) -> dict[str, str]:
    """The one error of an answer without data, checked for what every error has."""
    body = response.json()
    assert set(body) == {"errors"}
    [error] = body["errors"]
    assert error["extensions"]["correlationId"] == response.headers["x-request-id"]
    assert response.headers["cache-control"] == "no-store"
    return {"code": error["extensions"]["code"], "message": error["message"]}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"42", "one JSON object"),
        (b'"query"', "one JSON object"),
        (b"null", "one JSON object"),
        (b"true", "one JSON object"),
        (b"[]", "one operation"),
        (b'[{"query": "{viewer}"}]', "one operation"),
        (b"{}", "`query`"),
        (b'{"query": null}', "`query`"),
        (b'{"query": 7}', "`query`"),
        (b'{"query": "{viewer}", "variables": []}', "`variables`"),
        (b'{"query": "{viewer}", "variables": "{}"}', "`variables`"),
        (b'{"query": "{viewer}", "operationName": 1}', "`operationName`"),
        (b'{"query": "{viewer}", "extensions": 1}', "`extensions`"),
        (b'{"query": "{viewer}", "variables": {"a": NaN}}', "NaN"),
        (b'{"query": "{viewer}", "variables": {"a": -Infinity}}', "NaN"),
        (b'{"query": "{viewer}", "variables": {"a": 1e400}}', "NaN"),
        (b'{"query": "{viewer}", "variables": {"a": %s}}' % (b"9" * 5000), "too many digits"),
        (b'{"query": "{viewer}", "query": "{boom}"}', "twice"),
        (b'{"query": "{viewer}", "variables": {"a": 1, "a": 2}}', "twice"),
        (b'{"query": "{viewer}", "variables": {"a": "\\u0000"}}', "U+0000"),
        (b'{"query": "{viewer}", "variables": {"\\ud800": 1}}', "surrogate"),
        (b'{"query": "\\ud800"}', "surrogate"),
        (b'\xff{"query": "{viewer}"}', "UTF-8"),
        (b'{"query": "\xc3\x28"}', "UTF-8"),
        ('{"query": "{viewer}"}'.encode("utf-16"), "UTF-8"),
        (b'\xef\xbb\xbf{"query": "{viewer}"}', "not valid JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 30_000 + b"1" + b"}" * 30_000, "nested"),
    ],
    ids=lambda value: repr(value)[:50],
)
def test_a_malformed_body_gets_a_clear_answer(post: httpx.Client, body: bytes, says: str) -> None:
    response = post.post("/graphql", content=body, headers=JSON)

    assert response.status_code == 400
    error = only_error(response)
    assert error["code"] == "BAD_USER_INPUT"
    assert says in error["message"]
    assert post.post("/graphql", json={"query": "{viewer}"}).json() == {"data": {"viewer": None}}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_post_is_open(post: httpx.Client, method: str) -> None:
    response = post.request(method, "/graphql", params={"query": "{viewer}"})

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert only_error(response)["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "kind",
    [
        "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/json; charset=latin-1", "application/jsonp", "application/graphql",
    ],
)  # fmt: skip
def test_only_json_in_utf_8_is_read(post: httpx.Client, kind: str) -> None:
    response = post.post(
        "/graphql", content=b'{"query":"{viewer}"}', headers={"content-type": kind}
    )

    assert response.status_code == 415
    only_error(response)


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", ";;,,q"])
def test_nothing_is_run_for_a_client_that_cannot_read_the_answer(
    post: httpx.Client, accept: str
) -> None:
    response = post.post("/graphql", json={"query": "{viewer}"}, headers={"accept": accept})

    assert response.status_code == 406
    only_error(response)


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"application/json;q=0.5, {GRAPHQL};q=0.8", GRAPHQL),
        (f"{GRAPHQL}, application/graphql+json, application/json, text/event-stream", GRAPHQL),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream, application/json", "text/event-stream"),
        ("text/event-stream, multipart/mixed", "text/event-stream"),
    ],
)
def test_the_answer_has_the_type_that_the_client_prefers(
    post: httpx.Client, accept: str, answered: str
) -> None:
    response = post.post("/graphql", json={"query": "{viewer}"}, headers={"accept": accept})

    assert response.status_code == 200
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"


def test_a_body_at_the_limit_passes_and_one_byte_more_does_not(post: httpx.Client) -> None:
    frame = json.dumps({"query": "{viewer}", "extensions": {"x": ""}})
    fill = 256 * 1024 - len(frame)
    full = frame.replace('"x": ""', f'"x": "{"a" * fill}"')

    def chunks() -> list[bytes]:
        return [full.encode(), b" "]

    assert post.post("/graphql", content=full, headers=JSON).status_code == 200
    declared = post.post("/graphql", content=full + " ", headers=JSON)
    chunked = post.post("/graphql", content=iter(chunks()), headers=JSON)

    assert (declared.status_code, chunked.status_code) == (413, 413)
    assert "262144 bytes" in only_error(declared)["message"]
    only_error(chunked)


def test_a_body_that_drips_is_cut_off(toy_address: str) -> None:
    host, port = toy_address.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as drip:
        head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        drip.sendall(f"{head}content-length: 100\r\n\r\n{{".encode())

        assert b"408" in drip.recv(4096)


def test_two_operations_need_a_name(post: httpx.Client) -> None:
    two = 'query A { viewer } query B { echo(text: "b") }'
    for wrong in ({}, {"operationName": "C"}, {"operationName": ""}, {"operationName": None}):
        response = post.post("/graphql", json={"query": two, **wrong})
        assert response.status_code == 400
        assert "perat" in only_error(response)["message"]

    right = post.post("/graphql", json={"query": two, "operationName": "B"})
    assert right.json() == {"data": {"echo": "b"}}


@pytest.mark.parametrize(
    ("query", "variables"),
    [("{", {}), ("{ nope }", {}), ("query($t: String!) { echo(text: $t) }", {"t": 1})],
)
def test_request_errors_follow_graphql_over_http(
    post: httpx.Client, query: str, variables: dict[str, object]
) -> None:
    body = {"query": query, "variables": variables}
    new = post.post("/graphql", json=body, headers={"accept": GRAPHQL})
    old = post.post("/graphql", json=body, headers={"accept": "application/json"})

    assert (new.status_code, old.status_code) == (400, 200)
    assert only_error(new)["code"] == only_error(old)["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("field", ["boom", "tooBig", "nothing"])
def test_a_bug_shows_nothing_of_itself(
    post: httpx.Client, capfd: pytest.CaptureFixture[str], field: str
) -> None:
    response = post.post("/graphql", json={"query": f"{{ {field} }}"})

    [error] = response.json()["errors"]
    assert error["extensions"] == {
        "code": "INTERNAL",
        "correlationId": response.headers["x-request-id"],
    }
    assert error["path"] == [field]
    assert "Something went wrong" in error["message"]
    for inner in ("hunter2", "SELECT", "/srv", "Traceback", "RuntimeError", str(2**40)):
        assert inner not in response.text
    logged = "".join(capfd.readouterr())
    assert response.headers["x-request-id"] in logged
    assert "hunter2" not in logged


def test_a_bug_outside_of_fields_is_masked_as_well(post: httpx.Client) -> None:
    response = post.post(
        "/graphql", json={"query": "{viewer}"}, headers={"authorization": "Bearer explode"}
    )

    assert response.status_code == 500
    assert only_error(response)["code"] == "INTERNAL"
    assert "hunter2" not in response.text


@pytest.mark.parametrize(
    ("field", "extensions"),
    [
        ("forbidden", {"code": "FORBIDDEN"}),
        ("limited", {"code": "RATE_LIMITED", "retryAfterSeconds": 7}),
        ("missing", {"code": "BAD_USER_INPUT", "field": ["id"]}),
    ],
)
def test_refusals_of_fields_say_what_to_do(
    post: httpx.Client, field: str, extensions: dict[str, object]
) -> None:
    response = post.post("/graphql", json={"query": f"{{ {field} }}"})

    assert response.status_code == 200
    [error] = response.json()["errors"]
    correlation_id = response.headers["x-request-id"]
    assert error["extensions"] == {**extensions, "correlationId": correlation_id}
    assert response.json()["data"] == {field: None}


def test_sentences_come_in_the_language_of_the_viewer(post: httpx.Client) -> None:
    french = {"accept-language": "de, fr-CA;q=0.9, en;q=0.5"}

    in_field = post.post("/graphql", json={"query": "{forbidden}"}, headers=french)
    before = post.post("/graphql", content=b"x", headers={**JSON, **french})

    assert "ne le permet pas" in in_field.json()["errors"][0]["message"]
    assert "JSON valide" in only_error(before)["message"]


def test_user_errors_are_data(post: httpx.Client) -> None:
    query = (
        "mutation($p: String!) { signIn(password: $p) { name userErrors { field code message } } }"
    )

    wrong = post.post("/graphql", json={"query": query, "variables": {"p": "wrong"}})
    forbidden = post.post("/graphql", json={"query": query, "variables": {"p": "forbidden"}})

    payload = wrong.json()["data"]["signIn"]
    assert payload["name"] is None
    assert payload["userErrors"] == [
        {
            "field": ["input", "password"],
            "code": "INVALID_CREDENTIALS",
            "message": "The e-mail address and password do not match. Check both and try again.",
        }
    ]
    assert forbidden.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_mutation_sets_and_clears_the_session_cookie(post: httpx.Client) -> None:
    signed_in = post.post(
        "/graphql", json={"query": 'mutation { signIn(password: "tok") { name } }'}
    )
    cookie = signed_in.headers["set-cookie"]
    post.cookies.clear()
    signed_out = post.post("/graphql", json={"query": "mutation { signOut { name } }"})

    assert cookie.startswith("rvs_session=tok;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=0" in signed_out.headers["set-cookie"]


def test_bad_credentials_end_the_request(post: httpx.Client) -> None:
    response = post.post(
        "/graphql", json={"query": "{viewer}"}, headers={"authorization": "Bearer bad"}
    )

    assert response.status_code == 401
    assert only_error(response)["code"] == "UNAUTHENTICATED"


def test_a_bearer_token_wins_over_a_cookie(post: httpx.Client) -> None:
    headers = {"authorization": "Bearer good", "cookie": "rvs_session=bad"}

    assert post.post("/graphql", json={"query": "{viewer}"}, headers=headers).json() == {
        "data": {"viewer": "Ana"}
    }


def test_the_cookie_counts_only_from_our_own_pages(post: httpx.Client) -> None:
    query = {"query": "{viewer}"}
    assert post.post("/graphql", json=query, headers=BROWSER).json() == {"data": {"viewer": "Ana"}}

    for change in (
        {"origin": "http://evil.example"},
        {"origin": toy_service.OTHER},
        {"origin": "null"},
        {"x-rvs-request": "0"},
        {"origin": ""},
    ):
        response = post.post("/graphql", json=query, headers={**BROWSER, **change})
        assert response.status_code == 403
        assert only_error(response)["code"] == "FORBIDDEN"


@pytest.mark.parametrize("given", ["0198f2c1-client.7", "a" * 64])
def test_a_sane_request_id_is_kept(post: httpx.Client, given: str) -> None:
    response = post.post("/graphql", json={"query": "{viewer}"}, headers={"x-request-id": given})

    assert response.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", "semi;colon", "-leading1"])
def test_any_other_request_id_is_replaced(post: httpx.Client, given: str) -> None:
    response = post.post("/graphql", json={"query": "{viewer}"}, headers={"x-request-id": given})

    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 36


def test_an_operation_is_stopped_after_its_time(post: httpx.Client) -> None:
    started = time.monotonic()
    response = post.post("/graphql", json={"query": "{ slow(seconds: 30) }"})

    assert time.monotonic() - started < 3
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "COST_LIMIT"
    assert toy_service.cancelled.wait(2)


def test_a_client_that_leaves_takes_its_operation_along(post: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        post.post("/graphql", json={"query": "{ slow(seconds: 0.9) viewer }"}, timeout=0.2)

    assert toy_service.cancelled.wait(0.5)


def test_the_cost_is_shown_on_request(post: httpx.Client) -> None:
    query = "{ people(first: 3) { edges { node { name } } } }"

    asked = post.post("/graphql", json={"query": query, "extensions": {"cost": True}})

    assert asked.json()["extensions"] == {"cost": {"asked": 7, "maximum": 5000}}
    assert "extensions" not in post.post("/graphql", json={"query": query}).json()


def test_scalars_travel_both_ways(post: httpx.Client) -> None:
    query = (
        "query($a: DateTime!, $d: Date!, $b: BigInt!) { moment(at: $a) day(on: $d) bytes(of: $b) }"
    )
    good = {"a": "2026-01-01T00:00:00+01:00", "d": "2026-01-01", "b": 2**40}

    assert post.post("/graphql", json={"query": query, "variables": good}).json() == {
        "data": {"moment": "2025-12-31T23:00:00Z", "day": "2026-01-01", "bytes": 2**40}
    }
    for wrong in ({"a": "2026-01-01T00:00:00"}, {"d": "2000-W01-1"}, {"b": "1"}, {"d": None}):
        response = post.post("/graphql", json={"query": query, "variables": {**good, **wrong}})
        assert only_error(response)["code"] == "BAD_USER_INPUT"


def test_subscriptions_do_not_fit_into_json(post: httpx.Client) -> None:
    response = post.post("/graphql", json={"query": "subscription { count(to: 1) }"})

    assert response.status_code == 400
    assert "WebSocket" in only_error(response)["message"]
