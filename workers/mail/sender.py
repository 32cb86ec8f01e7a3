"""Hands messages to the mail server and says, for each, whether it took it.

What a server's refusal means depends on when it comes: before a recipient is named it is about
us (our login, our sender address), so the mail is kept for later; after that it is about the mail.
"""

import asyncio
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Self

import aiosmtplib

from domain import mail_addresses
from workers.mail import smtp_server

_GOODBYE_SECONDS = 2.0


class MailOutcome(StrEnum):
    """What to do with the outgoing row."""

    DELIVERED = "DELIVERED"
    RETRY = "RETRY"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """An outcome and a word for the log. The server's own text may hold personal data."""

    outcome: MailOutcome
    reason: str


class MailSender:
    """A connection to the mail server for one batch: `async with sender: await sender.send(…)`.

    The connection is opened by the first message and again when the server has closed it. A server
    that cannot be reached, or is silent for `timeout_seconds`, is not tried again in the same
    batch. Raises ValueError for an unusable URL or sender address.
    """

    def __init__(self, smtp_url: str, sender_address: str, timeout_seconds: float = 15.0) -> None:
        self._server = smtp_server.parse(smtp_url)
        self._sender = mail_addresses.canonical(sender_address)
        self._timeout_seconds = timeout_seconds
        self._turn = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._unreachable: MailAnswer | None = None

    async def __aenter__(self) -> Self:
        self._unreachable = None
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        client, self._client = self._client, None
        if client is not None:
            await _say_goodbye(client)

    async def send(self, message: EmailMessage) -> MailAnswer:
        """Send to the one address in `To`. Network faults are answers, never exceptions.

        RETRY after a lost connection can mean that the server has the mail already: the repeat
        has the same Message-ID.
        """
        recipient = _only_recipient(message)
        if recipient is None:
            return MailAnswer(MailOutcome.REFUSED, "UNUSABLE_ADDRESS")
        if _has_line_break(message):
            return MailAnswer(MailOutcome.REFUSED, "LINE_BREAK_IN_HEADER")
        async with self._turn:
            return self._unreachable or await self._try(message, recipient)

    async def _try(self, message: EmailMessage, recipient: str) -> MailAnswer:
        client = None
        try:
            async with asyncio.timeout(self._timeout_seconds):
                client = await self._connected()
                await client.send_message(message, sender=self._sender, recipients=[recipient])
        except (aiosmtplib.SMTPException, OSError) as error:
            if client is None or isinstance(error, TimeoutError):
                return self._give_up(error)
            return _answer(error)
        except asyncio.CancelledError:
            self._drop()
            raise
        return MailAnswer(MailOutcome.DELIVERED, "ACCEPTED")

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is None or not self._client.is_connected:
            client = self._new_client()
            await client.connect()
            self._client = client
        return self._client

    def _new_client(self) -> aiosmtplib.SMTP:
        server = self._server
        secure = server.uses_tls or server.uses_starttls
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            local_hostname=mail_addresses.domain_of(self._sender),
            timeout=self._timeout_seconds,
            use_tls=server.uses_tls,
            start_tls=server.uses_starttls,
            tls_context=_tls_context() if secure else None,
        )

    def _give_up(self, error: aiosmtplib.SMTPException | OSError) -> MailAnswer:
        self._drop()
        self._unreachable = MailAnswer(MailOutcome.RETRY, _connection_reason(error))
        return self._unreachable

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _connection_reason(error: aiosmtplib.SMTPException | OSError) -> str:
    match error:
        case TimeoutError():
            return "TIMEOUT"
        case aiosmtplib.SMTPAuthenticationError():
            return "LOGIN_REFUSED"
        case aiosmtplib.SMTPResponseException():
            return "SERVER_REFUSED"
        case _:
            return "UNREACHABLE"


def _answer(error: aiosmtplib.SMTPException | OSError) -> MailAnswer:
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refusal, *_]):
            return _by_code(refusal.code, "RECIPIENT_REFUSED")
        case aiosmtplib.SMTPDataError():
            return _by_code(error.code, "MESSAGE_REFUSED")
        case aiosmtplib.SMTPSenderRefused():
            return MailAnswer(MailOutcome.RETRY, "SENDER_REFUSED")
        case aiosmtplib.SMTPResponseException():
            return MailAnswer(MailOutcome.RETRY, "SERVER_REFUSED")
        case aiosmtplib.SMTPNotSupported():
            return MailAnswer(MailOutcome.REFUSED, "ADDRESS_NOT_SUPPORTED")
        case _:
            return MailAnswer(MailOutcome.RETRY, "DISCONNECTED")


def _by_code(code: int, reason: str) -> MailAnswer:
    if 500 <= code <= 599:
        return MailAnswer(MailOutcome.REFUSED, reason)
    return MailAnswer(MailOutcome.RETRY, "SERVER_BUSY")


def _only_recipient(message: EmailMessage) -> str | None:
    headers: Iterable[object] = message.get_all("To", [])
    found = [a.addr_spec for h in headers if isinstance(h, AddressHeader) for a in h.addresses]
    try:
        return mail_addresses.canonical(found[0]) if len(found) == 1 else None
    except mail_addresses.UnusableAddress:
        return None


def _has_line_break(message: EmailMessage) -> bool:
    return any(
        character in f"{name}{value}" for name, value in message.items() for character in "\r\n\0"
    )


def _tls_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


async def _say_goodbye(client: aiosmtplib.SMTP) -> None:
    try:
        if client.is_connected:
            await client.quit(timeout=_GOODBYE_SECONDS)
    except (aiosmtplib.SMTPException, OSError):
        return
    finally:
        client.close()
