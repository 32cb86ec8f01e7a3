"""Sends letters: e-mails about an account, posted by the act that they tell of."""

from typing import Any

import structlog
from sqlalchemy import Row

from db.engine import Identity, Job
from db.queries import letters
from db.queries.letters import Content
from domain.letters import KINDS, LetterKind
from domain.mail_addresses import UnusableAddress
from domain.states import MailState
from domain.texts import Language
from workers import isolation
from workers.mail import retries
from workers.mail.message import Postmark, compose
from workers.mail.sender import MailAnswer, MailSender
from workers.services import WorkerServices

log = structlog.get_logger(__name__)


async def send_batch(services: WorkerServices, sender: MailSender) -> bool:
    """Send what is due, at most a batch; False when nothing was."""
    async with services.database.transaction(Identity(job=Job.MAIL)) as session:
        due = await letters.claim(session)
    if due:
        async with sender:
            for letter in due:
                if not await isolation.outcome(_send(services, sender, letter), "letter_failed"):
                    await _finish(services, letter, *retries.again(letter.attempts + 1))
    return bool(due)


async def _send(services: WorkerServices, sender: MailSender, letter: Row[Any]) -> bool:
    """Open the letter, send it, finish the row; not when its link is dead by now."""
    async with services.database.transaction(Identity(job=Job.MAIL)) as session:
        row = await letters.renew(session, letter)
    if row is None:
        return True
    state, delay_seconds, reason = MailState.CANCELLED, 0, "TOO_LATE"
    if row.is_useful:
        content = letters.opened(services.keyring, letter.id, row.content)
        answer = await _deliver(services, sender, letter, content)
        state, delay_seconds = retries.verdict(row.attempts, answer)
        reason = answer.reason if answer else "UNUSABLE_ADDRESS"
    await _finish(services, letter, state, delay_seconds)
    log.info("letter", kind=letter.kind, outcome=state.value, attempts=row.attempts, reason=reason)
    return True


async def _finish(
    services: WorkerServices, letter: Row[Any], state: MailState, delay_seconds: int
) -> None:
    async def write() -> None:
        async with services.database.transaction(Identity(job=Job.MAIL)) as session:
            await letters.finish(session, letter, state, delay_seconds)

    await isolation.written(write, "letter_not_finished")


async def _deliver(
    services: WorkerServices, sender: MailSender, letter: Row[Any], content: Content
) -> MailAnswer | None:
    """What the server said; None when the address cannot be written to at all."""
    kind, language = LetterKind(letter.kind), Language(letter.language)
    postmark = Postmark(letter.id, services.mail_from, letter.created_at)
    values = KINDS[kind](**content.values)
    try:
        message = compose(kind, language, content.address, values, postmark=postmark)
    except UnusableAddress:
        return None
    return await sender.send(message)
