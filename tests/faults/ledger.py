"""What a receiver saw, held against what the database says: the promises, after every run."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from standardwebhooks.webhooks import Webhook

from tests.faults.world import Endpoint, World
from tests.receivers import Received


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: which event, its number at the endpoint, and its subject."""

    event_id: str
    sequence: int
    subject: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Ledger:
    """The two sides of one endpoint."""

    seen: Sequence[Seen]
    deliveries: Sequence[asyncpg.Record]
    attempts: Mapping[UUID, Sequence[asyncpg.Record]]

    def states(self) -> Counter[str]:
        """How many deliveries are in which state."""
        return Counter(row["state"] for row in self.deliveries)

    def duplicates(self) -> int:
        """How many requests repeated an event."""
        return len(self.seen) - len({each.event_id for each in self.seen})

    def unanswered(self) -> int:
        """How many sends ended without an answer that was noted."""
        rows = [row for attempts in self.attempts.values() for row in attempts]
        return sum(row["status"] is None and row["error"] is None for row in rows)

    def hold(self) -> None:
        """Nothing is lost, invented, altered, overtaken, or sent without an attempt's row."""
        of_event = {str(row["event_id"]): row for row in self.deliveries}
        self._nothing_is_lost_or_invented(of_event)
        self._repeats_are_the_same_bytes()
        self._subjects_are_in_order()
        assert self.duplicates() <= self.unanswered() + self._refused()
        requests = Counter(each.event_id for each in self.seen)
        noted = {
            event_id: len(self.attempts.get(row["id"], ())) for event_id, row in of_event.items()
        }
        assert noted == {event_id: requests[event_id] for event_id in of_event}
        assert {row["id"]: row["attempts"] for row in self.deliveries} == {
            row["id"]: len(self.attempts.get(row["id"], ())) for row in self.deliveries
        }

    def _nothing_is_lost_or_invented(self, of_event: Mapping[str, asyncpg.Record]) -> None:
        told = {each.event_id for each in self.seen}
        delivered = {event_id for event_id, row in of_event.items() if row["state"] == "DELIVERED"}
        assert delivered - told == set()
        assert told - set(of_event) == set()
        assert sorted(row["sequence"] for row in self.deliveries) == list(
            range(1, len(self.deliveries) + 1)
        )

    def _repeats_are_the_same_bytes(self) -> None:
        bodies = defaultdict(set)
        for each in self.seen:
            bodies[each.event_id].add(each.body)
        assert [event_id for event_id, forms in bodies.items() if len(forms) > 1] == []

    def _subjects_are_in_order(self) -> None:
        first: dict[str, list[int]] = defaultdict(list)
        for each in self.seen:
            if each.sequence not in first[each.subject]:
                first[each.subject].append(each.sequence)
        assert [numbers for numbers in first.values() if numbers != sorted(numbers)] == []

    def _refused(self) -> int:
        """Requests that were answered, and not with a 2xx: they are rightly repeated."""
        rows = [row for attempts in self.attempts.values() for row in attempts]
        return sum(row["error"] is not None for row in rows)


async def of(world: World, endpoint: Endpoint, requests: Sequence[Received]) -> Ledger:
    """Read both sides; every request must bear a right signature."""
    rows = await world.sql.fetch(
        "SELECT * FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY sequence", endpoint.id
    )
    ids = [row["id"] for row in rows]
    attempts: dict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in await world.sql.fetch(
        "SELECT * FROM delivery_attempts WHERE delivery_id = ANY($1) ORDER BY number", ids
    ):
        attempts[row["delivery_id"]].append(row)
    return Ledger([_seen(endpoint, request) for request in requests], rows, attempts)


def _seen(endpoint: Endpoint, request: Received) -> Seen:
    body: dict[str, Any] = Webhook(endpoint.secret).verify(request.body, dict(request.headers))
    assert body == json.loads(request.body)
    assert request.headers["webhook-id"] == body["data"]["id"]
    return Seen(
        event_id=body["data"]["id"],
        sequence=body["data"]["sequence"],
        subject=body["data"]["subjects"]["result"],
        body=request.body,
    )
