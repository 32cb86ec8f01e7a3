"""The audit log, read by primary users (their organisation's rows) and auditors (all of them)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from db import pages
from db.models.audit import AuditRow
from db.pages import Page
from db.queries import audit_log
from db.queries.audit_log import Listed, Question
from domain.errors import BadUserInput
from resolvers.context import Context
from resolvers.operations import operation

_CODE: Final = re.compile(r"[A-Za-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page with the question that it answers."""

    question: Question
    page: Page[Listed]

    def cursor_of(self, row: AuditRow) -> str:
        """The cursor of a row in this list."""
        return pages.encode(self.question.scope(), audit_log.position(row))


@operation("auditLog")
async def page(context: Context, question: Question, /, **window: Any) -> AuditPage:
    """A page of the log, newest first; `window` as for `pages.window`.

    The look is on record itself, with the accounts whose acts were shown.
    """
    asked_for = _within_reach(context, _checked(question))
    asked = pages.window(asked_for.scope(), datetime, **window)
    async with context.transaction() as session:
        found = await audit_log.page(session, asked_for, asked)
        actors = dict.fromkeys(each.row.actor_id for each in found.rows if each.row.actor_id)
        await context.audit(session, "auditLog", list(actors))
    return AuditPage(asked_for, found)


def _within_reach(context: Context, question: Question) -> Question:
    """A primary user asks for the own organisation's rows, whether or not it is named."""
    own = context.require_viewer().organisation_id
    if own is None or question.organisation_id == own:
        return question
    if question.organisation_id is None:
        return replace(question, organisation_id=own)
    raise BadUserInput("reasons.own_organisation", ("filter", "organisationId"))


def _checked(question: Question) -> Question:
    """Codes are letters; anything else could not be in the log."""
    for name, value in (("operation", question.operation), ("outcome", question.outcome)):
        if value is not None and not _CODE.fullmatch(value):
            raise BadUserInput("reasons.code_malformed", ("filter", name))
    return question
