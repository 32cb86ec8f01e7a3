"""Print every shared result, page by page. RVS_API_KEY says who asks, RVS_URL where."""

import asyncio
import os
from collections.abc import AsyncIterator

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport

URL = os.environ.get("RVS_URL", "http://127.0.0.1:8000") + "/graphql"
HEADERS = {"Authorization": f"Bearer {os.environ['RVS_API_KEY']}"}

PAGE = """
  query Page($first: Int!, $after: String) {
    sharedResults(first: $first, after: $after) {
      edges { node { id sharedAt } }
      pageInfo { hasNextPage endCursor }
    }
  }"""


async def shares() -> AsyncIterator[dict]:
    request = gql(PAGE)
    request.variable_values = {"first": 100, "after": None}
    async with Client(transport=AIOHTTPTransport(URL, headers=HEADERS)) as session:
        while True:
            page = (await session.execute(request))["sharedResults"]
            for edge in page["edges"]:
                yield edge["node"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            request.variable_values["after"] = page["pageInfo"]["endCursor"]


async def main() -> None:
    async for share in shares():
        print(share["id"], share["sharedAt"])


asyncio.run(main())
