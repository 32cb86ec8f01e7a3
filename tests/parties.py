"""Those who take part, over the wire: an account or API client that asks, watches and downloads."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Self

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.services import PASSWORD

PRIMARY: Final = "primary@northbridge.example"
MEMBER: Final = "member@northbridge.example"
STRANGER: Final = "primary@lakeside.example"
CANDIDATE: Final = "candidate@demo.example"

SIGN_IN: Final = """
  mutation ($input: SignInInput!) {
    signIn(input: $input) { token user { email role } userErrors { code } }
  }"""
SHARE: Final = """
  mutation ($input: ShareResultInput!) {
    shareResult(input: $input) { share { id state } userErrors { code field } }
  }"""
WITHDRAW: Final = """
  mutation ($id: ID!) {
    withdrawShare(input: { id: $id }) { share { state } userErrors { code } }
  }"""
ENDPOINT: Final = """
  mutation ($url: String!) {
    createWebhookEndpoint(input: { url: $url }) {
      secret endpoint { id state } userErrors { code message }
    }
  }"""
PREFERENCES: Final = """
  mutation ($each: Boolean!) {
    updateNotificationPreferences(
      input: { isOn: true, everyCandidate: $each, dailySummary: false, weeklySummary: false }
    ) { preferences { isOn everyCandidate } userErrors { code } }
  }"""
OWN_RESULTS: Final = """
  {
    myResults {
      edges {
        node {
          canBeShared
          candidate { firstName familyName dateOfBirth candidateNumber }
          result {
            id state overallScore grade exam { code name } skillScores { skill score }
          }
        }
      }
    }
  }"""
DIRECTORY: Final = """
  query ($search: String!) {
    organisationDirectory(search: $search) { edges { node { id name } } }
  }"""
RESULT_SHARED: Final = """
  subscription ($after: String) {
    resultShared(after: $after) {
      cursor
      sharedResult {
        id state candidate { firstName familyName } result { overallScore grade exam { name } }
      }
    }
  }"""


class Refused(AssertionError):
    """The answer has top-level errors; `code` is the first one's."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.code: str = answer["errors"][0]["extensions"]["code"]


@dataclass(frozen=True, slots=True)
class Party:
    """A caller with its own connection; `bearer` is a session token or an API key."""

    client: httpx.AsyncClient
    bearer: str = field(repr=False)

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The `data` of an operation; `Refused` when there are errors."""
        body = {"query": query, "variables": variables}
        answer = (await self.client.post("/graphql", json=body, headers=self.headers)).json()
        if "errors" in answer:
            raise Refused(answer)
        return dict(answer["data"])

    async def get(self, path: str) -> httpx.Response:
        """A file."""
        return await self.client.get(path, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        """What proves who asks."""
        return {"authorization": f"Bearer {self.bearer}"} if self.bearer else {}

    @asynccontextmanager
    async def live(self, query: str, **variables: Any) -> AsyncIterator["Live"]:
        """A subscription over graphql-transport-ws."""
        url = str(self.client.base_url).replace("http", "ws", 1).rstrip("/") + "/graphql"
        async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            init = {"authorization": f"Bearer {self.bearer}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": init}))
            live = Live(socket)
            assert (await live.message())["type"] == "connection_ack"
            asked = {"query": query, "variables": variables}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
            yield live


class Live:
    """What a subscription sends."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def message(self, seconds: float = 10) -> dict[str, Any]:
        """The next message, whatever it is; TimeoutError when none comes."""
        async with asyncio.timeout(seconds):
            return dict(json.loads(await self._socket.recv()))

    async def event(self, seconds: float = 10) -> dict[str, Any]:
        """The `data` of the next event."""
        message = await self.message(seconds)
        assert message["type"] == "next", message
        return dict(message["payload"]["data"])

    async def is_silent(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        try:
            await self.message(seconds)
        except TimeoutError:
            return True
        return False

    async def closed(self, seconds: float = 10) -> None:
        """Return when the server has closed the connection; TimeoutError when it stays open."""
        async with asyncio.timeout(seconds):
            await self._socket.wait_closed()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> dict[str, Any]:
        message = await self.message(60)
        if message["type"] == "complete":
            raise StopAsyncIteration
        assert message["type"] == "next", message
        return dict(message["payload"]["data"])


@asynccontextmanager
async def connected(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service at this address. It keeps no cookies between parties."""
    async with httpx.AsyncClient(base_url=base_url, timeout=20) as client:
        yield client


async def signed_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> Party:
    """An account with a session token."""
    wish = {"email": email, "password": password, "wantsToken": True}
    answer = await Party(client, "").ask(SIGN_IN, input=wish)
    return Party(client, answer["signIn"]["token"])


async def organisation_id(candidate: Party, search: str) -> str:
    """The global id of the one approved organisation whose name begins so."""
    answer = await candidate.ask(DIRECTORY, search=search)
    (edge,) = answer["organisationDirectory"]["edges"]
    return str(edge["node"]["id"])


async def head(party: Party) -> str | None:
    """The cursor of the organisation's newest event: to watch from now on without a gap."""
    cursor = None
    while True:
        page = await party.ask(
            "query ($after: String) { events(first: 100, after: $after)"
            " { pageInfo { endCursor hasNextPage } } }",
            after=cursor,
        )
        info = page["events"]["pageInfo"]
        cursor = info["endCursor"] or cursor
        if not info["hasNextPage"]:
            return cursor
