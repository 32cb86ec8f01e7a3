"""Asking for a file: what may be chosen, and what is refused with nothing written."""

from typing import Any, Final

import pytest

from db.engine import Job
from domain.permissions import Scope
from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.usecases import lists, people

CREATE: Final = """mutation ($format: ExportFormat!, $selection: ExportSelection!) {
  createExport(input: {format: $format, selection: $selection}) {
    export { id state rowsTotal rowsDone downloadUrl } userErrors { field code message } } }"""


async def create(api: Api, viewer: Viewer, selection: Any, format_: str = "CSV") -> Answer:
    """What `createExport` answers."""
    found = await api.data(CREATE, viewer, format=format_, selection=selection)
    payload: Answer = found["createExport"]
    return payload


async def test_an_export_of_chosen_shares_keeps_them_in_their_order_once(
    api: Api, member: Viewer
) -> None:
    rows = (await lists.walked(api, member))[:3]
    chosen = [rows[2], rows[0], rows[2], rows[1]]

    payload = await create(api, member, {"ids": chosen})

    assert payload["userErrors"] == []
    export = payload["export"]
    assert (export["state"], export["rowsTotal"], export["downloadUrl"]) == ("QUEUED", 3, None)
    subjects = await api.sql(
        "SELECT share_id FROM export_subjects WHERE export_id = $1 ORDER BY position",
        people.uuid_of(export["id"]),
    )
    assert [row["share_id"] for row in subjects] == [
        people.uuid_of(each) for each in (rows[2], rows[0], rows[1])
    ]
    assert api.rings == [Job.EXPORT]


async def test_an_export_of_all_that_match_holds_the_rows_of_the_list(
    api: Api, member: Viewer
) -> None:
    filter_ = {"examCodes": ["C1_ADVANCED"], "unopenedOnly": True}

    payload = await create(api, member, {"filter": filter_})

    subjects = await api.sql(
        "SELECT share_id FROM export_subjects WHERE export_id = $1 ORDER BY position",
        people.uuid_of(payload["export"]["id"]),
    )
    assert [row["share_id"] for row in subjects] == [
        people.uuid_of(each) for each in await lists.walked(api, member, filter=filter_)
    ]


async def test_one_foreign_share_among_many_makes_no_export(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    mine = (await lists.walked(api, member))[:3]
    (theirs, *_) = await lists.walked(api, stranger)
    before = await api.counts()

    payload = await create(api, member, {"ids": [*mine, theirs]})

    assert payload["export"] is None
    assert payload["userErrors"][0]["field"] == ["selection", "ids"]
    assert people.codes(payload) == ["NOT_FOUND"]
    assert await api.counts() == before
    assert api.rings == []


@pytest.mark.parametrize(
    ("selection", "field"),
    [({"ids": []}, ["selection", "ids"]), ({"filter": {"name": "qqq"}}, ["selection", "filter"])],
    ids=["no ids", "no match"],
)
async def test_an_empty_selection_is_refused(
    api: Api, member: Viewer, selection: dict[str, Any], field: list[str]
) -> None:
    before = await api.counts()

    payload = await create(api, member, selection)

    assert (payload["userErrors"][0]["field"], people.codes(payload)) == (field, ["INVALID"])
    assert await api.counts() == before


@pytest.mark.parametrize(
    "selection",
    [
        {},
        {"ids": ["x"], "filter": {}},
        {"ids": None},
        {"filter": None},
        {"ids": None, "filter": {}},
        {"ids": [None]},
        {"filter": {"colour": "red"}},
        "everything",
        None,
    ],
    ids=str,
)
async def test_a_selection_is_exactly_one_of_ids_and_filter(
    api: Api, member: Viewer, selection: Any
) -> None:
    before = await api.counts()

    answer = await api.answer(CREATE, member, format="CSV", selection=selection)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
    assert await api.counts() == before


async def test_neither_and_both_are_refused_in_the_document_as_well(
    api: Api, member: Viewer
) -> None:
    for selection in ("{}", '{ids: ["x"], filter: {}}', "{ids: null}"):
        document = f"""mutation {{ createExport(input: {{format: CSV, selection: {selection}}}) {{
          export {{ id }} }} }}"""
        assert await api.code(document, member) == "BAD_USER_INPUT"


async def test_more_than_the_maximum_is_refused_in_words(api: Api, member: Viewer) -> None:
    many = [f"share_{number:032x}" for number in range(5_001)]
    before = await api.counts()

    table = await create(api, member, {"ids": many}, "XLSX")
    pdf = await create(api, member, {"ids": await lists.walked(api, member)}, "PDF")
    by_filter = await create(api, member, {"filter": {}}, "PDF")

    for payload, maximum in ((table, "5000"), (pdf, "200"), (by_filter, "200")):
        assert people.codes(payload) == ["LIMIT_REACHED"]
        assert maximum in payload["userErrors"][0]["message"]
    assert await api.counts() == before


async def test_an_api_client_exports_by_scope_and_is_named_as_the_maker(api: Api) -> None:
    client = await api.client(Scope.EXPORTS, Scope.RESULTS_READ)
    (share, *_) = await lists.walked(api, client)

    payload = await create(api, client, {"ids": [share]})

    row = await api.one(
        "SELECT created_by, created_by_client FROM exports WHERE id = $1",
        people.uuid_of(payload["export"]["id"]),
    )
    assert tuple(row) == (None, client.account_id)


async def test_the_history_is_the_organisations_and_newest_first_both_ways(
    api: Api, member: Viewer, primary: Viewer, stranger: Viewer
) -> None:
    rows = await lists.walked(api, member)
    made = [
        (await create(api, viewer, {"ids": [rows[0]]}))["export"]["id"]
        for viewer in (member, primary, member, primary, member)
    ]
    query = """query ($first: Int, $after: String, $last: Int, $before: String) {
      exports(first: $first, after: $after, last: $last, before: $before) {
        edges { node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"""

    async def ids_of(viewer: Viewer, **window: Any) -> tuple[list[str], Answer]:
        found = (await api.data(query, viewer, **window))["exports"]
        return [edge["node"]["id"] for edge in found["edges"]], found["pageInfo"]

    one, info = await ids_of(member, first=2)
    two, _ = await ids_of(primary, first=3, after=info["endCursor"])
    end, info = await ids_of(member, last=2)
    start, _ = await ids_of(member, last=3, before=info["startCursor"])

    assert one + two == start + end == made[::-1]
    assert await ids_of(stranger) == (
        [],
        {"startCursor": None, "endCursor": None, "hasNextPage": False, "hasPreviousPage": False},
    )
