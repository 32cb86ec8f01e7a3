"""Cursors that are not ours, or not of this list: refused in words, never misread, never a bug."""

import base64
from typing import Any, Final
from uuid import UUID

import orjson
import pytest

from db import pages
from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import lists

ID: Final = "0193a5c1d2e37c4f8a9b0c1d2e3f4a5b"

BROKEN: Final = {
    "empty": "",
    "a word": "cursor",
    "not base64": "%%%",
    "not ASCII": "курсор",
    "half of a pair": "\ud800",
    "a number": base64.urlsafe_b64encode(b"7").decode(),
    "an object": base64.urlsafe_b64encode(b'{"a":1,"b":2,"c":3,"d":4}').decode(),
    "too short": base64.urlsafe_b64encode(b'["a","v",1]').decode(),
    "deep": base64.urlsafe_b64encode(b"[" * 600).decode(),
    "very long": "A" * 100_000,
}

# What somebody who knows how cursors are made could put in place of the key.
FORGED: Final[dict[str, tuple[Any, Any]]] = {
    "a text": ("v", "abc"),
    "a text with NUL": ("v", "a\0b"),
    "a number": ("v", 7),
    "a negative number": ("v", -(2**63)),
    "a number beyond 64 bits": ("v", 2**64 - 1),
    "a fraction": ("v", 1.5),
    "a boolean": ("v", True),
    "null": ("v", None),
    "a list": ("v", [1]),
    "a naive moment": ("t", "2026-01-01T00:00:00"),
    "no moment": ("t", "yesterday"),
    "a moment before the first year": ("t", "0001-01-01T00:00:00+14:00"),
    "a moment after the last year": ("t", "9999-12-31T23:59:59-14:00"),
    "an unknown tag": ("x", "abc"),
    "a tag that is no text": (["v"], 1),
}

LISTS: Final = {
    "sharedResults": "query ($after: String) { sharedResults(after: $after) { edges { cursor } } }",
    "sharedResults by name": """query ($after: String) {
        sharedResults(after: $after, orderBy: {field: FAMILY_NAME, direction: ASC}) {
          edges { cursor } pageCursors(size: 5) { __typename } } }""",
    "sharedResults by score": """query ($after: String) {
        sharedResults(after: $after, orderBy: {field: OVERALL_SCORE, direction: ASC}) {
          edges { cursor } pageCursors(size: 5) { __typename } } }""",
    "exports": "query ($after: String) { exports(after: $after) { edges { cursor } } }",
    "auditLog": "query ($after: String) { auditLog(after: $after) { edges { cursor } } }",
    "events": "query ($after: String) { events(after: $after) { edges { cursor } } }",
    "webhookEndpoints": """query ($after: String) {
        webhookEndpoints(after: $after) { edges { cursor } } }""",
    "deliveries": """query ($after: String) { webhookEndpoints { edges { node {
        deliveries(after: $after) { edges { cursor } } } } } }""",
}
CREATE_ENDPOINT: Final = """mutation { createWebhookEndpoint(input: {
    url: "http://127.0.0.1:8099/in"}) { endpoint { id } userErrors { message } } }"""
CREATE_EXPORT: Final = """mutation { createExport(input: {format: CSV, selection: {filter: {}}}) {
    export { id } userErrors { message } } }"""


@pytest.mark.parametrize("listed", LISTS)
async def test_a_broken_cursor_is_refused_in_words(api: Api, primary: Viewer, listed: str) -> None:
    await api.data(CREATE_ENDPOINT, primary)

    for case, cursor in BROKEN.items():
        error = await api.error(LISTS[listed], primary, after=cursor)

        assert error["extensions"]["code"] == "BAD_USER_INPUT", case
        assert error["extensions"]["correlationId"]
        assert error["message"].startswith("This cursor is not one of ours."), case


@pytest.mark.parametrize("listed", LISTS)
async def test_a_forged_cursor_is_refused_or_read_but_never_a_bug(
    api: Api, primary: Viewer, listed: str
) -> None:
    await api.data(CREATE_ENDPOINT, primary)
    await api.data(CREATE_EXPORT, primary)
    mine = await _a_cursor(api, primary, listed)

    for case, (tag, key) in FORGED.items():
        forged = _encoded([_decoded(mine)[0], tag, key, ID])
        answer = await api.answer(LISTS[listed], primary, after=forged)

        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        assert codes <= {"BAD_USER_INPUT"}, (case, answer)


@pytest.mark.parametrize("listed", LISTS)
async def test_a_cursor_of_another_tenant_is_refused(
    api: Api, primary: Viewer, stranger: Viewer, listed: str
) -> None:
    for viewer in (primary, stranger):
        await api.data(CREATE_ENDPOINT, viewer)
        await api.data(CREATE_EXPORT, viewer)
    theirs = await _a_cursor(api, stranger, listed)

    error = await api.error(LISTS[listed], primary, after=theirs)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "another list" in error["message"]


@pytest.mark.parametrize(
    "other",
    [
        {"filter": {"name": "a"}},
        {"filter": {"examCodes": ["C1_ADVANCED"]}},
        {"filter": {"unopenedOnly": True}},
        {"filter": {"state": "WITHDRAWN"}},
        {"orderBy": {"field": "SHARED_AT", "direction": "ASC"}},
        {"orderBy": {"field": "EXAM", "direction": "DESC"}},
    ],
    ids=str,
)
async def test_a_cursor_of_another_filter_or_order_is_refused(
    sample: Api, reader: Viewer, other: dict[str, Any]
) -> None:
    plain = (await lists.page(sample, reader, first=1))["pageInfo"]["endCursor"]

    assert await sample.code(lists.PAGE, reader, after=plain, **other) == "BAD_USER_INPUT"
    assert await sample.code(lists.PAGE, reader, before=plain, **other) == "BAD_USER_INPUT"


async def test_a_filter_without_any_condition_is_the_list_without_a_filter(
    sample: Api, reader: Viewer
) -> None:
    plain = (await lists.page(sample, reader, first=1))["pageInfo"]["endCursor"]

    assert await lists.page(sample, reader, after=plain, filter={}) == (
        await lists.page(sample, reader, after=plain)
    )


@pytest.mark.parametrize(
    "window",
    [
        {"first": 1, "last": 1},
        {"first": 1, "before": "x"},
        {"after": "x", "last": 1},
        {"after": "x", "before": "x"},
    ],
    ids=str,
)
async def test_both_directions_at_once_are_refused(
    sample: Api, reader: Viewer, window: dict[str, Any]
) -> None:
    error = await sample.error(lists.PAGE, reader, **window)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "not for both" in error["message"]


def test_every_key_that_is_encoded_is_read_back() -> None:
    for key in ("", "name", "ŠIMŮNKOVÁ", 0, -1, pages.GREATEST_NUMBER):
        position = pages.Position(key, UUID(ID))

        assert pages.decode("here", type(key), pages.encode("here", position), "after") == position


async def _a_cursor(api: Api, viewer: Viewer, listed: str) -> str:
    found = (await api.data(LISTS[listed], viewer))[
        listed.split()[0] if listed != "deliveries" else "webhookEndpoints"
    ]
    edge = found["edges"][0]
    cursor: str = (
        edge["node"]["deliveries"]["edges"][0]["cursor"]
        if listed == "deliveries"
        else edge["cursor"]
    )
    return cursor


def _decoded(cursor: str) -> list[Any]:
    found: list[Any] = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return found


def _encoded(parts: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode()
