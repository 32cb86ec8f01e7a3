"""Keeps the services of a test run while the process lives that leads it.

Run as `python -m tests.services_keeper DIRECTORY PROCESS_ID`.
"""

import asyncio
import os
import select
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from db import keyring, migrate
from db.seeding.demo import seed_demo
from db.storage import Storage
from resolvers import authentication, passwords
from tests.services import API_KEY, PASSWORD, TEMPLATE, TestServices


def keep(services: TestServices, leader: int) -> None:
    """Start everything, wait for the end of the leader, and leave nothing behind."""
    watch = os.pidfd_open(leader)
    try:
        with services.postgres, services.valkey:
            _make_template(services)
            select.select([watch], [], [])
    finally:
        shutil.rmtree(services.directory, ignore_errors=True)


def _make_template(services: TestServices) -> None:
    """The database that others are copied from; the key ring appears last and whole."""
    ring = keyring.new_ring()
    owner_url = services.postgres.create_database(TEMPLATE).owner
    migrate.upgrade(owner_url)
    seeding = seed_demo(
        owner_url,
        storage=Storage.from_url(services.photos.as_uri()),
        keyring=ring,
        today=datetime.now(UTC),
        password=PASSWORD,
        hash_password=passwords.hashed,
        api_key_hash=authentication.hash_of(API_KEY),
    )
    asyncio.run(seeding)
    aside = services.keys.with_suffix(".new")
    aside.write_text(ring.to_text(), "utf-8")
    aside.rename(services.keys)


if __name__ == "__main__":
    keep(TestServices(Path(sys.argv[1])), int(sys.argv[2]))
