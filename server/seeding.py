"""What `rvs seed` writes, and what it refuses to write where."""

from collections.abc import Sequence

from db import keyring
from db.seeding.catalogue import seed_catalogue
from server import demo_accounts, demo_data, modes
from server.settings import Mode, Settings


async def seed(settings: Settings, owner_url: str, with_samples: bool) -> Sequence[str]:
    """Seed, and say what was done. Raises `Refused`: sample data only goes into an embedded one."""
    if not with_samples:
        await seed_catalogue(owner_url)
        return ["The exam catalogue and the versions of the Terms are up to date."]
    if settings.mode is not Mode.DEMO or not modes.is_embedded(owner_url):
        raise modes.Refused(
            "Sample data, whose passwords everybody knows, goes only into an embedded database"
            " with MODE=demo. `make run` does it."
        )
    ring = keyring.parse(settings.keys)
    if not await demo_data.seed(owner_url, settings.files_url, ring):
        return ["The sample data was there already."]
    return [
        f"The sample data is written. Every account has the password {demo_accounts.PASSWORD}",
        f"API key of Northbridge University: {demo_data.api_key(ring)}",
    ]
