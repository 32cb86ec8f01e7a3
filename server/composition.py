"""Makes what a process holds: the services of the API, and those of a worker."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

from obstore.exceptions import BaseError
from sqlalchemy.exc import DBAPIError

from db import keyring, sqlstates
from db.engine import NOBODY, Database, Identity
from db.listener import Listener
from db.queries import accounts, exams, installation, terms
from db.storage import Storage
from domain import catalogue_file
from domain.catalogue import Catalogue
from domain.terms import TermsVersion
from resolvers.context import Services
from server import demo_accounts, modes
from server.doorbell import Doorbell
from server.settings import Mode, Settings
from workers.services import WorkerServices


@dataclass(frozen=True, slots=True)
class Ground:
    """What every process stands on."""

    database: Database
    storage: Storage
    doorbell: Doorbell
    catalogue: Catalogue
    terms: Sequence[TermsVersion]


@asynccontextmanager
async def ground(settings: Settings) -> AsyncIterator[Ground]:
    """Open what every process needs, and close it in reverse order.

    Raises `Refused`, or what the driver says of an unreachable database.
    """
    modes.require_safe(settings)
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url, pool_size=settings.pool_size)
        stack.push_async_callback(database.close)
        await require_plain_role(settings, database)
        await require_ready(database)
        await require_real_accounts(settings, database)
        doorbell = Doorbell(settings.redis_url)
        stack.push_async_callback(doorbell.close)
        yield Ground(
            database=database,
            storage=storage(settings),
            doorbell=doorbell,
            catalogue=await catalogue(database),
            terms=await terms_versions(database),
        )


@asynccontextmanager
async def api_services(settings: Settings, held: Ground) -> AsyncIterator[Services]:
    """The services of the API, with a listener for its live streams."""
    listener = Listener(held.database)
    listener.start()
    try:
        yield Services(
            database=held.database,
            listener=listener,
            storage=held.storage,
            keyring=keyring.parse(settings.keys),
            catalogue=held.catalogue,
            terms=held.terms,
            clock=now,
            ring=held.doorbell.ring,
            base_url=settings.public_url,
            allow_loopback=settings.is_demo,
            version=metadata.version("results-verification-service"),
            is_demo=settings.is_demo,
            support_email=settings.support_address,
        )
    finally:
        await listener.stop()


def worker_services(settings: Settings, held: Ground) -> WorkerServices:
    """The services of a worker."""
    settings.work_directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return WorkerServices(
        database=held.database,
        storage=held.storage,
        keyring=keyring.parse(settings.keys),
        catalogue=held.catalogue,
        clock=now,
        ring=held.doorbell.ring,
        base_url=settings.public_url,
        allow_loopback=settings.is_demo,
        schedule=settings.delivery_schedule,
        delivery_timeout_seconds=settings.delivery_timeout_seconds,
        smtp_url=settings.smtp_url,
        mail_from=settings.mail_from,
        work_directory=settings.work_directory,
        statement_processes=settings.statement_processes,
        stop_seconds=settings.stop_seconds,
        seal_seconds=settings.seal_seconds,
    )


async def require_plain_role(settings: Settings, database: Database) -> None:
    """Raise `Refused` when row-level security would not hold for the login role."""
    if settings.mode is not Mode.PRODUCTION:
        return
    async with database.transaction(NOBODY) as session:
        powers = await installation.role_powers(session)
    found = {
        "a superuser": powers.is_superuser,
        "a role with BYPASSRLS": powers.bypasses_row_security,
        "the owner of tables or of the database": powers.owns_tables,
    }
    whys = [why for why, is_so in found.items() if is_so]
    if whys:
        raise modes.Refused(
            f"DATABASE_URL connects as {powers.name}, which is or may act as"
            f" {' and '.join(whys)}: the walls between organisations would not hold."
            " Connect as rvs_app (db/roles.sql)."
        )


async def require_ready(database: Database) -> None:
    """Raise `Refused` when the database is not migrated, or the login role has no rights in it."""
    try:
        async with database.transaction(NOBODY) as session:
            if await installation.missing_columns(session):
                raise modes.Refused("The database is not migrated. Run `rvs migrate` once.")
            await accounts.session_viewer(session)
    except DBAPIError as error:
        if sqlstates.of(error) != sqlstates.NO_RIGHT:
            raise
        raise modes.Refused(
            "DATABASE_URL connects as a role that may not read what the service needs."
            " Connect as rvs_app (db/roles.sql), which `rvs migrate` gives its rights."
        ) from None


async def require_real_accounts(settings: Settings, database: Database) -> None:
    """Raise `Refused` when production would serve accounts whose passwords everybody knows."""
    if settings.mode is not Mode.PRODUCTION:
        return
    for email in demo_accounts.EMAILS:
        async with database.transaction(Identity(email=email)) as session:
            if await accounts.by_email(session, email) is not None:
                raise modes.Refused(
                    "The database holds accounts of the demonstration, whose passwords everybody"
                    " knows. Start production with a database of its own."
                )


def storage(settings: Settings) -> Storage:
    """The storage of the settings. Raises `Refused` when it cannot be opened."""
    try:
        return Storage.from_url(settings.files_url, settings.storage_endpoint or None)
    except (ValueError, OSError, BaseError) as error:
        raise modes.Refused(
            f"STORAGE_URL or STORAGE_ENDPOINT cannot be used ({type(error).__name__})."
            " Check them, and the rights of the directory; `rvs doctor` says more."
        ) from error


async def catalogue(database: Database) -> Catalogue:
    """The exam catalogue as the database has it. Raises `Refused` when it has none."""
    async with database.transaction(NOBODY) as session:
        rows = await exams.facts(session)
    if not rows:
        raise modes.Refused("The exam catalogue is empty. Run `rvs seed` once.")
    return Catalogue(catalogue_file.parse({"exams": list(rows)}))


async def terms_versions(database: Database) -> Sequence[TermsVersion]:
    """The versions of the Terms of Use as the database has them."""
    async with database.transaction(NOBODY) as session:
        return await terms.versions(session)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
