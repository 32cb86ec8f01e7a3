"""The demonstration: everything from a bare checkout, in one command, ended by Ctrl-C."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.keyring import KeyRing
from server import key_file, modes, prepared
from server.embedded import directories, ports
from server.embedded.children import Children, ChildSpec
from server.embedded.mail_sink import MailSink
from server.embedded.postgres import EmbeddedPostgres, PostgresUrls
from server.embedded.revival import Revival
from server.embedded.valkey import EmbeddedValkey
from server.settings import Mode, Settings

SHEET: Final = "demo.json"
_SOON: Final = ("webhook", "mail", "clock")
_STOP_SECONDS: Final = 8
_FIRST_ANSWER_SECONDS: Final = 60.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where the embedded services are, and what starts them again when they end."""

    database: PostgresUrls
    redis_url: str
    smtp_url: str
    revivals: Sequence[Revival]


def run(settings: Settings, say: Say) -> None:
    """Run until SIGINT or SIGTERM. Call it from the main thread.

    Raises `Refused`, `PortUnusable` or `EmbeddedServiceError` before anything is served.
    """
    modes.require_safe_demo(settings)
    ports.free_port_or_error(modes.LOOPBACK, settings.port)
    data_dir = settings.data_dir.resolve()
    with closing(directories.lock(data_dir)):  # whoever has it may touch the files below
        (data_dir / SHEET).unlink(missing_ok=True)
        try:
            _run_locked(settings, data_dir, say)
        finally:
            (data_dir / SHEET).unlink(missing_ok=True)
    say("Stopped.")


def _run_locked(settings: Settings, data_dir: Path, say: Say) -> None:
    ring = key_file.ensure(data_dir)
    with embedded(settings, data_dir, say) as services:
        api_key = prepared.api_key(data_dir) or _prepare(settings, services, ring, say)
        env = environment(settings, data_dir, services, ring.to_text())
        children = Children(_specs(env), say)
        _announce_when_ready(settings, api_key, say)
        children.run_until_signalled(*(revival.look for revival in services.revivals))


@contextmanager
def embedded(settings: Settings, data_dir: Path, say: Say) -> Iterator[Embedded]:
    """PostgreSQL, Valkey (unless REDIS_URL names one) and the mailbox."""
    postgres = EmbeddedPostgres(data_dir / "postgres")
    valkey = EmbeddedValkey(data_dir / "valkey")
    mailbox = MailSink(settings.mailbox_directory)
    try:
        database = postgres.start()
        revivals = [Revival("PostgreSQL", postgres, say)]
        redis_url = settings.redis_url
        if not redis_url:
            redis_url = valkey.start()
            revivals.append(Revival("Valkey", valkey, say))
        yield Embedded(database, redis_url, mailbox.start(), revivals)
    finally:
        mailbox.stop()
        valkey.stop()
        postgres.stop()


def environment(
    settings: Settings, data_dir: Path, services: Embedded, keys: str
) -> dict[str, str]:
    """The settings of the child processes."""
    quiet = "WARNING" if "log_level" not in settings.model_fields_set else settings.log_level
    return {
        "MODE": Mode.DEMO.value,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": services.database.app,
        "REDIS_URL": services.redis_url,
        "SMTP_URL": services.smtp_url,
        "KEYS": keys,
        "LOG_LEVEL": quiet,
        "LOG_FORMAT": "text",
        "STOP_SECONDS": str(_STOP_SECONDS),
    }


def _specs(env: dict[str, str]) -> list[ChildSpec]:
    rvs = [sys.executable, "-m", "server.cli"]
    soon = [part for job in _SOON for part in ("--kind", job)]
    return [
        ChildSpec("The API", [*rvs, "serve"], env),
        ChildSpec("The worker", [*rvs, "worker", *soon], env),
        ChildSpec("The export worker", [*rvs, "worker", "--kind", "export"], env),
    ]


def _prepare(settings: Settings, services: Embedded, ring: KeyRing, say: Say) -> str:
    """Make database and sample data, and remember it; the API key."""
    from server import demo_data  # heavy, and not needed at a second start

    say("Preparing the database and the sample data …")
    demo_data.prepare(services.database.owner, settings.files_url, ring)
    api_key = demo_data.api_key(ring)
    prepared.note(settings.data_dir.resolve(), api_key)
    return api_key


def _announce_when_ready(settings: Settings, api_key: str, say: Say) -> None:
    """In a thread of its own, because the main one watches over the children."""

    def announce() -> None:
        from server import demo_sheet  # while the children start

        sheet = demo_sheet.sheet(settings.public_url, api_key)
        if not demo_sheet.wait_until_it_answers(sheet.base_url, _FIRST_ANSWER_SECONDS):
            say("The API does not answer. Its messages are above; LOG_LEVEL=INFO says more.")
            return
        path = settings.data_dir / SHEET
        demo_sheet.write(path, sheet)
        for line in demo_sheet.lines(path, sheet):
            say(line)

    threading.Thread(target=announce, name="announce", daemon=True).start()
