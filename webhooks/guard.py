"""The wall around every connection that a customer's URL causes: public addresses, or none.

Each address is judged three times: in the resolver (one denied answer refuses the name), when the
socket is made (the last step before the first packet, also for numeric hosts), and by the peer
that it reached. aiohttp connects to the resolver's answers and never asks again.
"""

import socket
import ssl
from collections.abc import Callable
from typing import Final, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import AddrInfoType, Connection
from aiohttp.tracing import Trace

from webhooks import addresses
from webhooks.lookup import Lookup

ANSWER_LIMIT_BYTES: Final = 16_384  # body and headers together

_NUMERIC: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_HEADER_LIMIT_BYTES: Final = 8_190
_HEADERS: Final = 100

Judge: TypeAlias = Callable[[str], bool]


class AddressRefused(OSError):
    """The name leads, or the connection led, to an address that customers may not reach."""


def judge(*, allow_loopback: bool) -> Judge:
    """What says whether an address may be reached; loopback only in demo mode and tests."""
    if allow_loopback:
        return lambda address: addresses.is_public(address) or addresses.is_loopback(address)
    return addresses.is_public


def tls_context(authorities: str | None = None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and name verified; `authorities` (PEM) replace the system's."""
    context = ssl.create_default_context(cadata=authorities)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def session(connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
    """A session that knows no proxies, cookies, encodings or time limits (the sender has one)."""
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None),
        read_bufsize=ANSWER_LIMIT_BYTES,
        max_line_size=_HEADER_LIMIT_BYTES,
        max_field_size=_HEADER_LIMIT_BYTES,
        max_headers=_HEADERS,
    )


class GuardedResolver(AbstractResolver):
    """Answers with checked addresses only, or not at all."""

    def __init__(self, lookup: Lookup, is_allowed: Judge) -> None:
        self._lookup = lookup
        self._is_allowed = is_allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises `AddressRefused` if any answer is denied, `OSError` if there is none."""
        answers = await self._lookup(host)
        if not answers:
            raise OSError("the name has no address")
        if not all(self._is_allowed(answer) for answer in answers):
            raise AddressRefused
        return [_result(host, answer, port) for answer in answers]

    async def close(self) -> None:
        """Nothing is held here."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=_NUMERIC
    )


class GuardedConnector(aiohttp.TCPConnector):
    """Makes no socket for a denied address and returns no connection with a denied peer.

    It sets no limit of its own on connections: whoever claims deliveries bounds what is in flight.
    Answers of the resolver are kept for ten seconds (aiohttp's default), checked as they are.
    """

    def __init__(
        self,
        resolver: AbstractResolver,
        is_allowed: Judge,
        *,
        tls: ssl.SSLContext,
        keep_alive_seconds: float,
    ) -> None:
        super().__init__(
            resolver=resolver,
            ssl=tls,
            limit=0,
            keepalive_timeout=keep_alive_seconds,
            socket_factory=self._socket_for,
        )
        self._is_allowed = is_allowed

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the signature is aiohttp's
    ) -> Connection:
        """A connection, new or kept, whose peer has been checked once more."""
        connection = await super().connect(req, traces, timeout)
        peer = connection.transport and connection.transport.get_extra_info("peername")
        if not peer:
            connection.close()
            raise aiohttp.ServerDisconnectedError
        if not self._is_allowed(peer[0]):
            connection.close()
            raise AddressRefused
        return connection

    def _socket_for(self, answer: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = answer
        if not self._is_allowed(str(address[0])):
            raise AddressRefused
        return socket.socket(family, kind, protocol)
