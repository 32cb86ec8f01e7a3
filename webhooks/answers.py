"""What a receiver answered, or why it did not: all that the delivery log keeps of one attempt."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

EXCERPT_CHARACTERS: Final = 1_000

_SECONDS: Final = re.compile(r"[0-9]{1,9}")


class SendError(StrEnum):
    """Why an attempt failed, as the customer sees it: never an address, never a system's text."""

    INVALID_URL = "INVALID_URL"  # the stored URL no longer passes the check
    DNS = "DNS"  # the name has no address
    REFUSED_ADDRESS = "REFUSED_ADDRESS"  # the name leads to an address that is not public
    CONNECT = "CONNECT"  # nothing accepted the connection
    TLS = "TLS"  # no TLS 1.2 or later, or a certificate that does not verify
    TIMEOUT = "TIMEOUT"  # not answered in full in time
    PROTOCOL = "PROTOCOL"  # closed early, or no readable HTTP
    TOO_LARGE = "TOO_LARGE"  # headers beyond the limit
    REDIRECT = "REDIRECT"  # 3xx, which is never followed
    HTTP_STATUS = "HTTP_STATUS"  # any other status that is not 2xx
    INTERNAL = "INTERNAL"  # a fault of ours, which is in our log; nothing may have been sent


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one attempt. `status` may stand beside an error: answered, but not in full."""

    status: int | None
    error: SendError | None
    retry_after_seconds: float | None
    duration_ms: int
    excerpt: str

    @property
    def delivered(self) -> bool:
        """Only a 2xx, read to its end or to the limit, is success."""
        return self.error is None

    @property
    def ends_endpoint(self) -> bool:
        """410 Gone: the receiver asks that nothing is sent to it any more."""
        return self.status == 410


def error_of_status(status: int) -> SendError | None:
    """The failure that a status means by itself."""
    if 200 <= status < 300:
        return None
    return SendError.REDIRECT if 300 <= status < 400 else SendError.HTTP_STATUS


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """The wait that `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    text = header.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
        aware = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def excerpt(body: bytes) -> str:
    """The beginning as text that is safe to store and show: no control or invisible characters."""
    text = body[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
    return "".join(
        character if character.isprintable() or character in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
