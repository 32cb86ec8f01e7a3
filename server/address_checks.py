"""What the addresses among the settings must look like.

No message repeats a value: it may hold a password.
"""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from domain import mail_addresses
from workers.mail import smtp_server

_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_DATABASE: Final = (
    "write it like postgresql://rvs_app:password@host:5432/rvs, with special characters of the"
    " password as %xx and no options but host and port (TLS: the variable PGSSLMODE)"
)
_VALKEY: Final = "write it like redis://:password@host:6379/0, rediss://… or unix:///path/to.sock"
_STORAGE: Final = "write it like file:///directory or s3://bucket/prefix"
_WEB: Final = "write it like https://rvs.example, without a path"


def web(value: str) -> str:
    """`https://host[:port]` without a path, since links are made by appending to it."""
    parts = _split(value, _WEB)
    is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare:
        raise ValueError(_WEB)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def origins(value: str) -> str:
    """Origins as browsers write them, separated by commas."""
    for origin in listed(value):
        if web(origin) != origin:
            raise ValueError("write each like https://crm.example, without a path")
    return value


def listed(value: str) -> list[str]:
    """What commas separate."""
    return [part.strip() for part in value.split(",") if part.strip()]


def database(value: str) -> str:
    """An address of PostgreSQL that asyncpg and SQLAlchemy read alike."""
    parts = _split(value, _DATABASE)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    is_known = parts.scheme in {"postgresql", "postgres"} and options.keys() <= {"host", "port"}
    has_place = bool(parts.hostname or options.get("host"))
    is_port = options.get("port", "0").isdecimal()
    if not (is_known and has_place and is_port) or parts.path in {"", "/"} or parts.fragment:
        raise ValueError(_DATABASE)
    return value


def valkey(value: str) -> str:
    """An address of Valkey or Redis that redis-py reads."""
    parts = _split(value, _VALKEY)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.fragment or options.keys() - {"db"} or not options.get("db", "0").isdecimal():
        raise ValueError(_VALKEY)
    if parts.scheme == "unix":
        is_good = not parts.hostname and parts.path.startswith("/") and parts.path != "/"
    else:
        number = parts.path.strip("/")
        is_good = parts.scheme in {"redis", "rediss"} and bool(parts.hostname)
        is_good = is_good and (not number or number.isdecimal())
    if not is_good:
        raise ValueError(_VALKEY)
    return value


def storage(value: str) -> str:
    """A directory of this machine, or a bucket."""
    parts = _split(value, _STORAGE)
    if parts.scheme == "file":
        is_good = parts.netloc in {"", "localhost"} and unquote(parts.path).startswith("/")
    else:
        is_good = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc) is not None
    if not is_good or parts.query or parts.fragment or "\0" in unquote(parts.path):
        raise ValueError(_STORAGE)
    return value


def mail_server(value: str) -> str:
    """An address that the mail worker reads."""
    try:
        smtp_server.parse(value)
    except ValueError as error:
        raise ValueError(str(error).rstrip(".")) from None
    return value


def mailbox(value: str) -> str:
    """An address that a mail can come from."""
    try:
        mail_addresses.canonical(value)
    except ValueError:
        raise ValueError("write one plain address, like results@rvs.example") from None
    return value


def _split(value: str, expected: str) -> SplitResult:
    """The parts of an address; the errors of urllib quote what they could not read."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(expected) from None
    if any(character.isspace() or not character.isprintable() for character in value):
        raise ValueError(expected)
    return parts
