"""Live: many who watch the same are served by one reading, and none gets what is another's."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, Final, cast
from uuid import UUID

import pytest
from graphql import FieldNode, parse

from db.queries import events
from domain.events import EventType
from domain.permissions import Scope
from domain.texts import Language
from resolvers import channels, live, watching
from resolvers.context import Viewer
from resolvers.live import Found, Source, Told, View, Watcher
from schema.execution import Operation
from schema.shared_results import PERSONAL
from tests.api import Answer, Api
from tests.usecases import people, streams
from tests.usecases.streams import RESULT_SHARED, Stream
from tests.usecases.test_statement_counts import counting

OWN: Final = "subscription { resultShared { sharedResult { id isNew viewedAt } } }"
EVERYTHING: Final = """subscription { resultShared { cursor sharedResult {
  id state sharedAt expiresAt isNew viewedAt openedAt photoUrl standing { state reasonCode }
  organisation { id name }
  candidate { firstName familyName dateOfBirth candidateNumber }
  result { id version state referenceNumber overallScore grade cefrLevel outcome examDate
    exam { code name } centre { name } skillScores { skill score } } } } }"""
CONDITIONAL: Final = """subscription ($named: Boolean!) { resultShared {
  sharedResult { id candidate @include(if: $named) { familyName } } } }"""


async def opened(
    stack: AsyncExitStack, api: Api, document: str, viewers: Sequence[Viewer], **variables: Any
) -> list[Stream]:
    """One stream for each viewer."""
    return [
        await stack.enter_async_context(streams.opened(api, document, viewer, **variables))
        for viewer in viewers
    ]


async def share(api: Api) -> str:
    """A new share with Northbridge."""
    return await people.shared(api, await people.person(api), await people.organisation(api))


async def test_two_users_with_the_same_document_get_their_own_is_new(api: Api) -> None:
    old, fresh = [await api.viewer("member@northbridge.example") for _ in range(2)]
    await api.sql(
        "UPDATE sessions SET previous_sign_in_at = now() + interval '1 hour' WHERE id = $1",
        fresh.session_id,
    )
    (row,) = await api.sql(
        "SELECT previous_sign_in_at FROM sessions WHERE id = $1", fresh.session_id
    )
    later = _signed_in_after(fresh, row["previous_sign_in_at"])

    async with AsyncExitStack() as stack:
        found = await opened(stack, api, OWN, [old, later])
        await share(api)
        news = [(await stream.next())["sharedResult"]["isNew"] for stream in found]

    assert news == [True, False]


async def test_two_users_with_the_same_document_get_their_own_viewed_at(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    cursor = (await api.data("{ viewer { eventCursor } }", member))["viewer"]["eventCursor"]
    made = await share(api)
    mark = "mutation ($id: ID!) { markViewed(input: {ids: [$id]}) { userErrors { code } } }"
    await api.data(mark, primary, id=made)
    document = OWN.replace("{ resultShared", "($after: String) { resultShared(after: $after)")

    async with AsyncExitStack() as stack:
        found = await opened(stack, api, document, [member, primary], after=cursor)
        seen = [(await stream.next())["sharedResult"]["viewedAt"] for stream in found]

    assert seen[0] is None
    assert seen[1] is not None


async def test_the_fields_that_differ_between_users_are_the_personal_ones(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    cursor = (await api.data("{ viewer { eventCursor } }", member))["viewer"]["eventCursor"]
    made = await share(api)
    mark = "mutation ($id: ID!) { markViewed(input: {ids: [$id]}) { userErrors { code } } }"
    await api.data(mark, primary, id=made)
    later = _signed_in_after(primary, (await api.one("SELECT now() AS now"))["now"])
    document = EVERYTHING.replace(
        "{ resultShared", "($after: String) { resultShared(after: $after)"
    )
    assert _leaves(api) == _asked(document), "ask for every field that a share has"

    answers = []
    for viewer in (member, later):
        async with streams.opened(api, document, viewer, after=cursor) as stream:
            answers.append(_flat((await stream.next())["sharedResult"]))

    differing = {path for path in answers[0] if answers[0][path] != answers[1][path]}
    assert differing == PERSONAL


@pytest.mark.parametrize("document", [RESULT_SHARED, OWN], ids=["shared", "personal"])
async def test_one_event_costs_the_same_for_one_reader_and_for_thirty(
    api: Api, document: str
) -> None:
    costs = []
    for count in (1, 30):
        viewers = [await api.viewer("member@northbridge.example") for _ in range(count)]
        async with AsyncExitStack() as stack:
            found = await opened(stack, api, document, viewers)
            person, organisation = await people.person(api), await people.organisation(api)
            with counting(api) as seen:
                made = await people.shared(api, person, organisation)
                told = [await streams.ids_of(stream, 1) for stream in found]
                await asyncio.sleep(0.1)
            assert told == [[made]] * count
            costs.append(len(seen))

    assert costs[0] == costs[1]


async def test_each_readers_look_is_on_record(api: Api, member: Viewer, primary: Viewer) -> None:
    client = await api.client(Scope.RESULTS_READ)
    async with AsyncExitStack() as stack:
        found = await opened(stack, api, RESULT_SHARED, [member, primary, client])
        made = await share(api)
        for stream in found:
            await stream.next()

    rows = await api.sql(
        "SELECT actor_id, actor_role, subject_ids FROM audit_rows WHERE operation = 'resultShared'"
    )
    assert {row["actor_id"] for row in rows} == {
        viewer.account_id for viewer in (member, primary, client)
    }
    assert [row["subject_ids"] for row in rows] == [[people.uuid_of(made)]] * 3


async def test_who_loses_access_goes_and_the_others_stay(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    async with AsyncExitStack() as stack:
        goes, stays = await opened(stack, api, RESULT_SHARED, [member, primary])
        await api.sql("UPDATE sessions SET ended_at = now() WHERE id = $1", member.session_id)
        made = await share(api)

        assert await streams.ids_of(stays, 1) == [made]
        assert await goes.end() == "UNAUTHENTICATED"

    rows = await api.sql("SELECT actor_id FROM audit_rows WHERE operation = 'resultShared'")
    assert [row["actor_id"] for row in rows] == [primary.account_id]


async def test_variables_of_the_selection_are_each_readers_own(api: Api, member: Viewer) -> None:
    async with AsyncExitStack() as stack:
        (named,) = await opened(stack, api, CONDITIONAL, [member], named=True)
        (nameless,) = await opened(stack, api, CONDITIONAL, [member], named=False)
        made = await share(api)

        assert (await named.next())["sharedResult"]["candidate"] == {"familyName": "SILVA"}
        assert (await nameless.next())["sharedResult"] == {"id": made}


async def test_who_speaks_another_language_or_has_other_rights_is_no_like_reader(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    client = await api.client(Scope.RESULTS_READ)
    other = await api.client(Scope.RESULTS_READ, Scope.EXPORTS)
    contexts = [
        api.context(member),
        api.context(member, language=Language.FR),
        api.context(primary),
        api.context(client),
        api.context(other),
    ]
    prepared = [api.service.prepare(Operation(RESULT_SHARED, {}), each) for each in contexts]

    assert len({each.likeness for each in prepared}) == len(contexts)
    again = api.service.prepare(Operation(RESULT_SHARED, {"after": "x"}), api.context(member))
    assert again.likeness == prepared[0].likeness


async def test_a_reader_that_leaves_with_the_bell_ends_its_channel(
    api: Api, member: Viewer
) -> None:
    view = View("resultShared", member.organisation_id or UUID(int=0), (EventType.SHARE_CREATED,))
    context = api.context(member)
    source, watcher = watching.source(api.services, view), watching.watcher(context, view)
    for turns in range(3):
        with api.services.channels.joined(view, source, watcher, 0) as reader:
            assert reader is not None
            (channel,) = api.services.channels._open.values()
            await asyncio.sleep(0.2)
            for bell in api.services.listener._bells[view.organisation_id]:
                bell.ring()
            for _ in range(turns):
                await asyncio.sleep(0)
        await asyncio.wait([channel._task], timeout=1)

        assert channel._task.done()
        assert view.organisation_id not in api.services.listener._bells


async def test_the_queue_of_a_reader_that_takes_nothing_is_bounded(api: Api) -> None:
    told = [cast("Told", object())] * live.BATCH
    reader = channels.Reader(cast("Watcher", None), 0, lambda: None)

    given = 0
    while reader.has_room and given < 100:
        reader.give(told, reader.number, reader.number + live.BATCH)
        given += 1

    assert given * live.BATCH == len(reader._told) == channels.QUEUE_LENGTH


async def test_a_reader_whose_session_has_ended_is_not_asked_about_again(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    readings: list[int] = []
    view, gone, stays = _view(member), api.context(member), api.context(primary)
    source = _counted(watching.source(api.services, view), readings)
    number = await _newest(api, member)
    join = api.services.channels.joined

    with (
        join(view, source, watching.watcher(gone, view), number),
        join(view, source, watching.watcher(stays, view), number) as reader,
    ):
        await api.sql("UPDATE sessions SET ended_at = now() WHERE id = $1", member.session_id)
        await share(api)
        assert reader is not None
        assert await reader.next() is not None
        readings.clear()
        await asyncio.sleep(0.5)

    assert len(readings) <= 1


async def test_events_of_other_kinds_do_not_drive_a_waiting_reader_out(
    api: Api, member: Viewer
) -> None:
    view = _view(member, EventType.SHARE_WITHDRAWN)
    source, number = watching.source(api.services, view), await _newest(api, member)
    crowd, organisation = await people.people(api, live.BATCH + 5), await people.organisation(api)

    with api.services.channels.joined(
        view, source, watching.watcher(api.context(member), view), number
    ) as reader:
        assert reader is not None
        made = [await people.shared(api, person, organisation) for person in crowd]
        await people.withdraw(api, crowd[0].viewer, made[0])
        await asyncio.sleep(live.FRESH_SECONDS + 0.5)  # what it was told is not fresh any more
        told = await asyncio.wait_for(reader.next(), 5)

    assert told is not None
    assert told.event.type is EventType.SHARE_WITHDRAWN


async def test_a_reader_that_stops_for_a_while_loses_nothing_and_holds_up_nobody(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    crowd = await people.people(api, channels.QUEUE_LENGTH + live.BATCH + 1)
    organisation = await people.organisation(api)

    async with AsyncExitStack() as stack:
        slow, quick = await opened(stack, api, RESULT_SHARED, [member, primary])
        made = [await people.shared(api, crowd[0], organisation)]
        assert await streams.ids_of(slow, 1) == made  # and asks for no more yet
        made += [await people.shared(api, person, organisation) for person in crowd[1:]]

        assert await streams.ids_of(quick, len(made)) == made
        assert await streams.ids_of(slow, len(made) - 1) == made[1:]
        assert await slow.is_quiet()


async def test_readers_that_come_and_go_while_shares_are_made_lose_and_repeat_nothing(
    api: Api, member: Viewer
) -> None:
    crowd = await people.people(api, 40)
    organisation = await people.organisation(api)
    cursor = (await api.data("{ viewer { eventCursor } }", member))["viewer"]["eventCursor"]
    made: list[str] = []

    async def make() -> None:
        for person in crowd:
            made.append(await people.shared(api, person, organisation))

    async def read(pause: float) -> list[str]:
        await asyncio.sleep(pause)
        async with streams.opened(api, RESULT_SHARED, member, after=cursor) as stream:
            return await streams.ids_of(stream, len(crowd))

    _, *read_by_each = await asyncio.gather(make(), *(read(n / 20) for n in range(12)))
    assert read_by_each == [made] * 12


async def test_a_channel_ends_with_its_last_reader(
    api: Api, member: Viewer, primary: Viewer, stranger: Viewer
) -> None:
    async with AsyncExitStack() as stack:
        await opened(stack, api, RESULT_SHARED, [member, primary, stranger])
        await _channels(api, 2)  # one for each organisation
        await opened(stack, api, OWN, [member, primary])
        await _channels(api, 3)  # and one with what is personal

    assert len(api.services.channels) == 0


async def test_the_streams_go_on_after_the_database_was_away(
    api: Api, member: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RETRY_SECONDS", 0.1)
    async with streams.opened(api, RESULT_SHARED, member) as stream:
        await api.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        made = await share(api)

        assert await streams.ids_of(stream, 1) == [made]


async def test_everything_that_happens_is_watched_as_the_list_of_events_has_it(
    api: Api, primary: Viewer
) -> None:
    person = await people.person(api)
    document = """subscription ($after: String) { organisationEvents(after: $after) {
      cursor event { id cursor type sequence shareId } } }"""
    start = (await api.data("{ viewer { eventCursor } }", primary))["viewer"]["eventCursor"]

    async with streams.opened(api, document, primary) as stream:
        made = await people.shared(api, person, await people.organisation(api))
        await people.withdraw(api, person.viewer, made)
        told = [await stream.next() for _ in range(2)]

    listed = """query ($after: String) { events(after: $after) {
      edges { cursor node { id cursor type sequence shareId } } } }"""
    edges = (await api.data(listed, primary, after=start))["events"]["edges"]
    assert [each["event"] for each in told] == [edge["node"] for edge in edges]
    assert [each["cursor"] for each in told] == [edge["cursor"] for edge in edges]
    assert [each["event"]["type"] for each in told] == ["SHARE_CREATED", "SHARE_WITHDRAWN"]

    async with streams.opened(api, document, primary, after=told[0]["cursor"]) as stream:
        assert await stream.next() == told[1]


def _view(viewer: Viewer, kind: EventType = EventType.SHARE_CREATED) -> View:
    return View("resultShared", viewer.require_organisation(), (kind,))


def _counted(source: Source, readings: list[int]) -> Source:
    """The source, noting from which number each reading began."""

    async def read(number: int, watchers: Sequence[tuple[Watcher, int]]) -> Found:
        readings.append(number)
        return await source.read(number, watchers)

    return replace(source, read=read)


async def _newest(api: Api, viewer: Viewer) -> int:
    async with api.context(viewer).transaction() as session:
        return await events.head(session, viewer.require_organisation())


async def _channels(api: Api, count: int) -> None:
    """Return as soon as there are so many."""
    async with asyncio.timeout(5):
        while len(api.services.channels) != count:  # noqa: ASYNC110 nothing tells of a new one
            await asyncio.sleep(0.01)


def _signed_in_after(viewer: Viewer, moment: Any) -> Viewer:
    return replace(viewer, previous_sign_in_at=moment)


def _flat(answer: Answer, prefix: str = "") -> dict[str, Any]:
    """Every value by its path."""
    found: dict[str, Any] = {}
    for name, value in answer.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def _asked(document: str) -> set[str]:
    """The fields that are selected of the shared result."""
    (operation,) = parse(document).definitions
    (root,) = operation.selection_set.selections  # type: ignore[attr-defined]
    (shared,) = [
        field for field in root.selection_set.selections if field.name.value == "sharedResult"
    ]
    return {
        field.name.value
        for field in shared.selection_set.selections
        if isinstance(field, FieldNode)
    }


def _leaves(api: Api) -> set[str]:
    """The fields that a shared result has."""
    return set(api.service._schema._schema.type_map["SharedResult"].fields)  # type: ignore[attr-defined]
