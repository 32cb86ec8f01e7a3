"""Where outgoing mail is handed over: the parts of `SMTP_URL`, checked once at start."""

import ipaddress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import idna

# scheme → usual port
_PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: encrypted from the first byte (`smtps`), by STARTTLS, or not at all."""

    host: str
    port: int
    uses_tls: bool
    uses_starttls: bool
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


def parse(url: str) -> SmtpServer:
    """Read `smtp://`, `smtps://` or `smtp+starttls://user:password@host:port`.

    Raises ValueError, whose sentence never repeats the URL since that may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("SMTP_URL is not a valid address; the port must be a number.") from None
    _check(parts)
    server = SmtpServer(
        host=_host(parts.hostname or ""),
        port=port or _PORTS[parts.scheme],
        uses_tls=parts.scheme == "smtps",
        uses_starttls=parts.scheme == "smtp+starttls",
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )
    _refuse_open_password(server)
    return server


def _check(parts: SplitResult) -> None:
    if parts.scheme not in _PORTS:
        raise ValueError(f"SMTP_URL must begin with one of {', '.join(_PORTS)} and '://'.")
    if not parts.hostname:
        raise ValueError("SMTP_URL names no host.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("SMTP_URL ends after the port; encode special characters as %xx.")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("SMTP_URL needs both user and password, or neither.")


def _host(name: str) -> str:
    if _address(name) is not None:
        return name
    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError:
        raise ValueError("The host of SMTP_URL is not a valid name.") from None


def _refuse_open_password(server: SmtpServer) -> None:
    if server.username is None or server.uses_tls or server.uses_starttls:
        return
    address = _address(server.host)
    if server.host != "localhost" and not (address and address.is_loopback):
        raise ValueError("SMTP_URL would send a password unencrypted: use smtps or smtp+starttls.")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
