"""Draws the test-day photos of sample results and puts them into the storage."""

import asyncio
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from uuid import UUID

from db.sample import portraits
from db.sample.records import SampleDossier, SamplePortrait
from db.storage import Storage, StoredFacts

_AT_ONCE: Final = 4


async def store(
    storage: Storage, dossiers: Iterable[SampleDossier]
) -> Mapping[str, tuple[UUID, StoredFacts]]:
    """The storage key of each photo, with its result and what was stored."""
    drawn = {
        f"photos/{result.id}.jpg": (result.id, result.portrait)
        for dossier in dossiers
        for result in dossier.results
        if result.portrait is not None
    }
    room = asyncio.Semaphore(_AT_ONCE)
    # After a failure another thread may still draw: the failure is what must be told.
    aside = tempfile.TemporaryDirectory(prefix="rvs-portraits-", ignore_cleanup_errors=True)
    with aside as directory:
        facts = await asyncio.gather(
            *(
                _store(storage, key, portrait, Path(directory, f"{result_id}.jpg"), room)
                for key, (result_id, portrait) in drawn.items()
            )
        )
    results = (result_id for result_id, _ in drawn.values())
    return dict(zip(drawn, zip(results, facts, strict=True), strict=True))


async def _store(
    storage: Storage, key: str, portrait: SamplePortrait, aside: Path, room: asyncio.Semaphore
) -> StoredFacts:
    async with room:
        await asyncio.to_thread(lambda: aside.write_bytes(portraits.draw(portrait)))
        return await storage.put_file(key, aside)
