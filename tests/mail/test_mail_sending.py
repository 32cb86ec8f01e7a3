"""Sending over real sockets: every answer of a mail server becomes a decision, none an error."""

import asyncio
import ipaddress
import ssl
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from domain.notifications import MailKind
from domain.texts import Language
from server.embedded import inbox
from server.embedded.mail_sink import MAX_MESSAGE_BYTES, MailSink
from workers.mail.kinds import ShareCreated
from workers.mail.message import Postmark, compose
from workers.mail.sender import MailOutcome, MailSender

SENDER = "no-reply@results.example"


def a_message(recipient: str = "member@northbridge.example", name: str = "MAYA") -> EmailMessage:
    return compose(
        MailKind.SHARE_CREATED,
        Language.EN,
        recipient,
        ShareCreated(name, "C1 Advanced", "http://127.0.0.1:8000"),
        postmark=Postmark(UUID(int=1), SENDER, datetime(2026, 11, 5, 8, tzinfo=UTC)),
    )


def modes(directory: Path) -> list[int]:
    return [stat.S_IMODE(path.stat().st_mode) for path in (directory, *directory.iterdir())]


@pytest.fixture
def sink_directory(tmp_path: Path) -> Path:
    return tmp_path / "mailbox"


@pytest.fixture
def sink_url(sink_directory: Path) -> Iterator[str]:
    sink = MailSink(sink_directory, kept=3)
    yield sink.start()
    sink.stop()


