"""Server-sent events, in distinct connections mode."""

import json
from typing import Any

import httpx

from tests.graphql import toy_service

EVENTS = {"accept": "text/event-stream"}


def read(text: str) -> list[tuple[str, Any]]:
    """Events by the rules of EventSource, LF only."""
    assert "\r" not in text
    blocks = [block.split("\n") for block in text.split("\n\n") if block and block != ":"]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ") or "null"))
        if data != "data:"
        else (name.removeprefix("event: "), None)
        for name, data in blocks
    ]


def test_a_subscription_arrives_as_events(post: httpx.Client) -> None:
    response = post.post(
        "/graphql", json={"query": "subscription { count(to: 2) }"}, headers=EVENTS
    )

    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["x-request-id"]
    assert read(response.text) == [
        ("next", {"data": {"count": 0}}),
        ("next", {"data": {"count": 1}}),
        ("complete", None),
    ]


def test_a_query_arrives_as_one_event(post: httpx.Client) -> None:
    response = post.post("/graphql", json={"query": "{viewer}"}, headers=EVENTS)

    assert read(response.text) == [("next", {"data": {"viewer": None}}), ("complete", None)]


def test_an_invalid_document_is_an_event_too(post: httpx.Client) -> None:
    [first, last] = read(post.post("/graphql", json={"query": "{"}, headers=EVENTS).text)

    assert first[1]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert last == ("complete", None)


def test_a_stream_that_fails_says_so_and_completes(post: httpx.Client) -> None:
    response = post.post("/graphql", json={"query": "subscription { breaks }"}, headers=EVENTS)

    events = read(response.text)
    assert [name for name, _ in events] == ["next", "next", "complete"]
    assert events[1][1]["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "hunter2" not in response.text


def test_an_idle_stream_is_kept_open_by_comments(post: httpx.Client) -> None:
    query = {"query": "subscription { count(to: 1, wait: 0.7) }"}

    assert post.post("/graphql", json=query, headers=EVENTS).text.count(":\n\n") >= 2


def test_a_reader_that_leaves_ends_the_stream(post: httpx.Client) -> None:
    query = {"query": "subscription { count(to: 9, wait: 9) }"}
    with post.stream("POST", "/graphql", json=query, headers=EVENTS) as response:
        next(response.iter_lines())

    assert toy_service.cancelled.wait(2)


def test_the_end_of_the_session_ends_the_stream(post: httpx.Client) -> None:
    query = {"query": "subscription { count(to: 9, wait: 9) }"}
    with post.stream("POST", "/graphql", json=query, headers=EVENTS) as response:
        lines = response.iter_lines()
        next(lines)
        toy_service.session_over.set()
        rest = list(lines)

    assert "event: complete" in rest
