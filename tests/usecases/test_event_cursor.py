"""Reading and watching without a gap: the cursor of now."""

import asyncio
from typing import Final

from resolvers.context import Viewer
from schema.execution import Operation
from tests.api import Api
from tests.usecases import people, streams

HERE: Final = "{ viewer { eventCursor } }"
RESULT_SHARED: Final = """subscription ($after: String) {
  resultShared(after: $after) { sharedResult { id } } }"""


async def test_what_was_shared_after_the_cursor_was_asked_for_is_told_and_nothing_older(
    api: Api, member: Viewer
) -> None:
    organisation = await people.organisation(api)
    before, after = await people.people(api, 2, name=("ZARATHUSTRA", "QUIXOTE"))
    await people.shared(api, before, organisation)

    cursor = (await api.data(HERE, member))["viewer"]["eventCursor"]
    share = await people.shared(api, after, organisation)

    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        told = await stream.next()
    assert told["sharedResult"]["id"] == share


async def test_those_without_an_organisation_have_no_events(api: Api) -> None:
    candidate = await api.viewer("candidate@demo.example")

    assert (await api.data(HERE, candidate))["viewer"]["eventCursor"] is None
    assert (await api.data(HERE))["viewer"]["eventCursor"] is None


async def test_a_stream_from_now_says_where_it_began_so_that_nothing_is_lost_before_its_first(
    api: Api, member: Viewer
) -> None:
    context = api.context(member)
    stream = api.service.stream(api.service.prepare(Operation(streams.RESULT_SHARED, {}), context))
    waiting = asyncio.ensure_future(anext(stream))
    while context.progress.cursor is None:  # noqa: ASYNC110 nothing tells when a stream has begun
        await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.wait([waiting])

    made = await people.shared(api, await people.person(api), await people.organisation(api))

    start = context.progress.cursor
    async with streams.opened(api, streams.RESULT_SHARED, member, after=start) as resumed:
        assert await streams.ids_of(resumed, 1) == [made]
