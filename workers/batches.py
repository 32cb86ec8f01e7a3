"""A batch of claimed deliveries on its way: begun as there is room, finished as answers come.

One transaction begins: it renews the leases, reads consent, share and endpoint again, and writes
an attempt row for each request that a receiver may see. Another finishes by id and lease: a
worker that lost its lease meanwhile changes nothing. A slow receiver delays no other.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row

from db.engine import Identity, Job
from db.outages import DATABASE_ERRORS
from db.queries import deliveries
from db.queries.deliveries import AT_ONCE_PER_ENDPOINT, AT_ONCE_PER_ORGANISATION, Claim
from webhooks import signature
from webhooks.answers import Answer
from webhooks.sender import Sender
from workers import envelopes, isolation, verdicts
from workers.services import WorkerServices
from workers.verdicts import Sent

# What found no room for so long goes back: somebody else may take it sooner.
HOLD_SECONDS: Final = 5.0
# Answers that come together are finished together.
LINGER_SECONDS: Final = 0.005
# Between two looks whether other lanes have left room.
ROOM_SECONDS: Final = 0.05
_WEBHOOK: Final = Identity(job=Job.WEBHOOK)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A delivery that is being sent, and its attempt row."""

    claim: Claim
    row: Row[Any]
    attempt_id: UUID


class Room:
    """What this process may send at once, all lanes together: four to an endpoint."""

    def __init__(self) -> None:
        self._endpoints: Counter[UUID] = Counter()
        self._organisations: Counter[UUID] = Counter()

    def take(self, claim: Claim) -> bool:
        """Take a place; False when there is none."""
        has_room = (
            self._endpoints[claim.endpoint_id] < AT_ONCE_PER_ENDPOINT
            and self._organisations[claim.organisation_id] < AT_ONCE_PER_ORGANISATION
        )
        if has_room:
            self._endpoints[claim.endpoint_id] += 1
            self._organisations[claim.organisation_id] += 1
        return has_room

    def leave(self, claim: Claim) -> None:
        """Give a place back; what is empty is forgotten."""
        self._endpoints[claim.endpoint_id] -= 1
        self._organisations[claim.organisation_id] -= 1
        # A unary plus keeps what is above zero.
        self._endpoints, self._organisations = +self._endpoints, +self._organisations


class Batch:
    """The claims of one lane, until each is finished or given back."""

    def __init__(
        self, services: WorkerServices, sender: Sender, claims: Sequence[Claim], room: Room
    ) -> None:
        self._services = services
        self._sender = sender
        self._room = room
        self._waiting = list(claims)
        self._sending: dict[asyncio.Task[Answer], Begun] = {}
        self._held_until = asyncio.get_running_loop().time() + HOLD_SECONDS

    async def run(self) -> None:
        """Return when nothing is in hand any more."""
        try:
            while self._waiting or self._sending:
                await self._begin(self._fitting())
                await self._give_back_late()
                await self._finish(await self._answered())
        finally:
            for task, begun in self._sending.items():
                task.cancel()
                self._room.leave(begun.claim)
            await asyncio.gather(*self._sending, return_exceptions=True)

    def _fitting(self) -> list[Claim]:
        """Take those for which there is room now."""
        fitting: list[Claim] = []
        waiting: list[Claim] = []
        for claim in self._waiting:
            (fitting if self._room.take(claim) else waiting).append(claim)
        self._waiting = waiting
        return fitting

    async def _begin(self, claims: Sequence[Claim]) -> None:
        """Write the attempts, then send. What cannot be begun is due again with its lease."""
        unsent = {claim.id: claim for claim in claims}
        try:
            for row, attempt_id in await self._sendable(claims) if claims else ():
                task = asyncio.create_task(self._send(row))
                self._sending[task] = Begun(unsent.pop(row.id), row, attempt_id)
        except DATABASE_ERRORS as error:
            isolation.report(error, "webhooks_not_begun")
        finally:
            for claim in unsent.values():
                self._room.leave(claim)

    async def _sendable(self, claims: Sequence[Claim]) -> list[tuple[Row[Any], UUID]]:
        """Those that are still ours and still to be sent, each with its new attempt."""
        async with self._services.database.transaction(_WEBHOOK) as session:
            rows = await deliveries.begin(session, claims)
            ends = [end for row in rows if (end := verdicts.without_sending(row))]
            await deliveries.finish(session, ends)
            ended = {end.id for end in ends}
            sendable = [row for row in rows if row.id not in ended]
            attempts = await deliveries.note_attempts(session, sendable)
        return [(row, attempts[row.id]) for row in sendable]

    async def _send(self, row: Row[Any]) -> Answer:
        body = envelopes.body(row)
        secrets = envelopes.secrets(row, self._services.keyring)
        headers = signature.headers(str(row.event_id), self._services.clock(), body, secrets)
        return await self._sender.send(row.url, body, headers)

    async def _give_back_late(self) -> None:
        if not self._waiting or self._patience() > 0:
            return
        late, self._waiting = self._waiting, []
        try:
            async with self._services.database.transaction(_WEBHOOK) as session:
                await deliveries.give_back(session, late)
        except DATABASE_ERRORS as error:
            isolation.report(error, "webhooks_not_given_back")

    async def _answered(self) -> list[Sent]:
        """Wait for an answer, or for room for what waits; the answers that have come."""
        if not self._sending:
            await asyncio.sleep(ROOM_SECONDS if self._waiting else 0)
            return []
        patience = max(0.0, self._patience()) if self._waiting else None
        await asyncio.wait(self._sending, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not all(task.done() for task in self._sending):
            await asyncio.sleep(LINGER_SECONDS)
        return [self._ended(task) for task in list(self._sending) if task.done()]

    def _ended(self, task: asyncio.Task[Answer]) -> Sent:
        begun = self._sending.pop(task)
        self._room.leave(begun.claim)
        return _sent(begun, task)

    def _patience(self) -> float:
        return self._held_until - asyncio.get_running_loop().time()

    async def _finish(self, sent: Sequence[Sent]) -> None:
        if sent:
            await isolation.written(lambda: self._write(sent), "webhooks_not_finished")

    async def _write(self, sent: Sequence[Sent]) -> None:
        async with self._services.database.transaction(_WEBHOOK) as session:
            schedule = self._services.schedule
            ours = await deliveries.finish(session, [each.verdict(schedule) for each in sent])
            kept = [each for each in sent if each.row.id in ours]
            await deliveries.note_answers(session, [each.note() for each in kept])
            # In one order everywhere, so that two workers cannot wait for each other.
            for each in sorted(kept, key=lambda each: each.row.endpoint_id):
                await verdicts.judge_endpoint(session, each)
        log.info("webhooks_sent", **Counter(each.outcome for each in sent))


def _sent(begun: Begun, task: asyncio.Task[Answer]) -> Sent:
    """The answer. A bug of ours is one, too: it is logged, and the others go on."""
    error = task.exception()
    if error is not None:
        isolation.report(error, "webhook_failed")
    return Sent(begun.row, begun.attempt_id, verdicts.INTERNAL if error else task.result())
