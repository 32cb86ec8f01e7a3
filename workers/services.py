"""What a worker process holds for all kinds of work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.engine import Database, Job
from db.keyring import KeyRing
from db.storage import Storage
from domain.catalogue import Catalogue
from webhooks.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerServices:
    """Made in `server/` alone. `ring` never waits and never fails."""

    database: Database
    storage: Storage
    keyring: KeyRing
    catalogue: Catalogue
    clock: Callable[[], datetime]
    ring: Callable[[Job], None]
    base_url: str
    allow_loopback: bool
    schedule: Schedule
    delivery_timeout_seconds: float
    smtp_url: str
    mail_from: str
    work_directory: Path
    statement_processes: int
    stop_seconds: float = 20.0
    seal_seconds: float = 5.0
