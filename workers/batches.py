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
from db.queries.deliveries import AT_ONCE, Claim
from webhooks import signature
from webhooks.answers import Answer
from webhooks.sender import Sender
from workers import envelopes, isolation, verdicts
from workers.services import WorkerServices
from workers.verdicts import Sent

AT_ONCE_PER_ORGANISATION: Final = 10
# What found no room for so long goes back: somebody else may take it sooner.
HOLD_SECONDS: Final = 5.0
# Answers that come together are finished together.
LINGER_SECONDS: Final = 0.005
_WEBHOOK: Final = Identity(job=Job.WEBHOOK)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A delivery that is being sent, and its attempt row."""

    row: Row[Any]
    attempt_id: UUID


class Batch:
    """The claims of one lane, until each is finished or given back."""

    def __init__(self, services: WorkerServices, sender: Sender, claims: Sequence[Claim]) -> None:
        self._services = services
        self._sender = sender
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
            for task in self._sending:
                task.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)

    def _fitting(self) -> list[Claim]:
        """Take what can be sent now: so many at once to an endpoint, and for an organisation."""
        endpoints = Counter(begun.row.endpoint_id for begun in self._sending.values())
        organisations = Counter(begun.row.organisation_id for begun in self._sending.values())
        fitting: list[Claim] = []
        waiting: list[Claim] = []
        for claim in self._waiting:
            has_room = (
                endpoints[claim.endpoint_id] < AT_ONCE
                and organisations[claim.organisation_id] < AT_ONCE_PER_ORGANISATION
            )
            (fitting if has_room else waiting).append(claim)
            endpoints[claim.endpoint_id] += has_room
            organisations[claim.organisation_id] += has_room
        self._waiting = waiting
        return fitting

    async def _begin(self, claims: Sequence[Claim]) -> None:
        """Write the attempts, then send. What cannot be begun is due again with its lease."""
        if not claims:
            return
        try:
            async with self._services.database.transaction(_WEBHOOK) as session:
                rows = await deliveries.begin(session, claims)
                ends = [end for row in rows if (end := verdicts.without_sending(row))]
                await deliveries.finish(session, ends)
                ended = {end.id for end in ends}
                sendable = [row for row in rows if row.id not in ended]
                attempts = await deliveries.note_attempts(session, sendable)
        except DATABASE_ERRORS as error:
            isolation.report(error, "webhooks_not_begun")
            return
        for row in sendable:
            self._sending[asyncio.create_task(self._send(row))] = Begun(row, attempts[row.id])

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
        """Wait for an answer, or until what waits has waited enough; those that have come."""
        if not self._sending:
            return []
        patience = max(0.0, self._patience()) if self._waiting else None
        await asyncio.wait(self._sending, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not all(task.done() for task in self._sending):
            await asyncio.sleep(LINGER_SECONDS)
        done = [task for task in self._sending if task.done()]
        return [_sent(self._sending.pop(task), task) for task in done]

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
