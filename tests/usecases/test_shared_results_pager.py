"""Numbered pages lead where their numbers say, and a walk survives what happens meanwhile."""

import asyncio
from typing import Any, Final

import pytest

from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.usecases import lists, people

PAGER: Final = """query ($size: Int!, $first: Int, $after: String, $last: Int, $before: String,
    $filter: SharedResultFilter, $orderBy: SharedResultOrder) {
  sharedResults(first: $first, after: $after, last: $last, before: $before, filter: $filter,
      orderBy: $orderBy) {
    edges { node { id } }
    pageInfo { startCursor endCursor }
    pageCursors(size: $size) {
      first { ...button } previous { ...button } around { ...button } last { ...button }
    }
  }
}
fragment button on PageCursor { number cursor isCurrent }"""


async def paged(api: Api, viewer: Viewer, size: int, **window: Any) -> Answer:
    """A page with its pager."""
    if "last" not in window:
        window["first"] = size
    found: Answer = (await api.data(PAGER, viewer, size=size, **window))["sharedResults"]
    return found


@pytest.mark.parametrize("size", [1, 2, 7, 25])
async def test_every_button_leads_to_the_page_of_its_number(
    api: Api, stranger: Viewer, size: int
) -> None:
    rows = await lists.walked(api, stranger)
    pages = [rows[start : start + size] for start in range(0, len(rows), size)]

    for number in {1, 2, len(pages) // 2, len(pages) - 1, len(pages)}:
        after = await _cursor_before(api, stranger, (number - 1) * size)
        buttons = (await paged(api, stranger, size, after=after))["pageCursors"]

        around = [button["number"] for button in buttons["around"]]
        nearest = range(max(number - 4, 1), min(number + 4, len(pages)) + 1)
        assert around == list(nearest)
        assert [b["number"] for b in buttons["around"] if b["isCurrent"]] == [number]
        assert buttons["first"] == {"number": 1, "cursor": None, "isCurrent": number == 1}
        assert buttons["last"]["number"] == len(pages)
        assert (buttons["previous"] or {}).get("number") == (number - 1 or None)
        for button in [*buttons["around"], buttons["first"], buttons["last"]]:
            there = await lists.page(api, stranger, first=size, after=button["cursor"])
            assert lists.ids_of(there) == pages[button["number"] - 1]


async def test_a_walk_by_the_last_button_and_then_backward_sees_every_row(
    api: Api, stranger: Viewer
) -> None:
    rows = await lists.walked(api, stranger)
    last = (await paged(api, stranger, 7))["pageCursors"]["last"]
    found = await paged(api, stranger, 7, after=last["cursor"])

    seen = lists.ids_of(found)
    while (previous := found["pageCursors"]["previous"]) is not None:
        found = await paged(api, stranger, 7, after=previous["cursor"])
        seen = lists.ids_of(found) + seen

    assert seen == rows


async def test_a_backward_page_knows_its_number(api: Api, stranger: Viewer) -> None:
    third = await paged(api, stranger, 7, after=await _cursor_before(api, stranger, 14))

    second = await paged(api, stranger, 7, last=7, before=third["pageInfo"]["startCursor"])

    current = [b for b in second["pageCursors"]["around"] if b["isCurrent"]]
    assert [button["number"] for button in current] == [2]
    assert second["pageCursors"]["previous"]["number"] == 1


async def test_pages_that_begin_in_between_still_end_with_the_last(
    api: Api, stranger: Viewer
) -> None:
    rows = await lists.walked(api, stranger)
    found = await paged(api, stranger, 25, after=await _cursor_before(api, stranger, 10))

    last = found["pageCursors"]["last"]
    there = await lists.page(api, stranger, first=25, after=last["cursor"])

    assert there["pageInfo"]["hasNextPage"] is False
    assert lists.ids_of(there) == rows[10 + 25 * (last["number"] - 2) :]


async def test_beyond_the_end_the_last_page_is_the_one_before(api: Api, stranger: Viewer) -> None:
    rows = await lists.walked(api, stranger)
    beyond = await paged(api, stranger, 4, after=await _cursor_before(api, stranger, len(rows)))

    assert beyond["edges"] == []
    last = beyond["pageCursors"]["last"]
    there = await lists.page(api, stranger, first=4, after=last["cursor"])
    assert lists.ids_of(there) == rows[-4:]


async def test_an_empty_list_has_one_page(api: Api, stranger: Viewer) -> None:
    found = await paged(api, stranger, 25, filter={"name": "qqqq"})

    only = {"number": 1, "cursor": None, "isCurrent": True}
    assert found["pageCursors"] == {
        "first": only,
        "previous": None,
        "around": [only],
        "last": only,
    }


@pytest.mark.parametrize("size", [0, -1, 101, 2**31 - 1])
async def test_a_page_size_out_of_range_is_refused(api: Api, stranger: Viewer, size: int) -> None:
    query = "query ($size: Int!) { sharedResults { pageCursors(size: $size) { __typename } } }"

    assert await api.code(query, stranger, size=size) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("field", "direction"),
    [
        ("SHARED_AT", "ASC"),
        ("SHARED_AT", "DESC"),
        ("FAMILY_NAME", "ASC"),
        ("OVERALL_SCORE", "DESC"),
    ],
)
@pytest.mark.parametrize("walk", [lists.forward, lists.backward], ids=["forward", "backward"])
async def test_pages_walked_while_rows_come_and_go_show_none_twice_and_lose_none(
    api: Api, member: Viewer, walk: Any, field: str, direction: str
) -> None:
    organisation = await people.organisation(api)
    newcomers = await people.people(api, 20, name=("ANA", "MBEKI"))
    before = await lists.walked(api, member)

    async def come_and_go() -> None:
        for newcomer in newcomers:
            share = await people.shared(api, newcomer, organisation)
            if newcomer is newcomers[0]:
                await people.withdraw(api, newcomer.viewer, share)

    coming = asyncio.create_task(come_and_go())
    seen: list[str] = []
    order = {"field": field, "direction": direction}
    async for found in walk(api, member, 20, orderBy=order):
        seen += lists.ids_of(found)
    was_busy = not coming.done()
    await coming

    assert was_busy
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)


async def _cursor_before(api: Api, viewer: Viewer, row: int) -> str | None:
    """The cursor after which the row of this number (from 0) comes."""
    cursors = [
        edge["cursor"] async for found in lists.forward(api, viewer) for edge in found["edges"]
    ]
    return cursors[row - 1] if row else None
