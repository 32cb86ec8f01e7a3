"""An audit log with seals: what seals it, what walks it, and rows to put into it."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db import signing
from db.engine import Database
from db.keyring import KeyRing
from domain.seals import Finding, Head
from resolvers import audit_check
from resolvers.audit_check import Walked
from tests.api import Api
from workers import sealing
from workers.services import WorkerServices

# Made by the database itself: many rows, of several organisations and of none.
MANY = """
  INSERT INTO audit_rows (id, occurred_at, correlation_id, actor_role, actor_id, organisation_id,
    operation, outcome, subject_ids)
  SELECT gen_random_uuid(), now() - n * interval '1 second', 'made-' || n, 'MEMBER',
    gen_random_uuid(), ($2::uuid[])[1 + n % cardinality($2::uuid[])],
    CASE WHEN n % 3 = 0 THEN 'node' ELSE 'sharedResults' END, 'OK', ARRAY[gen_random_uuid()]
  FROM generate_series(1, $1) n
"""


def worker_services(api: Api, **changes: Any) -> WorkerServices:
    """What sealing needs of the API's services."""
    return replace(services_of(api.services.database, api.services.keyring), **changes)


def services_of(database: Database, ring: KeyRing) -> WorkerServices:
    """What sealing needs; the rest of a worker's services is not touched by it."""
    given: dict[str, Any] = {field.name: None for field in fields(WorkerServices)}
    given |= {"database": database, "keyring": ring, "seal_seconds": 5.0}
    return WorkerServices(**given | {"clock": lambda: datetime.now(UTC)})


async def fill(api: Api, count: int, *organisations: UUID | None) -> None:
    """Write so many rows, in turn for these organisations; None: for nobody's."""
    await api.sql(MANY, count, list(organisations))


async def seal(api: Api) -> int:
    """Seal what is there; returns how many rows."""
    return await sealing.seal_all(worker_services(api))


async def findings(
    api: Api, since: Head | None = None, ring: KeyRing | None = None
) -> list[Finding]:
    """Everything that is wrong with the log."""
    return (await walked(api, since, ring))[0]


async def walked(
    api: Api, since: Head | None = None, ring: KeyRing | None = None
) -> tuple[list[Finding], Walked]:
    """The same, with how far the walk came."""
    keys, so_far = signing.public_keys(ring or api.services.keyring), Walked()
    walk = audit_check.walk(api.services.database, keys, since, so_far)
    return [finding async for finding in walk], so_far


def sealed_by(api: Api, ring: KeyRing) -> WorkerServices:
    """A worker with another ring."""
    return replace(worker_services(api), keyring=ring)
