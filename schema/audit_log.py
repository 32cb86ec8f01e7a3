"""The audit log as the API shows it: ids and codes, and never a value."""

import re
from datetime import datetime
from typing import Final, Self
from uuid import UUID

import strawberry

from db.queries.audit_log import Listed, Question
from domain import global_ids
from domain.errors import BadUserInput
from domain.global_ids import Kind
from domain.permissions import Role
from resolvers import audit_log
from resolvers.audit_log import AuditPage
from resolvers.context import Context
from resolvers.operations import authorise
from schema.connections import PageInfo, page_info
from schema.nodes import global_id

_DIGITS: Final = re.compile(r"(?:[a-z]+_)?([0-9a-f]{32})")


@strawberry.input(description="Which rows to list. Everything given must hold.")
class AuditLogFilter:
    """All fields may be left out."""

    occurred_from: datetime | None = strawberry.field(
        default=None, description="At this moment or later; left out: since ever."
    )
    occurred_to: datetime | None = strawberry.field(
        default=None, description="Before this moment; left out: until now."
    )
    operation: str | None = strawberry.field(
        default=None, description="This field of the API, such as `sharedResults`; left out: any."
    )
    outcome: str | None = strawberry.field(
        default=None, description="This outcome, such as OK or REPEATED; left out: any."
    )
    actor_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Done by this account: its global id, or the digits of it. Left out: by any.",
    )
    subject_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="About this object: its global id, or the digits of it; the newest 10 000 acts"
        " are found. Left out: about any.",
    )
    organisation_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="For auditors: of this organisation. Left out: of all; to others it is always"
        " their own.",
    )


@strawberry.type(description="One act on record. Ids and codes only, never what was shown.")
class AuditEntry:
    """A row of the log."""

    id: strawberry.ID = strawberry.field(description="The row's id, 32 digits.")
    occurred_at: datetime = strawberry.field(description="When it was done.")
    actor_role: Role = strawberry.field(description="As what it was done.")
    actor_id: strawberry.ID | None = strawberry.field(
        description="Who did it: the 32 digits in the global id of the account or API client; null"
        " for visitors."
    )
    actor_name: str | None = strawberry.field(
        description="The name of who did it; null if you may not see that account."
    )
    organisation_id: strawberry.ID | None = strawberry.field(
        description="The organisation for which it was done; null for candidates, visitors and"
        " staff of the awarding body."
    )
    operation: str = strawberry.field(description="The field of the API or the kind of download.")
    outcome: str = strawberry.field(
        description="OK; REPEATED for the answer of an earlier call with the same key; otherwise"
        " the code of a refusal."
    )
    subject_ids: list[strawberry.ID] = strawberry.field(
        description="Whose data was seen or what was changed: the 32 digits in their global ids."
        " Of which kind they are follows from the operation."
    )
    correlation_id: str = strawberry.field(description="The request, as in answers and logs.")
    is_sealed: bool = strawberry.field(
        description="Whether a signed seal holds it already; a few seconds after the act it does."
    )

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """The view of a row."""
        row, organisation_id = listed.row, listed.row.organisation_id
        return cls(
            id=strawberry.ID(row.id.hex),
            occurred_at=row.occurred_at,
            actor_role=row.actor_role,
            actor_id=strawberry.ID(row.actor_id.hex) if row.actor_id else None,
            actor_name=listed.actor_name,
            organisation_id=(
                global_id(Kind.ORGANISATION, organisation_id) if organisation_id else None
            ),
            operation=row.operation,
            outcome=row.outcome,
            subject_ids=[strawberry.ID(each.hex) for each in row.subject_ids],
            correlation_id=row.correlation_id,
            is_sealed=row.seal is not None,
        )


@strawberry.type(description="A row in the list.")
class AuditEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: AuditEntry = strawberry.field(description="The row.")


@strawberry.type(description="Rows of the audit log, newest first.")
class AuditConnection:
    """Relay's connection. It is not counted: it only ever grows."""

    edges: list[AuditEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")

    @classmethod
    def of(cls, found: AuditPage) -> Self:
        """The view of a page."""
        edges = [
            AuditEdge(cursor=found.cursor_of(each.row), node=AuditEntry.of(each))
            for each in found.page.rows
        ]
        return cls(edges=edges, page_info=page_info(found.page, [edge.cursor for edge in edges]))


async def connection(
    context: Context, asked: AuditLogFilter | None, **window: int | str | None
) -> AuditConnection:
    """A page of the log; `window` as for `pages.window`."""
    authorise(context, "auditLog")  # before the ids are read
    return AuditConnection.of(await audit_log.page(context, _question(asked), **window))


def _question(asked: AuditLogFilter | None) -> Question:
    asked = asked or AuditLogFilter()
    return Question(
        organisation_id=_organisation(asked.organisation_id),
        occurred_from=asked.occurred_from,
        occurred_to=asked.occurred_to,
        operation=asked.operation,
        outcome=asked.outcome,
        actor_id=_number("actorId", asked.actor_id),
        subject_id=_number("subjectId", asked.subject_id),
    )


def _organisation(value: str | None) -> UUID | None:
    found = None if value is None else global_ids.decode_as(Kind.ORGANISATION, value)
    if value is not None and found is None:
        raise BadUserInput("reasons.id_malformed", ("filter", "organisationId"))
    return found


def _number(name: str, value: str | None) -> UUID | None:
    """The number in a global id of whatever kind: the log keeps numbers alone."""
    if value is None:
        return None
    found = _DIGITS.fullmatch(value)
    if found is None:
        raise BadUserInput("reasons.id_malformed", ("filter", name))
    return UUID(hex=found[1])
