"""What `rvs audit …` says: the public keys, a checkpoint to keep elsewhere, the verification."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Final

from db import keyring, signing
from db.engine import Database
from db.keyring import KeyRing
from db.queries.audit_check import Unsealed
from domain.seals import NOTHING, Finding, Head
from resolvers import audit_check
from resolvers.audit_check import Walked
from server import address_checks, settings
from server.modes import Refused

PREFIX: Final = "rvs-audit-checkpoint"
_MOST_LINES: Final = 200
_STATEMENT_SECONDS: Final = 600

Say = Callable[[str], None]


def public_keys() -> list[str]:
    """The public keys of the ring KEYS, one a line."""
    return signing.to_text(signing.public_keys(_ring()))


async def checkpoint(database_url: str) -> str:
    """The line that names the newest seal."""
    async with _opened(database_url) as database:
        return checkpoint_line(await audit_check.newest(database))


async def verify(database_url: str, key_lines: Sequence[str], since: str, say: Say) -> bool:
    """Say every fault of the log and how much was looked at; whether there is none."""
    keys = dict(signing.parse(line) for line in key_lines) or signing.public_keys(_ring())
    head = parse_checkpoint(since) if since else None
    walked, count = Walked(), 0
    async with _opened(database_url) as database:
        async with aclosing(audit_check.walk(database, keys, head, walked)) as findings:
            async for finding in findings:
                count += 1
                if count <= _MOST_LINES:
                    say(line_of(finding))
        waiting = await audit_check.unsealed(database)
    if count > _MOST_LINES:
        say(f"… and {count - _MOST_LINES} more.")
    for line in _summary(walked, waiting, count):
        say(line)
    return count == 0


def checkpoint_line(head: Head) -> str:
    """A checkpoint as it is kept."""
    return f"{PREFIX}:{head.number}:{head.digest.hex()}"


def parse_checkpoint(line: str) -> Head:
    """The seal that a checkpoint names. Raises `Refused`."""
    prefix, _, rest = line.strip().partition(":")
    number, _, digits = rest.partition(":")
    try:
        digest = bytes.fromhex(digits)
    except ValueError:
        digest = b""
    if prefix != PREFIX or not number.isdecimal() or len(digest) != len(NOTHING):
        raise Refused(f"A checkpoint is written as `rvs audit checkpoint` prints it: {PREFIX}:….")
    return Head(int(number), digest)


def line_of(finding: Finding) -> str:
    """A finding as it is printed."""
    places = {"seal": finding.serial, "row": finding.row_id, "chain": finding.chain_id}
    known = [f"{name} {value}" for name, value in places.items() if value is not None]
    return " ".join([finding.fault.value, *known])


def _summary(walked: Walked, waiting: Unsealed, faults: int) -> list[str]:
    oldest = f", the oldest of {waiting.oldest.isoformat()}" if waiting.oldest else ""
    return [
        f"Rows: {walked.rows}, in {walked.seals} seals of {len(walked.chains)} chains.",
        f"Not sealed yet: {waiting.count}{oldest}.",
        f"Faults: {faults}." if faults else f"No fault. {checkpoint_line(walked.ledger)}",
    ]


@asynccontextmanager
async def _opened(given: str) -> AsyncIterator[Database]:
    """Raises `Refused` for a role to which walls would show an empty log without a fault."""
    url = _url(given)
    database = Database(url, pool_size=1, statement_timeout_seconds=_STATEMENT_SECONDS)
    try:
        if not await audit_check.may_read_all(database):
            raise Refused(
                "The walls show the audit log to the login role rvs_app and to superusers alone."
                " Connect as one of them."
            )
        yield database
    finally:
        await database.close()


def _url(given: str) -> str:
    url = given or settings.load().database_url
    if not url:
        raise Refused("No database. Set DATABASE_URL, or give --database.")
    try:
        return address_checks.database(url)
    except ValueError as error:
        raise Refused(f"--database: {error}.") from None


def _ring() -> KeyRing:
    ring = settings.load().keys
    if not ring:
        raise Refused("No keys. Set KEYS; to verify, --key with a line of `rvs audit key` will do.")
    return keyring.parse(ring)
