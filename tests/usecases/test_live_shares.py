"""Live: new shares arrive at once, and a stream resumed after a gap loses and repeats nothing."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from time import perf_counter
from typing import Final

import pytest

from domain.permissions import Scope
from resolvers import live
from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.usecases import people, streams
from tests.usecases.streams import RESULT_SHARED

CREATE_EXPORT: Final = """mutation { createExport(input: {
    format: CSV, selection: {filter: {}}}) { export { id } } }"""
EVENTS: Final = """query ($first: Int, $after: String) {
  events(first: $first, after: $after) {
    edges { cursor node { id cursor type sequence occurredAt shareId resultId } }
    pageInfo { hasNextPage endCursor } } }"""


async def test_a_new_share_arrives_within_a_second(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)

    async with streams.opened(api, RESULT_SHARED, member) as stream:
        begun = perf_counter()
        share = await people.shared(api, person, organisation)
        payload = await stream.next()
        seconds = perf_counter() - begun

    assert payload["sharedResult"] == {
        "id": share,
        "state": "ACTIVE",
        "candidate": {"familyName": "SILVA"},
        "result": {"overallScore": 196},
        "organisation": {"name": "Northbridge University"},
    }
    assert seconds < 1


async def test_it_arrives_for_every_viewer_of_the_organisation_and_nobody_else(
    api: Api, member: Viewer, primary: Viewer, stranger: Viewer
) -> None:
    client = await api.client(Scope.RESULTS_READ)
    person = await people.person(api)

    async with AsyncExitStack() as stack:
        mine = [
            await stack.enter_async_context(streams.opened(api, RESULT_SHARED, viewer))
            for viewer in (member, primary, client)
        ]
        theirs = await stack.enter_async_context(streams.opened(api, RESULT_SHARED, stranger))
        share = await people.shared(api, person, await people.organisation(api))

        assert [await streams.ids_of(stream, 1) for stream in mine] == [[share]] * 3
        assert await theirs.is_quiet()


async def test_without_a_cursor_the_past_is_not_sent(api: Api, member: Viewer) -> None:
    await people.shared(api, await people.person(api), await people.organisation(api))

    async with streams.opened(api, RESULT_SHARED, member) as stream:
        assert await stream.is_quiet()


async def test_a_stream_resumed_again_and_again_while_shares_are_made_loses_and_repeats_none(
    api: Api, member: Viewer
) -> None:
    crowd = await people.people(api, 40)
    organisation = await people.organisation(api)
    made: list[str] = []

    async def make() -> None:
        for person in crowd[1:]:
            made.append(await people.shared(api, person, organisation))

    async with streams.opened(api, RESULT_SHARED, member) as stream:
        made.append(await people.shared(api, crowd[0], organisation))
        payload = await stream.next()
    seen, cursor = [payload["sharedResult"]["id"]], payload["cursor"]
    making = asyncio.create_task(make())
    while len(seen) < len(crowd):
        async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
            for _ in range(min(7, len(crowd) - len(seen))):
                payload = await stream.next()
                seen.append(payload["sharedResult"]["id"])
                cursor = payload["cursor"]
    await making

    assert seen == made
    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        assert await stream.is_quiet()


async def test_more_than_a_batch_comes_after_a_long_gap(api: Api, member: Viewer) -> None:
    crowd = await people.people(api, live.BATCH + 5)
    organisation = await people.organisation(api)
    async with streams.opened(api, RESULT_SHARED, member) as stream:
        await people.shared(api, crowd[0], organisation)
        cursor = (await stream.next())["cursor"]

    made = [await people.shared(api, person, organisation) for person in crowd[1:]]

    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        assert await streams.ids_of(stream, len(made)) == made


async def test_a_share_that_ended_in_the_gap_is_left_out(api: Api, member: Viewer) -> None:
    first, gone, stays = await people.people(api, 3)
    organisation = await people.organisation(api)
    async with streams.opened(api, RESULT_SHARED, member) as stream:
        await people.shared(api, first, organisation)
        cursor = (await stream.next())["cursor"]

    ended = await people.shared(api, gone, organisation)
    await people.withdraw(api, gone.viewer, ended)
    share = await people.shared(api, stays, organisation)

    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        assert await streams.ids_of(stream, 1) == [share]
        assert await stream.is_quiet()


async def test_a_reader_so_slow_that_access_has_ended_is_sent_nothing_of_it(
    api: Api, member: Viewer
) -> None:
    first, gone, stays = await people.people(api, 3)
    organisation = await people.organisation(api)
    cursor = await _last_cursor(api)
    one = await people.shared(api, first, organisation)
    ending = await people.shared(api, gone, organisation)
    last = await people.shared(api, stays, organisation)

    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        assert await streams.ids_of(stream, 1) == [one]
        await people.withdraw(api, gone.viewer, ending)
        await asyncio.sleep(live.FRESH_SECONDS + 0.1)

        assert await streams.ids_of(stream, 1) == [last]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET ended_at = now()",
        "UPDATE sessions SET expires_at = now() - interval '1 second'",
        "UPDATE sessions SET last_seen_at = now() - interval '31 minutes'",
        "UPDATE users SET state = 'DISABLED' WHERE role = 'MEMBER'",
        "UPDATE organisations SET state = 'SUSPENDED'",
    ],
)
async def test_a_stream_ends_when_its_viewer_has_lost_access(
    api: Api, member: Viewer, statement: str
) -> None:
    quick = replace(api, services=replace(api.services, poll_seconds=0.2))

    async with streams.opened(quick, RESULT_SHARED, member) as stream:
        assert await stream.is_quiet()
        await api.sql(statement)

        assert await stream.end(seconds=1) == "UNAUTHENTICATED"


async def test_a_share_made_after_access_was_lost_is_not_sent(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)

    async with streams.opened(api, RESULT_SHARED, member) as stream:
        await api.sql("UPDATE sessions SET ended_at = now() WHERE id = $1", member.session_id)
        await people.shared(api, person, organisation)

        assert await stream.end() == "UNAUTHENTICATED"


async def test_a_stream_of_an_api_client_ends_with_its_key(api: Api) -> None:
    client = await api.client(Scope.RESULTS_READ)
    quick = replace(api, services=replace(api.services, poll_seconds=0.2))

    async with streams.opened(quick, RESULT_SHARED, client) as stream:
        await api.sql("UPDATE api_keys SET revoked_at = now()")

        assert await stream.end(seconds=1) == "UNAUTHENTICATED"


@pytest.mark.parametrize("cursor", ["", "nonsense", "\ud800", "WyJ4Il0"])
async def test_a_broken_cursor_ends_the_stream_in_words(
    api: Api, member: Viewer, cursor: str
) -> None:
    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        assert await stream.end() == "BAD_USER_INPUT"


async def test_the_cursor_of_another_organisation_is_refused(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    theirs = (await api.data(EVENTS, stranger, first=1))["events"]["edges"][0]["cursor"]

    async with streams.opened(api, RESULT_SHARED, member, after=theirs) as stream:
        assert await stream.end() == "BAD_USER_INPUT"


async def test_nothing_is_lost_when_the_connection_that_listens_is_cut(
    api: Api, member: Viewer
) -> None:
    crowd = await people.people(api, 6)
    organisation = await people.organisation(api)
    patient = replace(api, services=replace(api.services, poll_seconds=60.0))

    async with streams.opened(patient, RESULT_SHARED, member) as stream:
        assert await _listeners(api) == 1
        await api.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
        while await _listeners(api):  # noqa: ASYNC110 - another process ends them
            await asyncio.sleep(0.01)
        made = [await people.shared(api, person, organisation) for person in crowd[:3]]

        assert await streams.ids_of(stream, 3) == made
        await _until_listening(api)
        begun = perf_counter()
        made = [await people.shared(api, person, organisation) for person in crowd[3:]]
        assert await streams.ids_of(stream, 3) == made
        assert perf_counter() - begun < 2


async def test_events_are_paged_without_gaps_from_the_first_on(api: Api, primary: Viewer) -> None:
    head = await api.one(
        "SELECT last_seq FROM organisation_counters WHERE organisation_id = $1",
        primary.organisation_id,
    )
    seen: list[Answer] = []
    cursor = None
    while True:
        found = (await api.data(EVENTS, primary, first=100, after=cursor))["events"]
        seen += [edge["node"] for edge in found["edges"]]
        cursor = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break

    assert [event["sequence"] for event in seen] == list(range(1, head["last_seq"] + 1))
    assert {event["type"] for event in seen} == {
        "SHARE_CREATED",
        "SHARE_WITHDRAWN",
        "SHARE_EXPIRED",
    }


async def test_a_cursor_of_events_resumes_a_stream(
    api: Api, primary: Viewer, member: Viewer
) -> None:
    cursor = await _last_cursor(api)
    share = await people.shared(api, await people.person(api), await people.organisation(api))

    (edge,) = (await api.data(EVENTS, primary, after=cursor))["events"]["edges"]
    async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
        payload = await stream.next()

    assert (edge["node"]["type"], edge["node"]["shareId"]) == ("SHARE_CREATED", share)
    assert payload["cursor"] == edge["cursor"] == edge["node"]["cursor"]


async def test_the_progress_of_an_export_is_watched_to_its_end(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    export = (await api.data(CREATE_EXPORT, member))["createExport"]["export"]
    watch = "subscription ($id: ID!) { exportProgress(id: $id) { state rowsDone failure } }"
    quick = replace(api, services=replace(api.services, poll_seconds=0.1))

    async with (
        streams.opened(quick, watch, member, id=export["id"]) as stream,
        streams.opened(quick, watch, stranger, id=export["id"]) as foreign,
    ):
        assert await foreign.end() == "BAD_USER_INPUT"
        assert await stream.next() == {"state": "QUEUED", "rowsDone": 0, "failure": None}
        assert await stream.is_quiet()
        await api.sql("UPDATE exports SET state = 'RUNNING', rows_done = 5")
        assert await stream.next() == {"state": "RUNNING", "rowsDone": 5, "failure": None}
        await api.sql("UPDATE exports SET state = 'FAILED', failure = 'GAVE_UP'")
        assert await stream.next() == {"state": "FAILED", "rowsDone": 5, "failure": "GAVE_UP"}
        assert await stream.end() == ""


async def test_watching_an_export_ends_with_the_session(api: Api, member: Viewer) -> None:
    watch = "subscription ($id: ID!) { exportProgress(id: $id) { state } }"
    quick = replace(api, services=replace(api.services, poll_seconds=0.1))
    export = (await api.data(CREATE_EXPORT, member))["createExport"]["export"]["id"]

    async with streams.opened(quick, watch, member, id=export) as stream:
        await stream.next()
        await api.sql("UPDATE sessions SET ended_at = now()")

        assert await stream.end(seconds=1) == "UNAUTHENTICATED"


async def _last_cursor(api: Api) -> str:
    """The cursor of Northbridge's newest event."""
    viewer = await api.viewer("primary@northbridge.example")
    cursor = None
    while True:
        found = (await api.data(EVENTS, viewer, first=100, after=cursor))["events"]
        cursor = found["pageInfo"]["endCursor"] or cursor
        if not found["pageInfo"]["hasNextPage"]:
            return str(cursor)


async def _until_listening(api: Api) -> None:
    for _ in range(100):
        if await _listeners(api):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("Nobody listens any more.")


async def _listeners(api: Api) -> int:
    row = await api.one(
        "SELECT count(*) AS found FROM pg_stat_activity"
        " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    )
    return int(row["found"])
