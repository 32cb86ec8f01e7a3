"""Every look at a person's data is on record before it is answered, and names whom it showed."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

import pytest

from domain import permissions
from resolvers.context import Viewer
from tests.api import Api
from tests.docs import audit_page
from tests.permissions.test_role_matrix import DOCUMENTS
from tests.usecases import lists, people, streams

LIST: Final = "{ sharedResults(first: 3) { edges { node { id candidate { firstName } } } } }"
NODE: Final = "query ($id: ID!) { node(id: $id) { ... on SharedResult { state } } }"
MARK: Final = """mutation ($id: ID!) { markViewed(input: {ids: [$id]}) {
  sharedResults { id } userErrors { code } } }"""
MINE: Final = "{ myResults { edges { node { result { id } } } } }"


# Streams wait for events; what they leave is tried where events come.
QUIET: Final = {
    name for name in audit_page.WITHOUT_ROW if not DOCUMENTS[name].startswith("subscription")
}


async def test_a_page_of_the_list_is_one_row_with_everybody_on_it(api: Api, member: Viewer) -> None:
    found = await api.data(LIST, member)

    row = await _only_row(api)
    shown = [people.uuid_of(edge["node"]["id"]) for edge in found["sharedResults"]["edges"]]
    assert row["operation"] == "sharedResults"
    assert row["subject_ids"] == shown
    assert (row["actor_role"], row["actor_id"]) == ("MEMBER", member.account_id)
    assert row["organisation_id"] == member.organisation_id
    assert row["outcome"] == "OK"
    assert len(row["correlation_id"]) == 36


async def test_lines_without_data_are_no_look_at_anybody(api: Api, member: Viewer) -> None:
    found = await lists.page(api, member, first=5, filter={"state": "WITHDRAWN"})
    ended = lists.ids_of(found)
    await api.data(NODE, member, id=ended[0])

    assert len(ended) == 5
    assert [row["subject_ids"] for row in await _rows(api)] == [[], []]


async def test_a_detail_and_an_opening_are_on_record(api: Api, member: Viewer) -> None:
    (share, *_) = await lists.walked(api, member)
    await api.sql("DELETE FROM audit_rows")

    await api.data(NODE, member, id=share)
    await api.data(MARK, member, id=share)

    assert [(row["operation"], row["subject_ids"]) for row in await _rows(api)] == [
        ("node", [people.uuid_of(share)]),
        ("markViewed", [people.uuid_of(share)]),
    ]


async def test_a_live_share_is_on_record_when_it_arrives(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)

    async with streams.opened(api, streams.RESULT_SHARED, member) as stream:
        share = await people.shared(api, person, organisation)
        await stream.next()

    rows = [row for row in await _rows(api) if row["operation"] == "resultShared"]
    assert [row["subject_ids"] for row in rows] == [[people.uuid_of(share)]]


async def test_what_a_candidate_does_is_on_record(api: Api) -> None:
    person = await people.person(api)
    await api.data(MINE, person.viewer)
    share = await people.shared(api, person, await people.organisation(api))
    await people.withdraw(api, person.viewer, share)

    rows = await _rows(api)
    assert [(row["operation"], row["subject_ids"], row["actor_role"]) for row in rows] == [
        ("myResults", [people.uuid_of(person.result)], "CANDIDATE"),
        ("shareResult", [people.uuid_of(share)], "CANDIDATE"),
        ("withdrawShare", [people.uuid_of(share)], "CANDIDATE"),
    ]


async def test_an_export_names_everybody_in_it(api: Api, member: Viewer) -> None:
    created = await api.data(
        """mutation { createExport(input: {format: CSV,
          selection: {filter: {examCodes: ["C1_ADVANCED"]}}}) { export { id } } }""",
        member,
    )

    row = await _only_row(api)
    subjects = await api.sql(
        "SELECT share_id FROM export_subjects WHERE export_id = $1",
        people.uuid_of(created["createExport"]["export"]["id"]),
    )
    assert row["operation"] == "createExport"
    assert set(row["subject_ids"]) == {each["share_id"] for each in subjects}


async def test_the_record_holds_ids_and_codes_and_no_values(api: Api, member: Viewer) -> None:
    await people.shared(
        api, await people.person(api, name=("XENIA", "YGGDRASIL")), await people.organisation(api)
    )
    await lists.page(api, member, filter={"name": "yggd"})

    lines = [
        row["line"].lower() for row in await api.sql("SELECT a::text AS line FROM audit_rows a")
    ]

    assert lines
    assert not any("yggd" in line or "xenia" in line for line in lines)


Look = Callable[[Api, Viewer, str], Awaitable[Any]]


async def _list(api: Api, viewer: Viewer, share: str) -> Any:
    return await api.answer(LIST, viewer)


async def _node(api: Api, viewer: Viewer, share: str) -> Any:
    return await api.answer(NODE, viewer, id=share)


async def _mark(api: Api, viewer: Viewer, share: str) -> Any:
    return await api.answer(MARK, viewer, id=share)


@pytest.mark.parametrize("look", [_list, _node, _mark])
async def test_a_look_fails_when_it_cannot_be_recorded(
    api: Api, member: Viewer, look: Look
) -> None:
    (share, *_) = await lists.walked(api, member)
    before = await api.counts()
    await api.sql("REVOKE INSERT ON audit_rows FROM rvs_app")

    answer = await look(api, member, share)

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]
    assert not any((answer["data"] or {}).values())
    assert await api.counts() == before


async def test_nothing_is_shared_or_streamed_when_it_cannot_be_recorded(
    api: Api, member: Viewer
) -> None:
    person, other = await people.people(api, 2)
    organisation = await people.organisation(api)

    async with streams.opened(api, streams.RESULT_SHARED, member) as stream:
        await people.shared(api, person, organisation)
        await stream.next()
        before = await api.counts()
        await api.sql("REVOKE INSERT ON audit_rows FROM rvs_app")
        code = await api.code(
            people.SHARE, other.viewer, result=other.result, organisation=organisation
        )

        assert code == "INTERNAL"
        assert await api.counts() == before
        await api.sql("GRANT INSERT ON audit_rows TO rvs_app")
        stream.listen()
        await people.shared(api, other, organisation)
        await stream.next()


async def test_a_stream_ends_when_a_look_cannot_be_recorded(api: Api, member: Viewer) -> None:
    person, other = await people.people(api, 2)
    organisation = await people.organisation(api)
    async with streams.opened(api, streams.RESULT_SHARED, member) as stream:
        await people.shared(api, person, organisation)
        cursor = (await stream.next())["cursor"]
    await people.shared(api, other, organisation)
    await api.sql("REVOKE INSERT ON audit_rows FROM rvs_app")

    async with streams.opened(api, streams.RESULT_SHARED, member, after=cursor) as stream:
        assert await stream.end() == "INTERNAL"


@pytest.mark.parametrize("operation", sorted(QUIET))
async def test_what_is_said_to_leave_no_row_leaves_none(
    api: Api, primary: Viewer, candidate: Viewer, operation: str
) -> None:
    may = permissions.is_allowed(operation, primary.role)
    await api.data(DOCUMENTS[operation], primary if may else candidate)

    assert await _rows(api) == []


@pytest.mark.parametrize("operation", ["node", "sharedResults", "auditLog", "myResults"])
async def test_what_is_said_to_leave_a_row_leaves_one(
    api: Api, primary: Viewer, candidate: Viewer, operation: str
) -> None:
    assert operation in audit_page.SUBJECTS
    may = permissions.is_allowed(operation, primary.role)
    await api.data(DOCUMENTS[operation], primary if may else candidate)

    assert (await _only_row(api))["operation"] == operation


async def _rows(api: Api) -> list[Any]:
    return await api.sql("SELECT * FROM audit_rows ORDER BY occurred_at, id")


async def _only_row(api: Api) -> Any:
    (row,) = await _rows(api)
    assert all(isinstance(each, UUID) for each in row["subject_ids"])
    return row
