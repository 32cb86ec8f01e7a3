"""What each mode refuses to start with. Every refusal says which setting, and what to do."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import url2pathname

from db.keyring import KeyRing, KeyRingError, parse
from server import key_file
from server.settings import Mode, Settings

LOOPBACK: Final = "127.0.0.1"
# Nobody's secret: names that documentation and habit put where a password belongs.
_KNOWN_PASSWORDS: Final = frozenset(
    {"admin", "changeme", "example", "guest", "owner", "password", "postgres", "redis", "root"}
    | {"rvs", "rvs_app", "rvs_owner", "rvs_issuer", "secret", "test", "valkey"}
)
_LEAST_DIFFERENT_BYTES: Final = 12


class Refused(RuntimeError):
    """The service does not start like this; each line of the message is one reason."""


def require_safe(settings: Settings) -> None:
    """Raise `Refused` with everything that can be said without a connection."""
    match settings.mode:
        case None:
            reasons = [
                "MODE is not set. Set MODE=production to serve real data,"
                " or run `make run` for a demonstration with invented data."
            ]
        case Mode.DEMO:
            reasons = list(_dangers_of_demo(settings))
        case Mode.PRODUCTION:
            reasons = list(_dangers_of_production(settings))
    if reasons:
        raise Refused("\n".join(reasons))


def require_safe_demo(settings: Settings) -> None:
    """Raise `Refused` with what a demonstration does not start with; it brings its own database."""
    reasons = list(_ways_out_of_demo(settings))
    if settings.database_url:
        reasons.append(
            "DATABASE_URL is set, and a demonstration never touches a database of yours."
            " Unset it, or use `rvs serve` with MODE=production."
        )
    if reasons:
        raise Refused("\n".join(reasons))


def is_embedded(database_url: str) -> bool:
    """Whether the address is a private socket of this user, as our own supervisor makes them."""
    host = parse_qs(urlsplit(database_url).query).get("host", [""])[0]
    directory = Path(host)
    if not directory.is_absolute() or not directory.name.startswith("rvs-"):
        return False
    try:
        found = directory.lstat()
    except OSError:
        return False
    is_private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    return is_private and found.st_uid == os.geteuid()


def _dangers_of_demo(settings: Settings) -> Iterator[str]:
    yield from _ways_out_of_demo(settings)
    if not is_embedded(settings.database_url):
        yield (
            "DATABASE_URL is not the embedded database: demo accounts never go into another one."
            " Leave DATABASE_URL out and use `make run`, or set MODE=production."
        )
    yield from _unusable_keys(settings)


def _ways_out_of_demo(settings: Settings) -> Iterator[str]:
    """What would let others in, or invented data out."""
    if settings.host != LOOPBACK:
        yield (
            f"HOST is {settings.host}: a demonstration, whose passwords everybody knows,"
            f" listens on {LOOPBACK} only. Leave HOST out."
        )
    if settings.base_url and urlsplit(settings.base_url).hostname not in {LOOPBACK, "localhost"}:
        yield "BASE_URL is not this machine's: a demonstration stays on it. Leave BASE_URL out."
    if settings.storage_endpoint:
        yield (
            "STORAGE_ENDPOINT is set: the files of a demonstration stay in DATA_DIR."
            " Leave STORAGE_ENDPOINT out."
        )
    if not _is_in_data_dir(settings):
        yield (
            "STORAGE_URL is not in DATA_DIR: the files of a demonstration go into no other store."
            " Leave STORAGE_URL out."
        )


def _is_in_data_dir(settings: Settings) -> bool:
    parts = urlsplit(settings.files_url)
    place = Path(url2pathname(parts.path)).resolve()
    return parts.scheme == "file" and place.is_relative_to(settings.data_dir.resolve())


def _dangers_of_production(settings: Settings) -> Iterator[str]:
    if not settings.database_url:
        yield "DATABASE_URL is missing. Set it to your PostgreSQL, as the login role rvs_app."
    if is_embedded(settings.database_url):
        yield (
            "DATABASE_URL is the embedded database of a demonstration, whose passwords everybody"
            " knows. Set it to a PostgreSQL of your own."
        )
    if urlsplit(settings.public_url).scheme != "https":
        yield "BASE_URL is not https. Set it to the https address that your proxy serves."
    if settings.mail_from == Settings.model_fields["mail_from"].default:
        yield "MAIL_FROM is missing. Set it to the address that e-mails come from."
    for name, url in _addresses(settings):
        if unquote(urlsplit(url).password or "").lower() in _KNOWN_PASSWORDS:
            yield f"{name} holds a password that everybody knows. Choose a random one."
    yield from _unusable_keys(settings)
    yield from _known_keys(settings)


def _addresses(settings: Settings) -> list[tuple[str, str]]:
    return [
        ("DATABASE_URL", settings.database_url),
        ("DATABASE_OWNER_URL", settings.database_owner_url),
        ("REDIS_URL", settings.redis_url),
        ("SMTP_URL", settings.smtp_url),
    ]


def _unusable_keys(settings: Settings) -> Iterator[str]:
    if not settings.keys:
        yield "KEYS is missing. Make a ring with `rvs keys new`, keep it safe and set KEYS to it."
        return
    try:
        parse(settings.keys)
    except KeyRingError as error:
        yield f"{error} `rvs keys new` makes one."


def _known_keys(settings: Settings) -> Iterator[str]:
    """Keys that others know: those of the demonstration, and those that nobody drew at random."""
    ring = _ring(settings.keys)
    if ring is None:
        return
    demo = _ring(key_file.text(settings.data_dir))
    if demo is not None and set(ring.keys.values()) & set(demo.keys.values()):
        yield "KEYS holds a key of the demonstration. Make a ring of your own with `rvs keys new`."
    if any(len(set(key)) < _LEAST_DIFFERENT_BYTES for key in ring.keys.values()):
        yield "KEYS holds a key that is not random. Make a ring with `rvs keys new`."


def _ring(text: str) -> KeyRing | None:
    try:
        return parse(text) if text else None
    except KeyRingError:
        return None
