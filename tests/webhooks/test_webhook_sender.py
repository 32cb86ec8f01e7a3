"""One send against real sockets: every kind of receiver becomes an answer, within the limit."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import receivers
from tests.receivers import Huge, Receiver, Reply, raw, redirect, status
from webhooks import guard, signature
from webhooks.answers import Answer, SendError
from webhooks.sender import Sender

BODY = b'{"type":"share.created"}'
NAME = "hooks.receiver.edu"


async def to_loopback(host: str) -> Sequence[str]:
    """A lookup for which every name is this machine."""
    return ["127.0.0.1"]


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with Sender(timeout_seconds=10, allow_loopback=True, lookup=to_loopback) as sender:
        yield sender


@pytest.fixture
async def hasty() -> AsyncIterator[Sender]:
    """A sender that waits for half a second."""
    async with Sender(timeout_seconds=0.5, allow_loopback=True, lookup=to_loopback) as sender:
        yield sender


async def answer_to(sender: Sender, *replies: Reply) -> Answer:
    """What a send makes of a receiver with this script."""
    async with Receiver(*replies) as receiver:
        return await sender.send(receiver.url, BODY, {})


async def test_a_signed_delivery_arrives_and_verifies(sender: Sender) -> None:
    secret = signature.new_secret()
    headers = signature.headers("message-1", datetime.now(UTC), BODY, [secret])
    reply = status(200, body=b"thanks")

    async with Receiver(reply, secret=secret) as receiver:
        answer = await sender.send(receiver.url, BODY, headers)

    [request] = receiver.requests
    assert (answer.status, answer.error, answer.excerpt) == (200, None, "thanks")
    assert answer.delivered
    assert 0 <= answer.duration_ms < 10_000
    assert (request.method, request.path, request.body) == ("POST", "/hook", BODY)
    assert request.verified
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("code", [400, 404, 410, 429, 500, 503, 599])
async def test_any_status_but_2xx_is_a_failure_with_its_excerpt(sender: Sender, code: int) -> None:
    reply = status(code, headers={"Retry-After": "7"}, body=b"no \x00 thanks")

    answer = await answer_to(sender, reply)

    assert (answer.status, answer.error) == (code, SendError.HTTP_STATUS)
    assert answer.retry_after_seconds == 7
    assert answer.excerpt == "no \ufffd thanks"
    assert answer.ends_endpoint == (code == 410)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(sender: Sender, code: int) -> None:
    async with receivers.silent_listener() as (port, seen):
        answer = await answer_to(sender, redirect(f"http://127.0.0.1:{port}/", code=code))

    assert (answer.status, answer.error) == (code, SendError.REDIRECT)
    assert seen == []


@pytest.mark.parametrize("reply", [receivers.hang, receivers.drip, receivers.drip_headers])
async def test_hanging_and_dripping_end_at_the_total_limit(hasty: Sender, reply: Reply) -> None:
    answer = await answer_to(hasty, reply)

    assert answer.error is SendError.TIMEOUT
    assert not answer.delivered
    assert 480 <= answer.duration_ms < 2_000


async def test_slow_headers_and_a_slow_body_share_one_limit(hasty: Sender) -> None:
    async def late_drip(request: receivers.Received, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        await receivers.drip(request, writer)

    answer = await answer_to(hasty, late_drip)

    assert (answer.status, answer.error) == (200, SendError.TIMEOUT)
    assert 480 <= answer.duration_ms < 2_000


async def test_a_failure_stays_what_its_status_says_when_the_body_breaks_off(
    sender: Sender,
) -> None:
    answer = await answer_to(sender, raw(b"HTTP/1.1 410 Gone\r\nContent-Length: 50\r\n\r\nbye"))

    assert (answer.status, answer.error) == (410, SendError.HTTP_STATUS)
    assert answer.ends_endpoint


async def test_ten_gigabytes_are_cut_and_the_connection_is_closed(sender: Sender) -> None:
    huge = Huge(10_000_000_000)

    async with Receiver(huge, status(204)) as receiver:
        answer = await sender.send(receiver.url, BODY, {})
        second = await sender.send(receiver.url, BODY, {})

    assert (answer.status, answer.error, len(answer.excerpt)) == (200, None, 1_000)
    assert huge.sent_bytes < 20_000_000  # what the sockets' buffers hold
    assert second.delivered
    assert receiver.connections == 2


async def test_a_bomb_is_not_unpacked(sender: Sender) -> None:
    reply = status(200, headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b" + b"not gzip")

    answer = await answer_to(sender, reply)

    assert answer.delivered


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Long": "x" * 9_000},
        {"X-One": "x" * 6_000, "X-Two": "x" * 6_000, "X-Three": "x" * 6_000},
        {f"X-{index}": "x" for index in range(500)},
    ],
    ids=["one line", "in sum", "in number"],
)
async def test_headers_beyond_the_limit_are_refused(
    sender: Sender, headers: dict[str, str]
) -> None:
    answer = await answer_to(sender, status(200, headers=headers))

    assert answer.error is SendError.TOO_LARGE
    assert not answer.delivered


@pytest.mark.parametrize(
    "answer_bytes",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n",
    ],
)
async def test_what_is_no_whole_answer_is_a_failure(sender: Sender, answer_bytes: bytes) -> None:
    answer = await answer_to(sender, raw(answer_bytes))

    assert answer.error is SendError.PROTOCOL
    assert not answer.delivered


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.binary(max_size=80), st.booleans())
async def test_no_answer_raises(head: bytes, body: bytes, is_http: bool) -> None:
    answer_bytes = (b"HTTP/1.1 200 OK\r\n" if is_http else b"") + head + b"\r\n\r\n" + body

    async with Sender(timeout_seconds=0.5, allow_loopback=True) as sender:
        answer = await answer_to(sender, raw(answer_bytes))

    assert answer.delivered == (answer.error is None)


async def test_nobody_listening_is_a_failed_connection(sender: Sender) -> None:
    async with Receiver() as receiver:
        url = receiver.url

    answer = await sender.send(url, BODY, {})

    assert (answer.status, answer.error) == (None, SendError.CONNECT)
    assert answer.excerpt == ""


async def test_a_url_that_no_longer_passes_is_not_sent_to(sender: Sender) -> None:
    for url in ("https://10.0.0.1/", "http://hooks.receiver.edu/", "nonsense", ""):
        assert (await sender.send(url, BODY, {})).error is SendError.INVALID_URL


async def test_connections_are_kept_and_cookies_are_not(sender: Sender) -> None:
    reply = status(200, headers={"Set-Cookie": "track=1; Path=/"})

    async with Receiver(reply) as receiver:
        for _ in range(3):
            assert (await sender.send(receiver.url, BODY, {})).delivered

    assert receiver.connections == 1
    assert all("cookie" not in request.headers for request in receiver.requests)


async def test_the_proxy_environment_and_netrc_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login user password word")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    async with receivers.silent_listener() as (port, seen):
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
            monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", "")
        async with (
            Sender(timeout_seconds=10, allow_loopback=True) as sender,
            Receiver() as receiver,
        ):
            answer = await sender.send(receiver.url, BODY, {})

    assert answer.delivered
    assert seen == []
    assert "authorization" not in receiver.requests[0].headers


async def test_many_hanging_sends_do_not_delay_another(sender: Sender) -> None:
    async with Receiver(receivers.hang) as one, Receiver(receivers.hang) as two, Receiver() as fast:
        hanging = [
            asyncio.create_task(sender.send(receiver.url, BODY, {}))
            for receiver in (one, two)
            for _ in range(70)
        ]
        await one.wait_for(70)
        await two.wait_for(70)
        answer = await sender.send(fast.url, BODY, {})
        for task in hanging:
            task.cancel()
        ended = await asyncio.gather(*hanging, return_exceptions=True)

    assert answer.delivered
    assert answer.duration_ms < 5_000
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in ended)


async def test_a_cancelled_send_is_cancelled(sender: Sender) -> None:
    async with Receiver(receivers.hang) as receiver:
        sending = asyncio.create_task(sender.send(receiver.url, BODY, {}))
        await receiver.wait_for(1)
        sending.cancel()

        with pytest.raises(asyncio.CancelledError):
            await sending


async def test_a_verified_certificate_is_accepted_under_its_name(tmp_path: Path) -> None:
    tls, authority = receivers.self_signed(tmp_path, NAME)

    sender = Sender(
        timeout_seconds=10, allow_loopback=True, lookup=to_loopback, authorities=authority
    )

    async with sender, Receiver(tls=tls) as receiver:
        right = await sender.send(receiver.url_at(NAME), BODY, {})
        wrong = await sender.send(receiver.url_at("other.receiver.edu"), BODY, {})

    assert right.delivered
    assert receiver.requests[0].headers["host"] == f"{NAME}:{receiver.port}"
    assert wrong.error is SendError.TLS
    assert len(receiver.requests) == 1


async def test_an_untrusted_certificate_gets_nothing(sender: Sender, tmp_path: Path) -> None:
    tls, _ = receivers.self_signed(tmp_path, NAME)

    async with Receiver(tls=tls) as receiver:
        answer = await sender.send(receiver.url_at(NAME), BODY, {})

    assert (answer.status, answer.error) == (None, SendError.TLS)
    assert receiver.requests == []


async def test_a_plain_server_behind_https_is_a_tls_failure(hasty: Sender) -> None:
    async with Receiver(raw(b"HTTP/1.1 200 OK\r\n\r\n")) as receiver:
        url = receiver.url_at(NAME).replace("http:", "https:")
        answer = await hasty.send(url, BODY, {})

    assert not answer.delivered
    assert answer.error in {SendError.TLS, SendError.TIMEOUT}


def test_old_tls_and_unverified_tls_are_off() -> None:
    context = guard.tls_context()

    assert context.minimum_version.name == "TLSv1_2"
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