def self_signed_certificate(directory: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return file


@asynccontextmanager
async def server_that_says(
    answers: dict[str, str], ehlo: str = "250 test", tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """A mail server whose answer to a verb is given; '' closes, 'hang' never answers."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        standard = {"CONNECT": "220 test", "EHLO": ehlo, "DATA": "354 go on", ".": "250 kept"}
        in_data, verb = False, "CONNECT"
        while True:
            answer = {**standard, **answers}.get(verb, "250 fine")
            if answer == "hang":
                await asyncio.sleep(60)
            if not answer:
                break
            writer.write(f"{answer}\r\n".encode())
            in_data = answer.startswith("354")
            line = await reader.readuntil(b"\r\n.\r\n" if in_data else b"\r\n")
            verb = "." if in_data else line.decode().split()[0].upper()
        writer.close()

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await converse(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    server = await asyncio.start_server(quietly, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_a_sent_mail_stands_in_the_inbox(sink_url: str, sink_directory: Path) -> None:
    async with MailSender(sink_url, SENDER) as sender:
        answer = await sender.send(a_message())

    [message] = inbox.read_inbox(sink_directory)
    assert answer.outcome is MailOutcome.DELIVERED
    assert message.subject == "MAYA has shared a result: C1 Advanced"
    assert message.recipient == "member@northbridge.example"

    detail = inbox.read_message(sink_directory, message.name)
    assert detail is not None
    assert "First name: MAYA" in (detail.plain_text or "")
    assert "<h1" in (detail.html or "")


async def test_the_newest_mail_is_listed_first_and_only_so_many_are_kept(
    sink_url: str, sink_directory: Path
) -> None:
    async with MailSender(sink_url, SENDER) as sender:
        for name in ("ONE", "TWO", "THREE", "FOUR"):
            await sender.send(a_message(name=name))

    subjects = [message.subject.split()[0] for message in inbox.read_inbox(sink_directory)]
    assert subjects == ["FOUR", "THREE", "TWO"]


async def test_nobody_else_on_the_machine_can_read_the_mailbox(
    sink_url: str, sink_directory: Path
) -> None:
    async with MailSender(sink_url, SENDER) as sender:
        await sender.send(a_message())

    assert modes(sink_directory) == [0o700, 0o600]


async def test_the_sink_refuses_a_message_that_is_too_large(
    sink_url: str, sink_directory: Path
) -> None:
    message = a_message()
    message.add_attachment(b"x" * MAX_MESSAGE_BYTES, maintype="application", subtype="x")

    async with MailSender(sink_url, SENDER) as sender:
        answer = await sender.send(message)

    # The size is declared with the sender, before a recipient is named.
    assert answer.outcome is not MailOutcome.DELIVERED
    assert inbox.read_inbox(sink_directory) == []


def test_the_sink_can_be_stopped_twice_and_started_again(sink_directory: Path) -> None:
    sink_directory.mkdir()
    unfinished = sink_directory / "00000000000000000001-00000000.part"
    unfinished.write_bytes(b"half")
    sink = MailSink(sink_directory)

    for _ in range(2):
        url = sink.start()
        assert url.startswith("smtp://127.0.0.1:")
        sink.stop()
        sink.stop()

    assert not unfinished.exists()


async def test_an_address_with_letters_beyond_ascii_goes_where_the_server_takes_it(
    sink_url: str, sink_directory: Path
) -> None:
    async with MailSender(sink_url, SENDER) as sender:
        answer = await sender.send(a_message("jörg@bücher.example"))

    assert answer.outcome is MailOutcome.DELIVERED
    assert inbox.read_inbox(sink_directory)[0].recipient == "jörg@xn--bcher-kva.example"


async def test_an_address_with_letters_beyond_ascii_is_refused_where_the_server_does_not() -> None:
    async with server_that_says({}) as url, MailSender(url, SENDER) as sender:
        answer = await sender.send(a_message("jörg@example.org"))

    assert (answer.outcome, answer.reason) == (MailOutcome.REFUSED, "ADDRESS_NOT_SUPPORTED")


@pytest.mark.parametrize(
    ("answers", "outcome", "reason"),
    [
        ({}, MailOutcome.DELIVERED, "ACCEPTED"),
        ({"RCPT": "450 greylisted"}, MailOutcome.RETRY, "SERVER_BUSY"),
        ({"RCPT": "550 no such user"}, MailOutcome.REFUSED, "RECIPIENT_REFUSED"),
        ({".": "451 later"}, MailOutcome.RETRY, "SERVER_BUSY"),
        ({".": "554 spam"}, MailOutcome.REFUSED, "MESSAGE_REFUSED"),
        ({"DATA": "552 full"}, MailOutcome.REFUSED, "MESSAGE_REFUSED"),
        ({"MAIL": "550 who are you"}, MailOutcome.RETRY, "SENDER_REFUSED"),
        ({"CONNECT": "554 go away"}, MailOutcome.RETRY, "SERVER_REFUSED"),
        ({"CONNECT": "421 closing"}, MailOutcome.RETRY, "SERVER_REFUSED"),
        ({"CONNECT": ""}, MailOutcome.RETRY, "UNREACHABLE"),
        ({"CONNECT": "nonsense"}, MailOutcome.RETRY, "SERVER_REFUSED"),
        ({"EHLO": ""}, MailOutcome.RETRY, "DISCONNECTED"),
        ({".": ""}, MailOutcome.RETRY, "DISCONNECTED"),
        ({"CONNECT": "hang"}, MailOutcome.RETRY, "TIMEOUT"),
        ({"RCPT": "hang"}, MailOutcome.RETRY, "TIMEOUT"),
        ({".": "hang"}, MailOutcome.RETRY, "TIMEOUT"),
    ],
)
async def test_each_answer_of_a_server_becomes_a_decision(
    answers: dict[str, str], outcome: MailOutcome, reason: str
) -> None:
    seconds = 0.5 if reason == "TIMEOUT" else 15.0  # a machine may be busy
    async with server_that_says(answers) as url, MailSender(url, SENDER, seconds) as sender:
        answer = await sender.send(a_message())

    assert (answer.outcome, answer.reason) == (outcome, reason)


async def test_a_sink_that_stops_amid_a_batch_means_later(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    async with MailSender(sink.start(), SENDER) as sender:
        answers = [await sender.send(a_message())]
        await asyncio.to_thread(sink.stop)
        answers += [await sender.send(a_message()) for _ in range(2)]

    assert answers[0].outcome is MailOutcome.DELIVERED
    assert {answer.outcome for answer in answers[1:]} == {MailOutcome.RETRY}


async def test_a_closed_port_means_later() -> None:
    async with server_that_says({}) as url:
        pass

    async with MailSender(url, SENDER) as sender:
        answer = await sender.send(a_message())

    assert (answer.outcome, answer.reason) == (MailOutcome.RETRY, "UNREACHABLE")


@pytest.mark.parametrize(
    ("scheme", "answers", "ehlo", "reason"),
    [
        ("smtps", {}, "250 test", "UNREACHABLE"),
        ("smtp+starttls", {}, "250 test", "UNREACHABLE"),
        (
            "smtp+starttls",
            {"STARTTLS": "454 not now"},
            "250-test\r\n250 STARTTLS",
            "SERVER_REFUSED",
        ),
        ("smtp", {}, "250 test", "UNREACHABLE"),
        ("smtp", {"AUTH": "535 wrong"}, "250-test\r\n250 AUTH PLAIN", "LOGIN_REFUSED"),
        ("smtp", {"AUTH": "235 welcome"}, "250-test\r\n250 AUTH PLAIN", "ACCEPTED"),
    ],
)
async def test_nothing_is_sent_without_the_encryption_and_login_that_are_set(
    scheme: str, answers: dict[str, str], ehlo: str, reason: str
) -> None:
    async with server_that_says(answers, ehlo) as url:
        address = url.replace("smtp://", f"{scheme}://user:secret%20word@")
        async with MailSender(address, SENDER, 1) as sender:
            answer = await sender.send(a_message())

    assert answer.reason == reason
    assert answer.outcome is not MailOutcome.REFUSED


@pytest.mark.parametrize("trusted", [True, False])
async def test_an_encrypted_server_must_show_a_certificate_that_we_trust(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    certificate = self_signed_certificate(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async with server_that_says({}, tls=context) as url:
        sender = MailSender(url.replace("smtp:", "smtps:"), SENDER, 2)
        async with sender:
            answer = await sender.send(a_message())

    assert answer.reason == ("ACCEPTED" if trusted else "UNREACHABLE")


async def test_a_hanging_server_costs_a_batch_one_wait() -> None:
    async with server_that_says({"CONNECT": "hang"}) as url, MailSender(url, SENDER, 0.3) as sender:
        async with asyncio.timeout(1):
            answers = [await sender.send(a_message()) for _ in range(20)]

    assert {answer.outcome for answer in answers} == {MailOutcome.RETRY}


async def test_a_refused_mail_leaves_the_connection_to_the_next(
    sink_url: str, sink_directory: Path
) -> None:
    refused = a_message()
    refused.replace_header("To", "two@example.org, recipients@example.org")

    async with MailSender(sink_url, SENDER) as sender:
        answers = [await sender.send(refused), await sender.send(a_message())]

    assert [a.outcome for a in answers] == [MailOutcome.REFUSED, MailOutcome.DELIVERED]
    assert len(inbox.read_inbox(sink_directory)) == 1


async def test_a_connection_that_the_server_closed_is_opened_again() -> None:
    async with server_that_says({".": ""}) as url, MailSender(url, SENDER) as sender:
        answers = [await sender.send(a_message()) for _ in range(2)]

    assert [answer.reason for answer in answers] == ["DISCONNECTED", "DISCONNECTED"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:25",
        "smtp://",
        "smtp://host:99999",
        "smtp://host:port",
        "smtp://host/path",
        "smtp://ho st",
        "smtps://user@host",
        "smtp://user:secret-word@mail.example",
    ],
)
def test_an_unusable_smtp_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL") as refusal:
        MailSender(url, SENDER)

    assert "secret-word" not in str(refusal.value)


def test_the_password_of_the_mail_server_is_never_printed() -> None:
    sender = MailSender("smtps://user:secret-word@mail.example", SENDER)

    assert "secret-word" not in repr(vars(sender))


def test_a_name_that_points_elsewhere_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\r\n\r\n")
    (tmp_path / "mailbox").mkdir()

    for name in ("../secret.eml", "secret.eml", "", ".", f"{0:020d}-00000000.eml\n"):
        assert inbox.read_message(tmp_path / "mailbox", name) is None


def test_broken_messages_are_shown_rather_than_hiding_the_rest(tmp_path: Path) -> None:
    broken = [
        b"",
        b"\xff\xfe\x00garbage",
        b"Subject: =?no-such-charset?q?x?=\r\n\r\nx",
        b"Subject: =?utf-8?b?!!!?=\r\nContent-Type: text/plain; charset=no-such\r\n\r\nx",
        b"Subject: \xe9\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\xff\x00",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n",
        b"Content-Type: text/plain; charset*=x''%ff\r\nContent-Transfer-Encoding: base64\r\n\r\n!",
    ]
    for number, content in enumerate(broken):
        (tmp_path / f"{number:020d}-00000000.eml").write_bytes(content)

    listed = inbox.read_inbox(tmp_path)

    assert len(listed) == len(broken)
    for message in listed:
        detail = inbox.read_message(tmp_path, message.name)
        assert detail is not None
        f"{detail.headers}{detail.plain_text}{detail.html}".encode()
