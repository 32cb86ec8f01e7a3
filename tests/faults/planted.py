"""Runs `rvs` with a bug in it: to show that the tests of damage would see it.

Run as `python -m tests.faults.planted BUG COMMAND …`.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from db.ids import new_id
from db.queries import deliveries
from server import cli
from webhooks.answers import Answer


def no_lease_token() -> None:
    """A worker finishes by the id alone, whoever has the delivery by now."""
    _replace("_FINISH", " AND d.lease_token = end_.token", "")


def no_order() -> None:
    """A delivery does not wait for an earlier one about the same result."""
    _replace("_CLAIM", "p.org_seq < d.org_seq", "false")


def ack_on_any_status() -> None:
    """Whatever a receiver answers, the delivery is done."""
    Answer.delivered = property(lambda answer: True)  # type: ignore[method-assign, assignment]


def send_before_commit() -> None:
    """The attempt's row is not there when the request goes out."""

    async def noted_later(session: Any, rows: Sequence[Any]) -> dict[UUID, UUID]:
        return {row.id: new_id() for row in rows}

    deliveries.note_attempts = noted_later


BUGS: Final[Mapping[str, Callable[[], None]]] = {
    bug.__name__: bug for bug in (no_lease_token, no_order, ack_on_any_status, send_before_commit)
}


def _replace(statement: str, right: str, wrong: str) -> None:
    sql = str(getattr(deliveries, statement))
    assert right in sql
    setattr(deliveries, statement, text(sql.replace(right, wrong)))


if __name__ == "__main__":
    BUGS[sys.argv.pop(1)]()
    cli.main()
