"""Which host names a webhook endpoint may have: public, complete, and written in one way only."""

import re
from typing import Final

import idna

from domain.errors import InvalidInput

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})

_LONGEST: Final = 253  # RFC 1035, without the final dot
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

# IANA's special-use names, names that ICANN keeps for private use, and names that networks use so.
_INTERNAL: Final = (
    *("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"),
    *("example.com", "example.net", "example.org"),
    *("corp", "home", "intranet", "lan", "localdomain", "mail", "private"),
)


def checked(text: str, field: tuple[str, ...]) -> str:
    """The host in lower case; `InvalidInput` if it is no complete, public, canonical name.

    An IPv4 address in any disguise (decimal, octal, hexadecimal, short, full-width) is recognised
    as URL parsers do it: by a last label that is a number (WHATWG URL, "ends in a number").
    """
    canonical = _canonical(text)
    if _is_number((canonical or text).lower()):
        raise InvalidInput("reasons.webhook_url_ip", field)
    if canonical is None or "." not in canonical:
        raise InvalidInput("reasons.webhook_url_host", field)
    if any(canonical == name or canonical.endswith(f".{name}") for name in _INTERNAL):
        raise InvalidInput("reasons.webhook_url_internal", field)
    if canonical != text.lower():
        raise InvalidInput("reasons.webhook_url_host_form", field, host=canonical)
    return canonical


def _is_number(host: str) -> bool:
    return _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is not None


def _canonical(text: str) -> str | None:
    """The host as DNS has it (IDNA 2008 after UTS 46 mapping), or None if there is no such name."""
    if len(text) > _LONGEST:
        return None
    try:
        host = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
        labels = host.split(".")
        stable = all(_is_stable(label) for label in labels if label.startswith("xn--"))
    except UnicodeError:  # idna.IDNAError is one
        return None
    well_formed = all(_LABEL.fullmatch(label) for label in labels)
    return host if stable and well_formed and len(host) <= _LONGEST else None


def _is_stable(label: str) -> bool:
    """Whether an encoded label is what its own decoding encodes to."""
    return idna.encode(idna.decode(label)) == label.encode("ascii")
