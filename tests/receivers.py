"""A real HTTP receiver on loopback for tests: it logs every request and answers by a script."""

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came; `verified` is None when the receiver has no secret."""

    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: datetime
    connection: int
    verified: bool | None


Reply: TypeAlias = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]


class Receiver:
    """Listens while its `async with` lasts; the last reply repeats, and without any it is 204."""

    def __init__(
        self, *replies: Reply, secret: str | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self._replies = deque(replies or (status(204),))
        self._webhook = Webhook(secret) if secret else None
        self._tls = tls
        self._arrived = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where it listens, by number."""
        return self.url_at("127.0.0.1")

    def url_at(self, host: str) -> str:
        """Where it listens, under another name for loopback."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}/hook"

    def script(self, *replies: Reply) -> None:
        """Replace what is left of the script."""
        self._replies = deque(replies)

    async def wait_for(self, count: int, *, timeout_seconds: float = 10) -> list[Received]:
        """The requests, as soon as there are at least so many; TimeoutError otherwise."""
        async with asyncio.timeout(timeout_seconds), self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)
        return self.requests

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await self._converse(reader, writer, self.connections)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client left, or the test is over
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        while not writer.is_closing():
            request = await self._read(reader, connection)
            reply = self._replies.popleft() if len(self._replies) > 1 else self._replies[0]
            self.requests.append(request)
            async with self._arrived:
                self._arrived.notify_all()
            await reply(request, writer)
            await writer.drain()

    async def _read(self, reader: asyncio.StreamReader, connection: int) -> Received:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, path, _ = first.split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Received(
            method, path, headers, body, datetime.now(UTC), connection, self._verify(headers, body)
        )

    def _verify(self, headers: dict[str, str], body: bytes) -> bool | None:
        if self._webhook is None:
            return None
        try:
            self._webhook.verify(body, headers)
        except WebhookVerificationError:
            return False
        return True


def status(
    code: int, *, headers: Mapping[str, str] | None = None, body: bytes = b"", wait: float = 0
) -> Reply:
    """A complete answer, after `wait` seconds."""

    async def reply(request: Received, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(wait)
        lines = [f"{name}: {value}" for name, value in (headers or {}).items()]
        head = "\r\n".join([f"HTTP/1.1 {code} Scripted", *lines, f"Content-Length: {len(body)}"])
        writer.write(head.encode("latin-1") + b"\r\n\r\n" + body)

    return reply


def redirect(location: str, *, code: int = 302) -> Reply:
    """A redirect, which no sender of ours follows."""
    return status(code, headers={"Location": location})


def raw(answer: bytes) -> Reply:
    """These bytes and the end, valid HTTP or not; none at all closes without an answer."""

    async def reply(request: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return reply


async def hang(request: Received, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def drip(request: Received, writer: asyncio.StreamWriter) -> None:
    """Answer 200 at once, then one byte of the body every 20 ms, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        await asyncio.sleep(0.02)
        writer.write(b".")
        await writer.drain()


async def drip_headers(request: Received, writer: asyncio.StreamWriter) -> None:
    """Never finish the headers, one byte every 20 ms."""
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        await asyncio.sleep(0.02)
        writer.write(b".")
        await writer.drain()


class Huge:
    """A reply of `total_bytes`, sent as fast as it is read; `sent_bytes` says how far it got."""

    def __init__(self, total_bytes: int = 10_000_000_000, *, code: int = 200) -> None:
        self.sent_bytes = 0
        self._total_bytes = total_bytes
        self._code = code

    async def __call__(self, request: Received, writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {self._code} Scripted\r\nContent-Length: {self._total_bytes}\r\n\r\n"
        writer.write(head.encode("ascii"))
        while self.sent_bytes < self._total_bytes:
            chunk = b"x" * min(65_536, self._total_bytes - self.sent_bytes)
            writer.write(chunk)
            self.sent_bytes += len(chunk)
            await writer.drain()


@contextlib.asynccontextmanager
async def silent_listener() -> AsyncIterator[tuple[int, list[object]]]:
    """Stands for an internal host: its port, and whoever connected (nobody must)."""
    seen: list[object] = []

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(writer.get_extra_info("peername"))
        writer.transport.abort()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], seen
        await asyncio.sleep(0.05)  # a connection that is on its way would show now
    finally:
        server.close()


def self_signed(directory: Path, host: str) -> tuple[ssl.SSLContext, str]:
    """A server's context with a fresh certificate for the host, and the certificate as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    ).public_bytes(serialization.Encoding.PEM)
    (directory / "certificate.pem").write_bytes(certificate)
    (directory / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "certificate.pem", directory / "key.pem")
    return context, certificate.decode("ascii")
