"""Live: a share that ends is told at once as a line without data, and none twice or left out."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from time import perf_counter
from typing import Final

import pytest

from db.engine import Identity
from db.queries import shares
from domain.permissions import Scope
from resolvers import live, sharing
from resolvers.context import Viewer
from tests.api import Api
from tests.factories import now
from tests.usecases import people, streams
from tests.usecases.people import Person

SHARE_CHANGED: Final = """subscription ($after: String) {
  shareChanged(after: $after) {
    cursor sharedResult { id state candidate { familyName } result { overallScore }
      standing { state reasonCode } photoUrl openedAt organisation { name } } } }"""

EVENTS: Final = "subscription { organisationEvents { cursor } }"
PRIMARY: Final = "primary@northbridge.example"


async def shared(api: Api, count: int = 1) -> list[tuple[Person, str]]:
    """So many people who have shared with Northbridge."""
    organisation = await people.organisation(api)
    found = await people.people(api, count, name=("ZARATHUSTRA", "QUIXOTE"))
    return [(person, await people.shared(api, person, organisation)) for person in found]


async def expire(api: Api, share: str) -> None:
    """Let the time of a share be up, and end it as the clock does."""
    number = people.uuid_of(share)
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '1 day',"
        " expires_at = now() - interval '1 millisecond' WHERE id = $1",
        number,
    )
    organisation = people.uuid_of(await people.organisation(api))
    identity = Identity(organisation_id=organisation, recipient_id=organisation)
    async with api.services.database.transaction(identity) as session:
        for overdue in await shares.lock_expired(session, organisation, [number]):
            await sharing.expire(session, overdue, now())


@pytest.mark.parametrize("ending", ["WITHDRAWN", "EXPIRED"])
async def test_an_end_arrives_within_a_second_as_a_line_without_data(
    api: Api, member: Viewer, ending: str
) -> None:
    ((person, share),) = await shared(api)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        begun = perf_counter()
        if ending == "WITHDRAWN":
            await people.withdraw(api, person.viewer, share)
        else:
            await expire(api, share)
        payload = await stream.next()
        seconds = perf_counter() - begun

    assert payload["sharedResult"] == {
        "id": share,
        "state": ending,
        "candidate": None,
        "result": None,
        "standing": {"state": "COULD_NOT_CHECK", "reasonCode": f"SHARE_{ending}"},
        "photoUrl": None,
        "openedAt": None,
        "organisation": {"name": "Northbridge University"},
    }
    assert "QUIXOTE" not in json.dumps(payload)
    assert seconds < 1


async def test_it_arrives_for_every_viewer_of_the_organisation_and_nobody_else(
    api: Api, member: Viewer, primary: Viewer, stranger: Viewer
) -> None:
    client = await api.client(Scope.RESULTS_READ)
    ((person, share),) = await shared(api)

    async with AsyncExitStack() as stack:
        mine = [
            await stack.enter_async_context(streams.opened(api, SHARE_CHANGED, viewer))
            for viewer in (member, primary, client)
        ]
        theirs = await stack.enter_async_context(streams.opened(api, SHARE_CHANGED, stranger))
        await people.withdraw(api, person.viewer, share)

        assert [await streams.ids_of(stream, 1) for stream in mine] == [[share]] * 3
        assert await theirs.is_quiet()


async def test_a_new_share_is_no_change_and_the_past_is_not_sent(api: Api, member: Viewer) -> None:
    ((person, share),) = await shared(api)
    await people.withdraw(api, person.viewer, share)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        await shared(api)
        assert await stream.is_quiet()


async def test_a_share_given_again_ends_on_its_own(api: Api, member: Viewer) -> None:
    ((person, first),) = await shared(api)
    organisation = await people.organisation(api)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        await people.withdraw(api, person.viewer, first)
        second = await people.shared(api, person, organisation)
        assert await streams.ids_of(stream, 1) == [first]
        assert await stream.is_quiet()
        await people.withdraw(api, person.viewer, second)
        assert await streams.ids_of(stream, 1) == [second]


async def test_a_stream_resumed_again_and_again_while_shares_end_loses_and_repeats_none(
    api: Api, member: Viewer
) -> None:
    (first, *rest) = await shared(api, live.BATCH + 10)
    seen: list[str] = []

    async def end() -> None:
        for number, (person, share) in enumerate(rest):
            if number % 5:
                await people.withdraw(api, person.viewer, share)
            else:
                await expire(api, share)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        await people.withdraw(api, first[0].viewer, first[1])
        cursor = (await stream.next())["cursor"]
    ending = asyncio.create_task(end())
    while len(seen) < len(rest):
        async with streams.opened(api, SHARE_CHANGED, member, after=cursor) as stream:
            for _ in range(min(9, len(rest) - len(seen))):
                payload = await stream.next()
                seen.append(payload["sharedResult"]["id"])
                cursor = payload["cursor"]
    await ending

    assert seen == [share for _, share in rest]
    async with streams.opened(api, SHARE_CHANGED, member, after=cursor) as stream:
        assert await stream.is_quiet()


async def test_a_batch_comes_after_a_long_gap_with_a_cursor_of_new_shares(
    api: Api, member: Viewer
) -> None:
    async with streams.opened(api, streams.RESULT_SHARED, member) as stream:
        made = await shared(api, 3)
        cursor = (await stream.next())["cursor"]

    for person, share in made:
        await people.withdraw(api, person.viewer, share)

    async with streams.opened(api, SHARE_CHANGED, member, after=cursor) as stream:
        assert await streams.ids_of(stream, 3) == [share for _, share in made]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE sessions SET ended_at = now()", "UPDATE organisations SET state = 'SUSPENDED'"],
)
async def test_a_stream_ends_when_its_viewer_has_lost_access(
    api: Api, member: Viewer, statement: str
) -> None:
    quick = replace(api, services=replace(api.services, poll_seconds=0.2))

    async with streams.opened(quick, SHARE_CHANGED, member) as stream:
        assert await stream.is_quiet()
        await api.sql(statement)

        assert await stream.end(seconds=1) == "UNAUTHENTICATED"


async def test_an_end_after_access_was_lost_is_not_sent(api: Api, member: Viewer) -> None:
    ((person, share),) = await shared(api)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        await api.sql("UPDATE sessions SET ended_at = now() WHERE id = $1", member.session_id)
        await people.withdraw(api, person.viewer, share)

        assert await stream.end() == "UNAUTHENTICATED"


MOVED = """UPDATE users SET organisation_id = (
  SELECT id FROM organisations WHERE email_domain = 'lakeside.example')"""
FORMER_PRIMARY = "UPDATE users SET role = 'MEMBER' WHERE role = 'PRIMARY'"


@pytest.mark.parametrize(
    ("document", "who", "statement"),
    [
        (EVENTS, "primary", FORMER_PRIMARY),
        (SHARE_CHANGED, "primary", f"{MOVED} WHERE role = 'PRIMARY'"),
        (SHARE_CHANGED, "client", "UPDATE api_clients SET scopes = '{exports}'"),
    ],
    ids=["role", "organisation", "scope"],
)
async def test_who_is_something_else_now_is_told_nothing_more(
    api: Api, document: str, who: str, statement: str
) -> None:
    ((person, share),) = await shared(api)
    is_client = who == "client"
    viewer = await (api.client(Scope.RESULTS_READ) if is_client else api.viewer(PRIMARY))

    async with streams.opened(api, document, viewer) as stream:
        await api.sql(statement)
        await people.withdraw(api, person.viewer, share)

        assert await stream.end() == "FORBIDDEN"


@pytest.mark.parametrize("cursor", ["", "nonsense", "\ud800"])
async def test_a_broken_cursor_ends_the_stream_in_words(
    api: Api, member: Viewer, cursor: str
) -> None:
    async with streams.opened(api, SHARE_CHANGED, member, after=cursor) as stream:
        assert await stream.end() == "BAD_USER_INPUT"


async def test_a_line_is_on_record_as_a_look_at_nobody(api: Api, member: Viewer) -> None:
    ((person, share),) = await shared(api)

    async with streams.opened(api, SHARE_CHANGED, member) as stream:
        await people.withdraw(api, person.viewer, share)
        await stream.next()

    rows = await api.sql("SELECT subject_ids FROM audit_rows WHERE operation = 'shareChanged'")
    assert [row["subject_ids"] for row in rows] == [[]]
