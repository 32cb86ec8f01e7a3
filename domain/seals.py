"""How rows of the audit log are sealed: what is hashed, and what is wrong when it does not fit.

A seal holds a manifest of its rows (id and digest of each, in order) and the hashes of the seals
before it: of its own chain, which is one organisation's, and of the ledger, which has all seals.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

DIGEST_BYTES: Final = 32
ENTRY_BYTES: Final = 16 + DIGEST_BYTES
# What precedes the first seal of a chain and of the ledger.
NOTHING: Final = bytes(DIGEST_BYTES)
# The chain of the rows that belong to no organisation.
NO_ORGANISATION: Final = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """Everything that a row of the audit log says."""

    id: UUID
    occurred_at: datetime
    correlation_id: str
    actor_role: str
    actor_id: UUID | None
    organisation_id: UUID | None
    operation: str
    outcome: str
    subject_ids: Sequence[UUID]

    @property
    def chain_id(self) -> UUID:
        """The chain to which the row belongs."""
        return self.organisation_id or NO_ORGANISATION

    def digest(self) -> bytes:
        """SHA-256 of all that the row says, in the one form that docs/audit.md gives."""
        return _sha256(
            "rvs-audit-row-1",
            self.id.hex,
            _moment(self.occurred_at),
            self.correlation_id,
            self.actor_role,
            self.actor_id and self.actor_id.hex,
            self.organisation_id and self.organisation_id.hex,
            self.operation,
            self.outcome,
            [subject.hex for subject in self.subject_ids],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What is signed. `serial` counts all seals, `number` those of the chain, both from 1."""

    serial: int
    previous: bytes
    chain_id: UUID
    number: int
    previous_of_chain: bytes
    sealed_at: datetime
    key_id: int
    manifest: bytes

    def digest(self) -> bytes:
        """SHA-256 of the seal: what is signed, and what the next seals name."""
        return _sha256(
            "rvs-audit-seal-1",
            self.serial,
            self.previous.hex(),
            self.chain_id.hex,
            self.number,
            self.previous_of_chain.hex(),
            _moment(self.sealed_at),
            self.key_id,
            len(self.manifest) // ENTRY_BYTES,
            hashlib.sha256(self.manifest).hexdigest(),
        )


class Fault(StrEnum):
    """What can be wrong with the log."""

    ROW_CHANGED = "ROW_CHANGED"
    ROW_REMOVED = "ROW_REMOVED"
    ROW_INSERTED = "ROW_INSERTED"
    ROW_REORDERED = "ROW_REORDERED"
    SEAL_CHANGED = "SEAL_CHANGED"
    SEAL_REMOVED = "SEAL_REMOVED"
    SEAL_OUT_OF_CHAIN = "SEAL_OUT_OF_CHAIN"
    SIGNATURE_WRONG = "SIGNATURE_WRONG"
    KEY_UNKNOWN = "KEY_UNKNOWN"
    TAIL_CUT = "TAIL_CUT"
    COUNTER_WRONG = "COUNTER_WRONG"
    CHECKPOINT_MISSED = "CHECKPOINT_MISSED"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and where it is. Of seals that are gone in a row, `serial` is the first."""

    fault: Fault
    serial: int | None = None
    row_id: UUID | None = None
    chain_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain, or the ledger, ends: the number of its last seal, and that seal's digest."""

    number: int = 0
    digest: bytes = NOTHING


def manifest(rows: Sequence[RecordedAct]) -> bytes:
    """Id and digest of each row, in order."""
    return b"".join(row.id.bytes + row.digest() for row in rows)


def entries(source: bytes) -> dict[UUID, tuple[int, bytes]]:
    """Position and digest of each row of a manifest, by id; what is cut short is left out."""
    whole = len(source) // ENTRY_BYTES
    parts = (source[at * ENTRY_BYTES : (at + 1) * ENTRY_BYTES] for at in range(whole))
    return {UUID(bytes=part[:16]): (at, part[16:]) for at, part in enumerate(parts)}


def faults_of_seal(
    seal: Seal, stored_digest: bytes, row_count: int, ledger: Head, chain: Head
) -> list[Fault]:
    """What is wrong with a seal that stands behind these two; its signature aside."""
    faults = []
    is_next = seal.serial == ledger.number + 1
    if not is_next:
        faults.append(Fault.SEAL_REMOVED)
    if seal.digest() != stored_digest or len(seal.manifest) != row_count * ENTRY_BYTES:
        faults.append(Fault.SEAL_CHANGED)
    follows = not is_next or seal.previous == ledger.digest
    if not follows or Head(seal.number - 1, seal.previous_of_chain) != chain:
        faults.append(Fault.SEAL_OUT_OF_CHAIN)
    return faults


def fault_of_row(
    known: Mapping[UUID, tuple[int, bytes]], row: RecordedAct, position: int | None
) -> Fault | None:
    """What is wrong with a row that is found in a seal of which these are the entries."""
    if row.id not in known:
        return Fault.ROW_INSERTED
    expected, digest = known[row.id]
    if row.digest() != digest:
        return Fault.ROW_CHANGED
    return None if position == expected else Fault.ROW_REORDERED


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(*parts: object) -> bytes:
    """Of the parts as a JSON list in ASCII without spaces: nothing can slip from one to another."""
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode("ascii")).digest()
