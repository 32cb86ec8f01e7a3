"""E-mails: turn new events into rows, then send the rows; each row is one mail to one person.

Letters are on their way already: `workers/letters.py` sends them, over the same connection.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from sqlalchemy import Row

from db.engine import Identity, Job
from db.queries import notifications
from domain.mail_addresses import UnusableAddress
from domain.notifications import MailKind
from domain.states import MailState, UserState
from domain.texts import Language
from workers import isolation, letters
from workers.lanes import Lanes
from workers.mail import retries
from workers.mail.kinds import ShareCreated
from workers.mail.message import Postmark, compose
from workers.mail.sender import MailAnswer, MailSender
from workers.services import WorkerServices

log = structlog.get_logger(__name__)


@asynccontextmanager
async def opened(services: WorkerServices) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """One lane: mail servers do not like more connections from one sender."""
    sender = MailSender(services.smtp_url, services.mail_from)

    async def step() -> bool:
        has_sent = await letters.send_batch(services, sender)  # people wait for them
        has_queued = await queue_mails(services)
        return await send_batch(services, sender) or has_queued or has_sent

    async with Lanes(1, step, stop_seconds=services.stop_seconds) as lanes:
        yield lanes.start_one


async def queue_mails(services: WorkerServices) -> bool:
    """Write the mails for what has happened since each user's mark, and move the marks."""
    async with services.database.transaction(Identity(job=Job.MAIL)) as session:
        waiting = await notifications.waiting(session)
        for row in waiting:
            await notifications.queue_mails(session, row)
    return bool(waiting)


async def send_batch(services: WorkerServices, sender: MailSender) -> bool:
    """Send what is due, at most a batch; False when nothing was."""
    async with services.database.transaction(Identity(job=Job.MAIL)) as session:
        mails = await notifications.claim(session)
    if mails:
        async with sender:
            for mail in mails:
                if not await isolation.outcome(_send(services, sender, mail), "mail_failed"):
                    await _finish(services, mail, *retries.again(mail.attempts + 1))
    return bool(mails)


async def _send(services: WorkerServices, sender: MailSender, mail: Row[Any]) -> bool:
    """Read now what the mail says and whether it is still wanted, send it, finish the row."""
    identity = Identity(organisation_id=mail.organisation_id, job=Job.MAIL)
    async with services.database.transaction(identity) as session:
        attempts = await notifications.renew(session, mail)
        subject = await notifications.subject(session, mail) if attempts else None
    if attempts is None:
        return True
    state, delay_seconds, reason = MailState.CANCELLED, 0, "NOT_WANTED"
    if subject is not None and _is_wanted(subject):
        answer = await _deliver(services, sender, mail, subject)
        state, delay_seconds = retries.verdict(attempts, answer)
        reason = answer.reason if answer else "UNUSABLE_ADDRESS"
    await _finish(services, mail, state, delay_seconds)
    log.info("mail", outcome=state.value, attempts=attempts, reason=reason)
    return True


async def _finish(
    services: WorkerServices, mail: Row[Any], state: MailState, delay_seconds: int
) -> None:
    async def write() -> None:
        async with services.database.transaction(Identity(job=Job.MAIL)) as session:
            await notifications.finish(session, mail, state, delay_seconds)

    await isolation.written(write, "mail_not_finished")


def _is_wanted(subject: Row[Any]) -> bool:
    """Not when the user has gone, or the share ended before the mail could be sent."""
    return subject.user_state == UserState.ACTIVE and subject.result_id is not None


async def _deliver(
    services: WorkerServices, sender: MailSender, mail: Row[Any], subject: Row[Any]
) -> MailAnswer | None:
    """What the server said; None when the address cannot be written to at all."""
    period = services.catalogue.period(subject.exam_code, subject.exam_date)
    values = ShareCreated(
        first_name=subject.first_name,
        exam_name=period.name if period else subject.exam_code,
        base_url=services.base_url,
    )
    postmark = Postmark(mail_id=mail.id, sender_address=services.mail_from, date=mail.created_at)
    language = Language(subject.language)
    try:
        message = compose(MailKind(mail.kind), language, subject.email, values, postmark=postmark)
    except UnusableAddress:
        return None
    return await sender.send(message)
