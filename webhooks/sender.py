"""One signed POST to a customer's receiver: the only place from which HTTP goes to the outside."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.http_exceptions import BadHttpMessage, LineTooLong
from multidict import CIMultiDict
from yarl import URL

from domain.errors import InvalidInput
from webhooks import answers, guard, urls
from webhooks.answers import Answer, SendError
from webhooks.lookup import Lookup, SystemLookup

TIMEOUT_SECONDS: Final = 20.0
KEEP_ALIVE_SECONDS: Final = 2.0  # about a batch; common servers close after 5 s

# What a send may meet outside. aiohttp turns broken answers into ClientError; TimeoutError comes
# from our own limit, OSError (ssl.SSLError is one) from sockets.
_FAULTS: Final = (aiohttp.ClientError, TimeoutError, OSError)
_TOO_MANY_HEADERS: Final = "Too many headers"


class AnswerTooLarge(aiohttp.ClientError):
    """The headers alone are longer than the limit."""


@dataclass(slots=True)
class _Seen:
    """What has arrived of an answer so far; a fault may end the reading at any point."""

    status: int | None = None
    retry_after_seconds: float | None = None
    body: bytearray = field(default_factory=bytearray)


class Sender:
    """Holds the connections of a worker; used as an async context manager.

    `lookup` and `authorities` replace the system's resolver and certificate authorities.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        allow_loopback: bool = False,
        lookup: Lookup | None = None,
        authorities: str | None = None,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._allow_loopback = allow_loopback
        self._system_lookup = SystemLookup()
        self._lookup = lookup or self._system_lookup
        self._tls = guard.tls_context(authorities)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        is_allowed = guard.judge(allow_loopback=self._allow_loopback)
        connector = guard.GuardedConnector(
            guard.GuardedResolver(self._lookup, is_allowed),
            is_allowed,
            tls=self._tls,
            keep_alive_seconds=KEEP_ALIVE_SECONDS,
        )
        self._session = guard.session(connector)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
        self._system_lookup.close()

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST the body once, everything within `timeout_seconds`.

        Whatever the receiver or the network does becomes an `Answer`; only cancellation and our
        own bugs are raised.
        """
        loop = asyncio.get_running_loop()
        started, seen = loop.time(), _Seen()
        error = await self._fault(url, body, headers, seen)
        if seen.status is not None:
            error = answers.error_of_status(seen.status) or error
        return Answer(
            status=seen.status,
            error=error,
            retry_after_seconds=seen.retry_after_seconds,
            duration_ms=round((loop.time() - started) * 1000),
            excerpt=answers.excerpt(bytes(seen.body)),
        )

    async def _fault(
        self, url: str, body: bytes, headers: Mapping[str, str], seen: _Seen
    ) -> SendError | None:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await self._exchange(_target(url, self._allow_loopback), body, headers, seen)
        except InvalidInput:
            return SendError.INVALID_URL
        except _FAULTS as fault:
            return _code(fault)
        return None

    async def _exchange(
        self, url: URL, body: bytes, headers: Mapping[str, str], seen: _Seen
    ) -> None:
        if self._session is None:
            raise RuntimeError("a Sender sends only inside its own `async with`")
        sent = CIMultiDict(headers)
        sent["Accept-Encoding"] = "identity"
        async with self._session.post(
            url, data=body, headers=sent, allow_redirects=False
        ) as response:
            seen.status = response.status
            seen.retry_after_seconds = answers.retry_after_seconds(
                response.headers.get("Retry-After"), datetime.now(UTC)
            )
            await _read(response, seen.body)


@lru_cache(maxsize=4_096)
def _target(url: str, allow_loopback: bool) -> URL:
    """The URL as it was saved, checked again: the rules may have become stricter since."""
    return URL(urls.checked(url, allow_loopback=allow_loopback), encoded=True)


async def _read(response: aiohttp.ClientResponse, body: bytearray) -> None:
    """Read to the end, or to the limit and hang up: a long answer is cut, not refused."""
    # Each header line also has a colon, a space and a line end.
    header_bytes = sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
    room = guard.ANSWER_LIMIT_BYTES - header_bytes
    if room < 0:
        response.close()
        raise AnswerTooLarge
    while chunk := await response.content.read(room - len(body)):
        body += chunk
    if not response.content.at_eof():
        response.close()


def _code(fault: BaseException) -> SendError:
    chain = tuple(_causes(fault))
    for kinds, code in _CODES:
        if any(isinstance(cause, kinds) for cause in chain):
            return code
    if any(_is_too_many_headers(cause) for cause in chain):
        return SendError.TOO_LARGE
    return SendError.PROTOCOL


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__


def _is_too_many_headers(fault: BaseException) -> bool:
    return isinstance(fault, BadHttpMessage) and fault.message.startswith(_TOO_MANY_HEADERS)


# First match wins: a refused address arrives wrapped as a failed lookup or a failed connection,
# and the system's "connection timed out" is both a TimeoutError and a failed connection.
_CODES: Final[tuple[tuple[tuple[type[BaseException], ...], SendError], ...]] = (
    ((guard.AddressRefused,), SendError.REFUSED_ADDRESS),
    ((AnswerTooLarge, LineTooLong), SendError.TOO_LARGE),
    ((aiohttp.ClientConnectorDNSError,), SendError.DNS),
    ((ssl.SSLError,), SendError.TLS),
    ((aiohttp.ClientConnectorError,), SendError.CONNECT),
    ((TimeoutError,), SendError.TIMEOUT),
)
