"""The history of an organisation's downloads: who, when, what, how many."""

from typing import Any, Final

import pytest

from domain.permissions import Scope
from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import lists

CREATE: Final = """mutation ($id: ID!, $key: String) {
  createExport(input: {format: CSV, selection: {ids: [$id]}, idempotencyKey: $key}) {
    export { id createdBy { firstName familyName } } } }"""
HISTORY: Final = """query ($first: Int, $after: String) { exports(first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage }
  edges { node { id createdBy { firstName familyName } } } } }"""
NODE: Final = "query ($id: ID!) { node(id: $id) { ... on Export { createdBy { familyName } } } }"


async def made_by(api: Api, viewer: Viewer, key: str | None = None) -> Any:
    """An export that the viewer asks for."""
    (share, *_) = await lists.walked(api, viewer)
    return (await api.data(CREATE, viewer, id=share, key=key))["createExport"]["export"]


async def name_of(api: Api, viewer: Viewer) -> dict[str, str]:
    """The name in the viewer's account."""
    row = await api.one(
        "SELECT first_name, family_name FROM users WHERE id = $1", viewer.account_id
    )
    return {"firstName": row["first_name"], "familyName": row["family_name"]}


async def test_every_colleague_sees_who_made_a_file(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    first, second = await made_by(api, member), await made_by(api, primary)

    names = [await name_of(api, primary), await name_of(api, member)]
    assert names[0] != names[1]
    assert [second["createdBy"], first["createdBy"]] == names
    for viewer in (member, primary):
        edges = (await api.data(HISTORY, viewer))["exports"]["edges"]
        assert [edge["node"]["createdBy"] for edge in edges] == names


async def test_a_colleague_who_was_removed_is_still_named(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    made = await made_by(api, member)
    await api.sql("UPDATE users SET state = 'REMOVED' WHERE id = $1", member.account_id)

    found = await api.data(NODE, primary, id=made["id"])

    assert found["node"]["createdBy"]["familyName"] == (await name_of(api, member))["familyName"]


async def test_a_file_that_a_program_asked_for_names_nobody(api: Api, member: Viewer) -> None:
    client = await api.client(Scope.EXPORTS, Scope.RESULTS_READ)
    made = await made_by(api, client)

    assert made["createdBy"] is None
    assert (await api.data(NODE, member, id=made["id"]))["node"] == {"createdBy": None}


async def test_an_author_whose_account_is_gone_is_nobody(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    made = await made_by(api, member)
    await api.sql("UPDATE exports SET created_by = NULL")

    assert (await api.data(NODE, primary, id=made["id"]))["node"] == {"createdBy": None}


async def test_a_program_is_told_no_names_of_staff_on_any_path(api: Api, member: Viewer) -> None:
    client = await api.client(Scope.EXPORTS, Scope.RESULTS_READ)
    made = await made_by(api, member)
    await api.sql("UPDATE exports SET state = 'FAILED', failure = 'GAVE_UP'")

    edges = (await api.data(HISTORY, client))["exports"]["edges"]
    watched = "subscription ($id: ID!) { exportProgress(id: $id) { createdBy { familyName } } }"
    answers = [answer async for answer in api.watch(watched, client, id=made["id"])]
    assert [edge["node"]["createdBy"] for edge in edges] == [None]
    assert (await api.data(NODE, client, id=made["id"]))["node"] == {"createdBy": None}
    assert answers == [{"data": {"exportProgress": {"createdBy": None}}}]


async def test_the_same_call_again_names_the_same_author(api: Api, member: Viewer) -> None:
    assert await made_by(api, member, "k") == await made_by(api, member, "k")


async def test_another_organisation_sees_neither_file_nor_author_nor_number(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    made = await made_by(api, member)

    assert (await api.data(NODE, stranger, id=made["id"]))["node"] is None
    found = (await api.data(HISTORY, stranger))["exports"]
    assert (found["totalCount"], found["edges"]) == (0, [])


@pytest.mark.parametrize("size", [1, 2, 100])
async def test_the_number_is_that_of_the_whole_history(api: Api, member: Viewer, size: int) -> None:
    for _ in range(3):
        await made_by(api, member)

    seen, after, has_next = 0, None, True
    while has_next:
        found = (await api.data(HISTORY, member, first=size, after=after))["exports"]
        assert found["totalCount"] == 3
        seen += len(found["edges"])
        after, has_next = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    assert seen == 3
