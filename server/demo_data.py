"""The tables and the sample data of the demonstration."""

import asyncio
import base64
import hashlib
import hmac

from db import migrate
from db.keyring import KeyRing
from db.seeding.catalogue import seed_catalogue
from db.seeding.demo import seed_demo
from db.storage import Storage
from resolvers import authentication, passwords
from server import composition
from server.demo_accounts import PASSWORD


def api_key(ring: KeyRing) -> str:
    """The demonstration's API key: the same as long as the ring, so that restarts keep it."""
    drawn = hmac.digest(ring.keys[min(ring.keys)], b"api key of the demonstration", hashlib.sha256)
    return authentication.KEY_PREFIX + base64.urlsafe_b64encode(drawn).decode().rstrip("=")


def prepare(owner_url: str, files_url: str, ring: KeyRing) -> None:
    """Migrate and seed. What is there already stays, so a killed one is simply done again."""
    migrate.upgrade(owner_url)
    asyncio.run(seed(owner_url, files_url, ring))


async def seed(owner_url: str, files_url: str, ring: KeyRing) -> bool:
    """Write catalogue and sample data; whether the sample data was not there before."""
    await seed_catalogue(owner_url)
    return await seed_demo(
        owner_url,
        storage=Storage.from_url(files_url),
        keyring=ring,
        today=composition.now(),
        password=PASSWORD,
        hash_password=passwords.hashed,
        api_key_hash=authentication.hash_of(api_key(ring)),
    )
