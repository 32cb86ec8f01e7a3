"""Writes the demonstration: organisations with accounts, 500 candidates and what they shared."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

import domain.terms
from db import data
from db.engine import plain_url
from db.ids import new_id
from db.keyring import KeyRing
from db.sample import generator
from db.sample.generator import Demo
from db.sample.records import SampleDossier, SampleOrganisation
from db.seeding import catalogue, dossiers, history, institutions, portraits, terms
from db.seeding.copying import Connection, copy, opened
from db.storage import Storage, StoredFacts
from domain.states import ShareState

_ONE_AT_A_TIME: Final = 4_711_043
_WALLED: Final = (
    "organisation_counters",
    "users",
    "user_secrets",
    "shares",
    "share_views",
    "events",
    "notification_preferences",
    "api_clients",
    "api_keys",
)


async def seed_demo(
    owner_url: str,
    *,
    storage: Storage,
    keyring: KeyRing,
    today: datetime,
    password: str,
    hash_password: Callable[[str], str],
    api_key_hash: bytes,
) -> bool:
    """Write all of it, or nothing when it is there already; returns whether it was written.

    Either way its people have accepted the Terms that apply: also those of an earlier version.

    Everything is one transaction, so that a kill leaves no half of it (but perhaps photos that no
    row names). `owner_url` connects as `rvs_owner`; `today` is the newest moment of the data;
    `hash_password` runs in a thread; `api_key_hash` is what is stored of the key of the
    organisation with API access.
    """
    connection = await asyncpg.connect(plain_url(owner_url))
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
            demo = await asyncio.to_thread(generator.demo, data.exam_catalogue(), today)
            await terms.write(connection)
            is_new = not await _is_there(connection, demo)
            if is_new:
                people = await asyncio.to_thread(lambda: list(demo.dossiers()))
                hashing = asyncio.to_thread(hash_password, password)
                photos, password_hash = await asyncio.gather(
                    portraits.store(storage, people), hashing
                )
                await catalogue.write(connection)
                await _copy_people(connection, demo, people, keyring, photos)
                async with opened(connection, _WALLED):
                    await _copy_institutions(connection, demo, password_hash, api_key_hash)
                    await _copy_shares(connection, demo, people)
            await _accept_terms(connection, demo)
    finally:
        await connection.close()
    return is_new


async def _is_there(connection: Connection, demo: Demo) -> bool:
    domains = [institution.email_domain for institution in demo.organisations]
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM organisations WHERE email_domain = ANY($1))", domains
    )
    return bool(found)


async def _copy_people(
    connection: Connection,
    demo: Demo,
    people: Sequence[SampleDossier],
    keyring: KeyRing,
    photos: Mapping[str, tuple[UUID, StoredFacts]],
) -> None:
    await copy(connection, "centres", dossiers.centres(demo.plan.centres))
    await copy(connection, "candidates", dossiers.candidates(people, keyring))
    await copy(connection, "results", dossiers.results(people))
    await copy(connection, "result_versions", dossiers.versions(people))
    await copy(connection, "photos", dossiers.photos(photos))


async def _copy_institutions(
    connection: Connection, demo: Demo, password_hash: str, api_key_hash: bytes
) -> None:
    client = institutions.Client(new_id(), _with_api_access(demo))
    key = institutions.api_key(client, api_key_hash, demo.plan.today)
    await copy(connection, "organisations", institutions.organisations(demo.organisations))
    await copy(connection, "users", institutions.users(demo.users))
    await copy(connection, "user_secrets", institutions.secrets(demo.users, password_hash))
    await copy(connection, "api_clients", [institutions.api_client(client)])
    await copy(connection, "api_keys", [key])


async def _accept_terms(connection: Connection, demo: Demo) -> None:
    """Nobody of the sample data owes anything, whenever the data were made."""
    applying = domain.terms.applying(data.terms_versions(), demo.plan.today.date())
    if applying is not None:
        emails = [account.email for account in demo.users]
        async with opened(connection, ("users", "terms_acceptances")):
            await terms.accept(connection, applying, emails)


async def _copy_shares(connection: Connection, demo: Demo, people: Sequence[SampleDossier]) -> None:
    newest = history.totals(people)
    active = Counter(
        share.organisation_id
        for dossier in people
        for share in dossier.shares
        if share.state is ShareState.ACTIVE
    )
    counters = institutions.counters(demo.organisations, newest, active)
    preferences = institutions.preferences(demo.users, _with_api_access(demo).id, newest)
    await copy(connection, "organisation_counters", counters)
    await copy(connection, "shares", dossiers.shares(people))
    await copy(connection, "share_views", dossiers.views(people))
    await copy(connection, "events", history.events(people))
    await copy(connection, "notification_preferences", preferences)


def _with_api_access(demo: Demo) -> SampleOrganisation:
    return next(each for each in demo.organisations if each.has_api_access)
