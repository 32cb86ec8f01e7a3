"""The test-day photo of a shared result."""

from uuid import UUID

from db.queries import share_pages, shares
from domain.errors import NotFound
from domain.shared_results import StandingState, standing
from resolvers.context import Context
from resolvers.operations import operation
from resolvers.shared_results import plain_question


@operation("downloadPhoto")
async def photo(context: Context, share_id: UUID) -> str:
    """The storage key of the photo, when the share includes it and the result stands."""
    organisation_id = context.require_viewer().require_organisation()
    async with context.transaction() as session:
        found = await share_pages.by_ids(session, plain_question(context), [share_id])
        record = found.get(share_id)
        if record is None or standing(record)[0] is not StandingState.VERIFIED:
            raise NotFound(("id",))
        key = await shares.photo(session, organisation_id, share_id)
        if key is None:
            raise NotFound(("id",))
        await context.audit(session, "downloadPhoto", [share_id])
    return key
