"""The directory in which candidates find organisations, and the viewer's own."""

from collections.abc import Sequence

from db.models.organisations import Organisation
from db.models.users import User
from db.pages import Position
from db.queries import accounts, organisations
from domain import names
from domain.errors import BadUserInput
from resolvers.context import Context
from resolvers.operations import operation

SHORTEST_SEARCH = 2
LONGEST_SEARCH = 200
MAXIMUM = 20


@operation("organisationDirectory")
async def directory(context: Context, search: str) -> Sequence[Organisation]:
    """Approved organisations that have the words of the text, at most 20."""
    is_of_length = SHORTEST_SEARCH <= len(search.strip()) <= LONGEST_SEARCH
    if not is_of_length or not names.search_key(search):  # signs that are never seen find all
        bounds = {"minimum": SHORTEST_SEARCH, "maximum": LONGEST_SEARCH}
        raise BadUserInput("reasons.search_length", ("search",), **bounds)
    async with context.transaction() as session:
        return await organisations.directory(session, search, MAXIMUM)


def position(search: str, found: Organisation) -> Position:
    """Where an organisation stands in what the directory finds for this text."""
    return organisations.position(search, found)


@operation("viewer")
async def viewer(context: Context) -> tuple[User | None, Organisation | None]:
    """The viewer's own account and organisation; an API client has no account of a person."""
    seen = context.viewer
    if seen is None:
        return None, None
    async with context.transaction() as session:
        user = await accounts.by_id(session, seen.user_id) if seen.user_id else None
        if seen.organisation_id is None:
            return user, None
        return user, await organisations.by_id(session, seen.organisation_id)
