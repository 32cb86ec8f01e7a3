"""The steps of a journey, each as its party takes it, over the wire."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from standardwebhooks.webhooks import Webhook

from server.embedded.inbox import InboxDetail, read_inbox, read_message
from tests import parties
from tests.parties import Live, Party
from tests.receivers import Received, Receiver
from tests.running import Running
from tests.services import API_KEY

STATE_OF_ENDPOINT: Final = """
  {
    webhookEndpoints(first: 5) {
      edges {
        node {
          id state failure
          deliveries(first: 10) {
            edges {
              node {
                state sequence event { type shareId }
                attempts { number status error }
              }
            }
          }
        }
      }
    }
  }"""
CREATE_EXPORT: Final = """
  mutation ($format: ExportFormat!, $ids: [ID!]!) {
    createExport(input: { format: $format, selection: { ids: $ids } }) {
      export { id state rowsTotal } userErrors { code field }
    }
  }"""
PROGRESS: Final = """
  subscription ($id: ID!) {
    exportProgress(id: $id) {
      id state rowsDone rowsTotal omittedCount bytes sha256 downloadUrl failure
    }
  }"""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who takes part in a journey."""

    service: Running
    primary: Party
    member: Party
    stranger: Party
    candidate: Party
    api_client: Party
    visitor: Party
    organisation_id: str

    def everybody(self) -> Sequence[Party]:
        """All who show a credential."""
        return (self.primary, self.member, self.stranger, self.candidate, self.api_client)


@asynccontextmanager
async def cast(service: Running) -> AsyncIterator[Cast]:
    """Sign everybody in."""
    async with parties.connected(service.base_url) as client:
        emails = (parties.PRIMARY, parties.MEMBER, parties.STRANGER, parties.CANDIDATE)
        primary, member, stranger, candidate = [
            await parties.signed_in(client, email) for email in emails
        ]
        yield Cast(
            service=service,
            primary=primary,
            member=member,
            stranger=stranger,
            candidate=candidate,
            api_client=Party(client, API_KEY),
            visitor=Party(client, ""),
            organisation_id=await parties.organisation_id(candidate, "north"),
        )


@dataclass(frozen=True, slots=True)
class Hook:
    """An active endpoint of the institution: its receiver, and the secret that it was given."""

    receiver: Receiver
    secret: str

    def verified(self, number: int) -> dict[str, Any]:
        """The body of a request (counted from 0) whose signature is right."""
        request = self.receiver.requests[number]
        return dict(Webhook(self.secret).verify(request.body, dict(request.headers)))

    async def next(self, number: int, seconds: float = 10) -> dict[str, Any]:
        """The same, as soon as it is there."""
        await self.receiver.wait_for(number + 1, timeout_seconds=seconds)
        return self.verified(number)


async def open_endpoint(cast: Cast, receiver: Receiver) -> Hook:
    """Create an endpoint; its signed test event makes it active."""
    made = (await cast.primary.ask(parties.ENDPOINT, url=receiver.url))["createWebhookEndpoint"]
    assert made["userErrors"] == []
    assert made["endpoint"]["state"] == "PENDING"
    hook = Hook(receiver, made["secret"])
    assert (await hook.next(0))["type"] == "endpoint.test"

    async def is_active() -> bool:
        (endpoint,) = await endpoints(cast.primary)
        return bool(endpoint["state"] == "ACTIVE")

    await eventually(is_active)
    return hook


async def endpoints(primary: Party) -> list[dict[str, Any]]:
    """The endpoints of an organisation with their log, newest first."""
    found = (await primary.ask(STATE_OF_ENDPOINT))["webhookEndpoints"]
    return [edge["node"] for edge in found["edges"]]


async def choose_every_candidate(party: Party) -> None:
    """Ask for an e-mail for every candidate."""
    answer = await party.ask(parties.PREFERENCES, each=True)
    assert answer["updateNotificationPreferences"]["preferences"]["everyCandidate"] is True


@asynccontextmanager
async def watching(party: Party) -> AsyncIterator[Live]:
    """New shares, from this moment on."""
    async with party.live(parties.RESULT_SHARED, after=await parties.head(party)) as live:
        yield live


async def own_results(candidate: Party) -> dict[str, dict[str, Any]]:
    """The candidate's results that can be shared, by the code of their exam."""
    edges = (await candidate.ask(parties.OWN_RESULTS))["myResults"]["edges"]
    nodes = [edge["node"] for edge in edges if edge["node"]["canBeShared"]]
    return {node["result"]["exam"]["code"]: node for node in nodes}


async def share(cast: Cast, result_id: str, **wish: Any) -> str:
    """Share a result with the institution; the global id of the share."""
    asked = {"resultId": result_id, "organisationId": cast.organisation_id, **wish}
    made = (await cast.candidate.ask(parties.SHARE, input=asked))["shareResult"]
    assert made["userErrors"] == []
    assert made["share"]["state"] == "ACTIVE"
    return str(made["share"]["id"])


async def withdraw(cast: Cast, share_id: str) -> None:
    """End a share."""
    ended = (await cast.candidate.ask(parties.WITHDRAW, id=share_id))["withdrawShare"]
    assert (ended["userErrors"], ended["share"]["state"]) == ([], "WITHDRAWN")


async def export(party: Party, format: str, ids: Sequence[str]) -> dict[str, Any]:
    """Ask for a file and watch it until it is over; its last state."""
    made = (await party.ask(CREATE_EXPORT, format=format, ids=list(ids)))["createExport"]
    assert made["userErrors"] == []
    assert made["export"]["rowsTotal"] == len(ids)
    seen = []
    async with party.live(PROGRESS, id=made["export"]["id"]) as live:
        async for event in live:
            seen.append(event["exportProgress"])
    done = [state["rowsDone"] for state in seen]
    assert done == sorted(done)
    assert {state["state"] for state in seen[:-1]} <= {"QUEUED", "RUNNING"}
    return dict(seen[-1])


async def letters(mailbox: Path, count: int, seconds: float = 10) -> list[InboxDetail]:
    """The e-mails, newest first, as soon as there are so many."""

    async def are_there() -> bool:
        return len(read_inbox(mailbox)) >= count

    await eventually(are_there, seconds)
    found = [read_message(mailbox, message.name) for message in read_inbox(mailbox)]
    return [letter for letter in found if letter is not None]


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Return as soon as it holds; TimeoutError when it does not in time."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what it waits for is another process
            await asyncio.sleep(0.02)


def sequences(requests: Sequence[Received], result_id: str) -> list[tuple[str, int]]:
    """Type and sequence of what a receiver was told about a result, in its order."""
    bodies = [json.loads(request.body) for request in requests]
    return [
        (body["type"], body["data"]["sequence"])
        for body in bodies
        if body["data"]["subjects"].get("result") == result_id
    ]
