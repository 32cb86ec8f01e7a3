"""What the demo's mailbox holds: kept messages read back, whatever bytes they consist of."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"(\d{20})-[0-9a-f]{8}\.eml", re.ASCII)
_LISTED_BYTES: Final = 16_384


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """One line of the mailbox; `name` is the file's name and the message's id."""

    name: str
    received_at: datetime
    sender: str
    recipient: str
    subject: str


@dataclass(frozen=True, slots=True)
class InboxDetail:
    """One whole message; a twin is None where the message has none."""

    message: InboxMessage
    headers: tuple[tuple[str, str], ...]
    plain_text: str | None
    html: str | None


def read_inbox(directory: Path) -> list[InboxMessage]:
    """All kept messages, newest first; an absent directory is an empty mailbox. Blocks."""
    if not directory.is_dir():
        return []
    names = sorted((path.name for path in directory.glob("*.eml")), reverse=True)
    listed = (_listed(directory, name) for name in names)
    return [message for message in listed if message is not None]


def read_message(directory: Path, name: str) -> InboxDetail | None:
    """One message with its twins; None for a name that is not one of ours or is gone. Blocks."""
    content = _content(directory, name)
    if content is None:
        return None
    parsed = email.message_from_bytes(content, policy=compat32)
    return InboxDetail(
        message=_summary(name, parsed),
        headers=tuple(_headers(parsed)),
        plain_text=_twin(parsed, "text/plain"),
        html=_twin(parsed, "text/html"),
    )


def _listed(directory: Path, name: str) -> InboxMessage | None:
    content = _content(directory, name, _LISTED_BYTES)
    if content is None:
        return None
    return _summary(name, email.message_from_bytes(content, policy=compat32))


def _content(directory: Path, name: str, most: int = -1) -> bytes | None:
    if _NAME.fullmatch(name) is None:
        return None
    try:
        with (directory / name).open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        return None


def _summary(name: str, parsed: Message) -> InboxMessage:
    seconds, nanoseconds = divmod(int(name[:20]), 1_000_000_000)
    first = {key.lower(): value for key, value in reversed(_headers(parsed))}
    return InboxMessage(
        name=name,
        received_at=datetime.fromtimestamp(seconds, UTC).replace(microsecond=nanoseconds // 1000),
        sender=first.get("from", ""),
        recipient=first.get("to", ""),
        subject=first.get("subject", ""),
    )


def _headers(parsed: Message) -> list[tuple[str, str]]:
    return [(_encodable(key), _decoded(str(value))) for key, value in parsed.raw_items()]


def _decoded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        shown = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        shown = raw
    return _encodable(" ".join(shown.split()))


def _twin(parsed: Message, content_type: str) -> str | None:
    for part in parsed.walk():
        if part.get_content_type() == content_type:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            return _decoded_body(content, str(part.get_content_charset("utf-8")))
    return None


def _decoded_body(content: bytes, charset: str) -> str:
    try:
        decoded = content.decode(charset, "replace")
    except (LookupError, ValueError):
        decoded = content.decode("utf-8", "replace")
    return _encodable(decoded.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _encodable(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")
