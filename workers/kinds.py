"""The kinds of work that happen later, and what each of them needs to be done.

A kind is opened once by a worker process and gives a `Drain`: called when the doorbell rings and
every few seconds besides, it does all that is due and returns. The truth is in PostgreSQL: a drain
that is killed, or never called, loses nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final, TypeAlias

from db.engine import Job
from workers import clock, deliveries, exporting, mailing
from workers.services import WorkerServices

Drain: TypeAlias = Callable[[], Awaitable[None]]

KINDS: Final[Mapping[Job, Callable[[WorkerServices], AbstractAsyncContextManager[Drain]]]] = {
    Job.WEBHOOK: deliveries.opened,
    Job.MAIL: mailing.opened,
    Job.EXPORT: exporting.opened,
    Job.CLOCK: clock.opened,
}
