"""A worker that sends letters to a mailbox of the test's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from db.engine import Database
from server.embedded import inbox
from server.embedded.inbox import InboxMessage
from server.embedded.mail_sink import MailSink
from tests.api import Api
from workers import letters
from workers.mail.sender import MailSender
from workers.services import WorkerServices

SENDER = "no-reply@rvs.example"


class Post:
    """What a worker has to send letters with, and the mailbox where they arrive."""

    def __init__(self, api: Api, directory: Path, url: str) -> None:
        self._api = api
        self._directory = directory
        self._url = url

    async def send(self, **changes: Any) -> bool:
        """Send what is due, as the worker does; False when nothing was."""
        services = worker_services(self._api, **changes)
        return await letters.send_batch(services, MailSender(self._url, SENDER))

    async def everything(self) -> None:
        """Send until nothing is due."""
        while await self.send():
            pass

    def arrived(self) -> list[InboxMessage]:
        """The letters in the mailbox, the newest first."""
        return inbox.read_inbox(self._directory)

    def texts(self) -> list[str]:
        """What they say, as plain text."""
        found = [inbox.read_message(self._directory, message.name) for message in self.arrived()]
        return [(detail.plain_text or "") if detail else "" for detail in found]

    async def link(self, recipient: str) -> str:
        """The only address in the newest letter to somebody, once it is sent."""
        await self.everything()
        names = [message.name for message in self.arrived() if message.recipient == recipient]
        detail = inbox.read_message(self._directory, names[0])
        assert detail is not None
        (url,) = set(re.findall(r"https?://\S+", detail.plain_text or ""))
        return url

    async def token(self, recipient: str) -> str:
        """The token in that address."""
        return (await self.link(recipient)).rpartition("/")[2]


@contextmanager
def opened(api: Api, directory: Path) -> Iterator[Post]:
    """A mailbox that listens while the block lasts."""
    sink = MailSink(directory)
    try:
        yield Post(api, directory, sink.start())
    finally:
        sink.stop()


def worker_services(api: Api, **changes: Any) -> WorkerServices:
    """What sending letters needs; the rest of a worker's services is not touched by it."""
    given: dict[str, Any] = {field.name: None for field in fields(WorkerServices)}
    given |= {"database": api.services.database, "clock": api.services.clock}
    given |= {"keyring": api.services.keyring, "mail_from": SENDER}
    return WorkerServices(**given | changes)


def other_pool(api: Api) -> Database:
    """Connections of another worker process."""
    return Database(api.urls.app, pool_size=2)
