"""The list of shared results as clients walk it, and as SQL knows it."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from domain import global_ids
from domain.global_ids import Kind
from resolvers.context import Viewer
from tests.api import Answer, Api

PAGE = """query ($filter: SharedResultFilter, $orderBy: SharedResultOrder,
    $first: Int, $after: String, $last: Int, $before: String) {
  sharedResults(filter: $filter, orderBy: $orderBy,
      first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""

# The keys of the default list, past all walls: organisation $1.
ACTIVE = """SELECT s.id FROM shares s
  JOIN results r ON r.id = s.result_id JOIN candidates c ON c.id = r.candidate_id
  WHERE s.organisation_id = $1 AND s.state = 'ACTIVE'
  AND (s.expires_at IS NULL OR s.expires_at > now())"""


async def page(api: Api, viewer: Viewer, **arguments: Any) -> Answer:
    """One page."""
    found: Answer = (await api.data(PAGE, viewer, **arguments))["sharedResults"]
    return found


def ids_of(found: Answer) -> list[str]:
    """The ids on a page."""
    return [edge["node"]["id"] for edge in found["edges"]]


async def forward(
    api: Api, viewer: Viewer, size: int = 100, **arguments: Any
) -> AsyncIterator[Answer]:
    """Every page, from the front to the back."""
    after = None
    while True:
        found = await page(api, viewer, first=size, after=after, **arguments)
        yield found
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return


async def backward(
    api: Api, viewer: Viewer, size: int = 100, **arguments: Any
) -> AsyncIterator[Answer]:
    """Every page, from the back to the front."""
    before = None
    while True:
        found = await page(api, viewer, last=size, before=before, **arguments)
        yield found
        before = found["pageInfo"]["startCursor"]
        if not found["pageInfo"]["hasPreviousPage"]:
            return


async def walked(api: Api, viewer: Viewer, size: int = 100, **arguments: Any) -> list[str]:
    """The ids of the whole list, in its order."""
    return [
        each async for found in forward(api, viewer, size, **arguments) for each in ids_of(found)
    ]


async def walked_back(api: Api, viewer: Viewer, size: int = 100, **arguments: Any) -> list[str]:
    """The ids of the whole list, in its order, read from its end."""
    found = [ids_of(each) async for each in backward(api, viewer, size, **arguments)]
    return [each for ids in reversed(found) for each in ids]


async def known(api: Api, viewer: Viewer, statement: str = ACTIVE, *values: Any) -> list[str]:
    """The ids that SQL gives."""
    rows: list[asyncpg.Record] = await api.sql(statement, viewer.organisation_id, *values)
    return [global_ids.encode(Kind.SHARE, row["id"]) for row in rows]
