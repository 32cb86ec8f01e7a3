"""Print the newest shared results.

With RVS_API_KEY it asks for your organisation; without, it signs in with RVS_EMAIL and
RVS_PASSWORD, and then a star marks what came since the last time.
"""

import asyncio
import os
import sys

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportError, TransportQueryError

URL = os.environ.get("RVS_URL", "http://127.0.0.1:8000") + "/graphql"

SIGN_IN = """
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { token userErrors { message } }
  }"""
NEWEST = """
  query Newest($first: Int!) {
    sharedResults(first: $first) {
      totalCount
      edges {
        node {
          id isNew sharedAt standing { state }
          candidate { firstName familyName } result { exam { name } overallScore }
        }
      }
    }
  }"""


async def ask(document: str, variables: dict, token: str | None) -> dict:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = gql(document)
    request.variable_values = variables
    async with Client(transport=AIOHTTPTransport(URL, headers=headers)) as session:
        return await session.execute(request)


async def sign_in(email: str, password: str) -> str:
    wish = {"email": email, "password": password, "wantsToken": True}
    answer = (await ask(SIGN_IN, {"input": wish}, None))["signIn"]
    # A wrong password is no error of the request: it stands in `userErrors`.
    if answer["userErrors"]:
        sys.exit(answer["userErrors"][0]["message"])
    return answer["token"]


async def main() -> None:
    token = os.environ.get("RVS_API_KEY")
    if not token:
        token = await sign_in(os.environ["RVS_EMAIL"], os.environ["RVS_PASSWORD"])
    page = (await ask(NEWEST, {"first": 10}, token))["sharedResults"]
    print(f"{page['totalCount']} results are shared with you. The newest:")
    for share in (edge["node"] for edge in page["edges"]):
        person, result = share["candidate"], share["result"]
        # A result is genuine only while its standing is VERIFIED.
        print(
            *("*" if share["isNew"] else " ", share["id"], share["standing"]["state"]),
            *(person["firstName"], person["familyName"], "-", result["exam"]["name"]),
            result["overallScore"] or "",
        )


try:
    asyncio.run(main())
except TransportQueryError as refused:  # The service has answered with errors.
    sys.exit("\n".join(f"{e['extensions']['code']}: {e['message']}" for e in refused.errors or []))
except (TransportError, TimeoutError) as failed:  # No answer, or none in JSON.
    sys.exit(f"{URL} does not answer: {failed}")
