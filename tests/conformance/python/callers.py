"""Who calls: gql's clients by HTTP and by WebSocket, and a candidate who shares."""

import os
from typing import Any, Final

from gql import Client, GraphQLRequest
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.websockets import WebsocketsTransport

URL: Final = os.environ["RVS_URL"]
SOCKET_URL: Final = URL.replace("http", "ws", 1)
INSTITUTION: Final = f"Bearer {os.environ['RVS_API_KEY']}"
PRIMARY: Final = "primary@northbridge.example"
CANDIDATE: Final = "candidate@demo.example"

SIGN_IN: Final = """
  mutation ($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }"""
SHARE: Final = """
  mutation ($input: ShareResultInput!) {
    shareResult(input: $input) { share { id } userErrors { code } }
  }"""
OWN: Final = """{
  myResults {
    edges { node { canBeShared result { id } shares { id state organisation { id } } } }
  }
  organisationDirectory(search: "northbridge") { edges { node { id } } }
}"""
WITHDRAW: Final = """
  mutation ($id: ID!) { withdrawShare(input: { id: $id }) { userErrors { code } } }"""


def by_http(authorization: str | None, *, has_schema: bool = False) -> Client:
    """A client that posts; with the schema, which it asks for, it validates before it sends."""
    headers = {"Authorization": authorization} if authorization else {}
    transport = AIOHTTPTransport(url=URL, headers=headers)
    return Client(transport=transport, fetch_schema_from_transport=has_schema)


def by_socket(kind: type = WebsocketsTransport, authorization: str = INSTITUTION) -> Client:
    """A client of the institution over a WebSocket."""
    return Client(transport=kind(url=SOCKET_URL, init_payload={"authorization": authorization}))


async def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    """The data of one operation."""
    async with client as session:
        return dict(await session.execute(GraphQLRequest(query, variable_values=variables)))


async def signed_in(email: str) -> str:
    """The token of a session, in the form of the header."""
    wish = {"email": email, "password": os.environ["RVS_PASSWORD"], "wantsToken": True}
    return f"Bearer {(await ask(by_http(None), SIGN_IN, input=wish))['signIn']['token']}"


async def head() -> str:
    """The cursor from which the next share is the first that comes."""
    return str(
        (await ask(by_http(INSTITUTION), "{ viewer { eventCursor } }"))["viewer"]["eventCursor"]
    )


async def share(candidate: str) -> str:
    """End what is shared with the institution, and share a result; the id of the share."""
    found = await ask(by_http(candidate), OWN)
    organisation = found["organisationDirectory"]["edges"][0]["node"]["id"]
    own = [edge["node"] for edge in found["myResults"]["edges"] if edge["node"]["canBeShared"]]
    for each in (share for node in own for share in node["shares"]):
        if each["state"] == "ACTIVE" and each["organisation"]["id"] == organisation:
            await ask(by_http(candidate), WITHDRAW, id=each["id"])
    wish = {"resultId": own[0]["result"]["id"], "organisationId": organisation}
    made = (await ask(by_http(candidate), SHARE, input=wish))["shareResult"]
    assert made["userErrors"] == []
    return str(made["share"]["id"])
