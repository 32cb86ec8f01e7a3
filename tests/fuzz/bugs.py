"""Runs `rvs` with a bug in it: to show that the fuzz would find it.

Run as `python -m tests.fuzz.bugs BUG COMMAND …`.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update

from db.models.users import User
from db.queries import accounts
from domain import names
from domain.texts import Language
from schema import errors, scalars
from server import cli, graphql_request
from server.embedded import psql
from tests.fuzz.viewers import KINDS, Kind


def crash() -> None:
    """A name outside of ASCII cannot be searched for."""
    search_key = names.search_key

    def asserting(text: str) -> str:
        assert text.isascii()
        return search_key(text)

    names.search_key = asserting


def talkative() -> None:
    """The same, and the answer says where and why."""
    crash()
    of_bug = errors.of_bug

    def told(error: BaseException, language: Language, correlation_id: str) -> dict[str, Any]:
        return {
            **of_bug(error, language, correlation_id),
            "message": "".join(traceback.format_exception(error)),
        }

    errors.of_bug = told


def anonymous() -> None:
    """A refusal that nobody can find in the log."""
    of_refusal = errors.of_refusal

    def without(*given: Any) -> dict[str, Any]:
        formatted = of_refusal(*given)
        del formatted["extensions"]["correlationId"]
        return formatted

    errors.of_refusal = without


def local_times() -> None:
    """A moment is written without its offset."""
    definition: Any = scalars.SCALARS[datetime]
    definition.serialize = lambda value: value.replace(tzinfo=None).isoformat()


def broken_edge() -> None:
    """Texts with escapes are read by something that cannot."""
    decoded = graphql_request.decoded

    def failing(body: bytes | str) -> Any:
        assert not (isinstance(body, bytes) and b"\\u0000" in body)
        return decoded(body)

    graphql_request.decoded = failing


def no_walls() -> None:
    """The service asks PostgreSQL as a superuser, whom no policy stops."""
    name = "DATABASE_URL"
    os.environ[name] = os.environ[name].replace("rvs_app@", f"{psql.SUPERUSER}@", 1)


def wide_write() -> None:
    """Without walls, and a statement without its condition."""
    no_walls()

    async def of_everybody(session: Any, user_id: UUID, language: Language) -> None:
        await session.execute(update(User).values(language=language))

    accounts.set_language = of_everybody


def sudden_end() -> None:
    """The process ends when somebody signs out."""

    async def ended(*_: Any) -> None:
        os._exit(1)

    accounts.end_session = ended


@dataclass(frozen=True, slots=True)
class Bug:
    """What is planted, the rule that must find it, as whom, and by which operation."""

    plant: Callable[[], None]
    rule: str
    as_whom: str
    operation: str

    @property
    def name(self) -> str:
        """On the command line."""
        return self.plant.__name__

    @property
    def kind(self) -> Kind:
        """The viewer who finds it."""
        return next(kind for kind in KINDS if kind.name == self.as_whom)


BUGS: Final[Sequence[Bug]] = (
    Bug(crash, "error", "candidate", "organisationDirectory"),
    Bug(talkative, "insides shown", "candidate", "organisationDirectory"),
    Bug(anonymous, "error", "visitor", "myResults"),
    Bug(local_times, "schema", "member", "viewer"),
    Bug(broken_edge, "server error", "visitor", "node"),
    Bug(no_walls, "secret shown", "member", "nodes"),
    Bug(wide_write, "rows of others", "member", "updateProfile"),
    Bug(sudden_end, "not well afterwards", "member", "signOut"),
)


if __name__ == "__main__":
    chosen = sys.argv.pop(1)
    next(bug for bug in BUGS if bug.name == chosen).plant()
    cli.main()
