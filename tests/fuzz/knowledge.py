"""What a viewer can know and what it must not learn, read from the database past all walls."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg

from domain import global_ids
from domain.global_ids import Kind as IdKind
from domain.permissions import INSTITUTION, Role
from tests.fuzz.viewers import Viewer

# Kind of id → rows with the ids of those to whom they belong.
_ROWS: Final = {
    IdKind.ORGANISATION: "SELECT id, id AS organisation_id, NULL::uuid AS candidate_id"
    " FROM organisations",
    IdKind.USER: "SELECT id, organisation_id, candidate_id, email_key FROM users",
    IdKind.SHARE: "SELECT id, organisation_id, candidate_id FROM shares",
    IdKind.RESULT: "SELECT r.id, s.organisation_id, r.candidate_id"
    " FROM results r LEFT JOIN shares s ON s.result_id = r.id",
    IdKind.EXPORT: "SELECT id, organisation_id, NULL::uuid AS candidate_id FROM exports",
    IdKind.ENDPOINT: "SELECT id, organisation_id, NULL::uuid AS candidate_id"
    " FROM webhook_endpoints",
    IdKind.DELIVERY: "SELECT id, organisation_id, NULL::uuid AS candidate_id"
    " FROM webhook_deliveries",
    IdKind.EVENT: "SELECT id, organisation_id, NULL::uuid AS candidate_id FROM events",
}
# Texts by which a person or a record can be told; each belongs to one.
_TEXTS: Final = """
    SELECT c.id AS candidate_id, array_agg(DISTINCT s.organisation_id) AS organisation_ids,
           array_agg(DISTINCT r.reference_number) || c.candidate_number::varchar
             || coalesce(c.email, '')::varchar AS texts
      FROM candidates c JOIN results r ON r.candidate_id = c.id
      LEFT JOIN shares s ON s.result_id = r.id
     GROUP BY c.id"""
# Which operation shows ids of a kind to the people and programs of an organisation.
_SHOWN_BY: Final = {
    IdKind.ORGANISATION: ("viewer",),
    IdKind.SHARE: ("sharedResults", "events"),
    IdKind.RESULT: ("sharedResults", "events"),
    IdKind.EXPORT: ("exports",),
    IdKind.ENDPOINT: ("webhookEndpoints",),
    IdKind.DELIVERY: ("webhookEndpoints",),
    IdKind.EVENT: ("events",),
}

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Global ids by kind, and texts."""

    own: dict[IdKind, list[str]]
    foreign: dict[IdKind, list[str]]
    foreign_texts: list[str]

    def everything_foreign(self) -> list[str]:
        """What must not come back."""
        return [*self.foreign_texts, *(each for ids in self.foreign.values() for each in ids)]


def login_email(viewer: Viewer) -> str:
    """With which the viewer signs in; one without an account tries the candidate's."""
    return viewer.kind.email or "candidate@demo.example"


async def of(viewer: Viewer, database: Connection) -> Knowledge:
    """What is the viewer's own, and everything else."""
    own: dict[IdKind, list[str]] = {}
    foreign: dict[IdKind, list[str]] = {}
    for kind, statement in _ROWS.items():
        rows = await database.fetch(f"{statement} ORDER BY 1")
        mine = {row["id"] for row in rows if _is_own(viewer, kind, row)}
        own[kind] = [_text(kind, each) for each in sorted(mine)]
        others = {row["id"] for row in rows} - mine
        foreign[kind] = [_text(kind, each) for each in sorted(others)]
    return Knowledge(own, foreign, [each async for each in _foreign_texts(viewer, database)])


def _is_own(viewer: Viewer, kind: IdKind, row: Any) -> bool:
    """Whether the viewer may ever read the id of this row."""
    if kind is IdKind.USER:
        is_colleague = viewer.kind.role in INSTITUTION and _is_in(viewer, row["organisation_id"])
        return is_colleague or row["email_key"] == login_email(viewer)
    if viewer.kind.role is Role.CANDIDATE:
        is_mine = row["candidate_id"] == viewer.candidate_id
        return kind is IdKind.ORGANISATION or is_mine
    allowed = viewer.kind.allowed()
    is_shown = any(operation in allowed for operation in _SHOWN_BY[kind])
    return is_shown and _is_in(viewer, row["organisation_id"])


def _is_in(viewer: Viewer, organisation_id: UUID | None) -> bool:
    return organisation_id is not None and organisation_id == viewer.organisation_id


def _text(kind: IdKind, id: UUID) -> str:
    """As the API writes it: the id of an event is a plain UUID."""
    return str(id) if kind is IdKind.EVENT else global_ids.encode(kind, id)


async def _foreign_texts(viewer: Viewer, database: Connection) -> AsyncIterator[str]:
    """Numbers and addresses of everybody whose results the viewer cannot be shown."""
    allowed = viewer.kind.allowed()
    for row in await database.fetch(_TEXTS):
        is_shown = "sharedResults" in allowed and viewer.organisation_id in row["organisation_ids"]
        is_me = viewer.candidate_id is not None and row["candidate_id"] == viewer.candidate_id
        if not (is_shown or is_me):
            for text in _known(row["texts"]):
                if text != login_email(viewer):
                    yield text
    statement = "SELECT id, email, organisation_id FROM users WHERE email_key <> $1"
    for row in await database.fetch(statement, login_email(viewer)):
        is_colleague = viewer.kind.role in INSTITUTION and _is_in(viewer, row["organisation_id"])
        if not is_colleague:
            yield row["email"]


def _known(texts: Sequence[str]) -> Iterator[str]:
    return (text for text in texts if text)
