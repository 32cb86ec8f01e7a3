"""Ids and texts that name nothing of mine: one answer, nothing written."""

from typing import Any, Final

import pytest

from domain import global_ids
from domain.global_ids import Kind
from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import lists, people

NODE: Final = "query ($id: ID!) { node(id: $id) { __typename id } }"
NODES: Final = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
ABSENT: Final = "0193a5c1d2e37c4f8a9b0c1d2e3f4a5b"

MALFORMED: Final = (
    "",
    "share",
    "share_",
    "_" + ABSENT,
    ABSENT,
    f"SHARE_{ABSENT}",
    f"share_{ABSENT.upper()}",
    f"share_{ABSENT} ",
    f"share_{ABSENT}\n",
    f"share_{ABSENT[:-1]}",
    f"share_{ABSENT}0",
    f"shares_{ABSENT}",
    "share_0193a5c1-d2e3-7c4f-8a9b-0c1d2e3f4a5b",
    f"share_{'٠' * 32}",
    "share_" + "g" * 32,
    "'; DROP TABLE shares; --",
    "x" * 10_000,
    "\ud800",
    "share_\0",
)

# Mutations that take an id, with the kind that they want and the field that they blame.
WRITES: Final = {
    "withdrawShare": (
        "mutation ($id: ID!) { withdrawShare(input: {id: $id}) { userErrors { field code } } }",
        Kind.SHARE,
        ["id"],
    ),
    "shareResult result": (
        """mutation ($id: ID!, $organisation: ID!) { shareResult(input: {resultId: $id,
          organisationId: $organisation}) { userErrors { field code } } }""",
        Kind.RESULT,
        ["resultId"],
    ),
    "shareResult organisation": (
        """mutation ($id: ID!, $result: ID!) { shareResult(input: {resultId: $result,
          organisationId: $id}) { userErrors { field code } } }""",
        Kind.ORGANISATION,
        ["organisationId"],
    ),
    "markViewed": (
        "mutation ($id: ID!) { markViewed(input: {ids: [$id]}) { userErrors { field code } } }",
        Kind.SHARE,
        ["ids"],
    ),
    "createExport": (
        """mutation ($id: ID!) { createExport(input: {format: CSV, selection: {ids: [$id]}}) {
          userErrors { field code } } }""",
        Kind.SHARE,
        ["selection", "ids"],
    ),
}


async def test_node_is_null_for_whatever_is_no_id(sample: Api, reader: Viewer) -> None:
    for id_ in MALFORMED:
        assert await sample.data(NODE, reader, id=id_) == {"node": None}, id_


@pytest.mark.parametrize("kind", Kind)
async def test_node_is_null_for_what_is_absent(sample: Api, reader: Viewer, kind: Kind) -> None:
    assert await sample.data(NODE, reader, id=f"{kind.value}_{ABSENT}") == {"node": None}


async def test_node_and_nodes_show_nothing_of_another_tenant(
    api: Api, primary: Viewer, stranger: Viewer, candidate: Viewer
) -> None:
    theirs = await _everything_of(api, stranger)
    visible = await api.data(NODES, stranger, ids=theirs)
    assert [node["id"] for node in visible["nodes"]] == theirs

    for viewer in (primary, candidate, None, await api.viewer("approver@issuer.example")):
        hidden = [each for each in theirs if not each.startswith("organisation_")]
        shown = await api.data(NODES, viewer, ids=hidden)
        assert shown["nodes"] == [None] * len(hidden)
        for each in hidden:
            assert await api.data(NODE, viewer, id=each) == {"node": None}
    organisation = next(each for each in theirs if each.startswith("organisation_"))
    assert (await api.data(NODE, primary, id=organisation))["node"] is None


async def test_node_gives_nothing_for_the_id_of_another_type(sample: Api, reader: Viewer) -> None:
    (share, *_) = await lists.walked(sample, reader)

    for kind in set(Kind) - {Kind.SHARE}:
        other = global_ids.encode(kind, people.uuid_of(share))
        assert await sample.data(NODE, reader, id=other) == {"node": None}


async def test_nodes_come_in_the_order_asked_with_null_for_what_is_not_mine(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    mine = (await lists.walked(api, member))[:2]
    (theirs, *_) = await lists.walked(api, stranger)

    found = await api.data(NODES, member, ids=[mine[1], theirs, "nonsense", mine[0], mine[1]])

    shown = [node and node["id"] for node in found["nodes"]]
    assert shown == [mine[1], None, None, mine[0], mine[1]]


async def test_a_hundred_nodes_can_be_asked_for_and_no_more(sample: Api, reader: Viewer) -> None:
    rows = await lists.walked(sample, reader)

    assert len((await sample.data(NODES, reader, ids=rows[:100]))["nodes"]) == 100
    assert await sample.code(NODES, reader, ids=rows[:101]) == "BAD_USER_INPUT"
    assert await sample.code(NODES, reader, ids=["nonsense"] * 101) == "BAD_USER_INPUT"
    assert (await sample.data(NODES, reader, ids=[]))["nodes"] == []


@pytest.mark.parametrize("case", WRITES)
async def test_an_id_that_names_nothing_of_mine_changes_nothing(
    api: Api, case: str, primary: Viewer, stranger: Viewer
) -> None:
    document, kind, field = WRITES[case]
    person, other = await people.people(api, 2)
    organisation = await people.organisation(api)
    theirs = {
        Kind.SHARE: await people.shared(api, other, await _lakeside(api)),
        Kind.RESULT: other.result,
        Kind.ORGANISATION: await _suspended(api),
    }
    viewer = primary if case in {"markViewed", "createExport"} else person.viewer
    given: dict[str, Any] = {}
    if "$organisation" in document:
        given["organisation"] = organisation
    if "$result" in document:
        given["result"] = person.result
    before = await api.counts()

    wrong = [*MALFORMED, theirs[kind], f"{kind.value}_{ABSENT}"]
    wrong += [
        global_ids.encode(each, people.uuid_of(theirs[kind])) for each in Kind if each != kind
    ]
    for id_ in wrong:
        (payload,) = (await api.data(document, viewer, id=id_, **given)).values()
        assert payload["userErrors"] == [{"field": field, "code": "NOT_FOUND"}], id_

    assert await api.counts() == before


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        ({"examCodes": ["C1_ADVANCED", "C9_EXPERT"]}, "There is no exam C9_EXPERT."),
        ({"examCodes": [""]}, "There is no exam ."),
        ({"examCodes": ["c1_advanced"]}, "There is no exam c1_advanced."),
        ({"examCodes": ["X" * 500]}, "There is no exam " + "X" * 60),
        ({"name": "a" * 201}, "Type 1 to 200 characters."),
    ],
    ids=["unknown", "empty", "lower case", "long", "long name"],
)
async def test_a_filter_that_cannot_be_meant_is_refused_in_words(
    sample: Api, reader: Viewer, filter_: dict[str, Any], words: str
) -> None:
    error = await sample.error(lists.PAGE, reader, filter=filter_)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith(words)


@pytest.mark.parametrize(
    "filter_",
    [
        {"sharedFrom": "2026-02-30T00:00:00Z"},
        {"sharedFrom": "2026-01-01"},
        {"sharedFrom": "2026-01-01T00:00:00"},
        {"sharedTo": 1},
        {"state": "GONE"},
        {"unopenedOnly": "yes"},
        {"examCodes": [None]},
        {"colour": "red"},
    ],
    ids=str,
)
async def test_a_filter_of_the_wrong_type_is_refused(
    sample: Api, reader: Viewer, filter_: dict[str, Any]
) -> None:
    answer = await sample.answer(lists.PAGE, reader, filter=filter_)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
    assert "data" not in answer


@pytest.mark.parametrize("name", ["a\0b", "\ud800a", "'", "%", "\\", "🙂" * 100, "ﷺ" * 200])
async def test_odd_names_are_searched_for_and_never_a_bug(
    sample: Api, reader: Viewer, name: str
) -> None:
    await lists.page(sample, reader, filter={"name": name})


@pytest.mark.parametrize("name", ["\0", "\ud800", "\u0301\u0301", "\u202e"])
async def test_a_name_of_unseen_signs_is_refused_instead_of_finding_everybody(
    sample: Api, reader: Viewer, name: str
) -> None:
    assert await sample.code(lists.PAGE, reader, filter={"name": name}) == "BAD_USER_INPUT"


@pytest.mark.parametrize("search", ["", "a", " a ", "a" * 201, "\u0301", "\0" * 3])
async def test_a_search_of_organisations_needs_two_characters_and_takes_two_hundred(
    api: Api, candidate: Viewer, search: str
) -> None:
    query = "query ($s: String!) { organisationDirectory(search: $s) { edges { cursor } } }"

    assert await api.code(query, candidate, s=search) == "BAD_USER_INPUT"


async def test_only_approved_organisations_are_found_however_they_are_typed(
    api: Api, candidate: Viewer
) -> None:
    query = """query ($s: String!) {
      organisationDirectory(search: $s) { edges { node { name } } } }"""

    async def names(search: str) -> list[str]:
        found = (await api.data(query, candidate, s=search))["organisationDirectory"]
        return [edge["node"]["name"] for edge in found["edges"]]

    assert await names("NORTH") == ["Northbridge University"]
    assert await names("groupe sao") == ["Groupe Saônelle"]
    assert await names("\ud800no") == ["Northbridge University"]
    await api.sql("UPDATE organisations SET state = 'SUSPENDED'")
    assert await names("NORTH") == []


async def _everything_of(api: Api, viewer: Viewer) -> list[str]:
    """An id of each type that a primary user sees."""
    (share, *_) = await lists.walked(api, viewer)
    export = await api.data(
        """mutation ($id: ID!) { createExport(input: {format: CSV, selection: {ids: [$id]}}) {
          export { id } } }""",
        viewer,
        id=share,
    )
    endpoint = await api.data(
        """mutation { createWebhookEndpoint(input: {url: "http://127.0.0.1:8099/in"}) {
          endpoint { id deliveries { edges { node { id } } } } } }""",
        viewer,
    )
    made = endpoint["createWebhookEndpoint"]["endpoint"]
    assert viewer.organisation_id is not None
    return [
        share,
        export["createExport"]["export"]["id"],
        made["id"],
        made["deliveries"]["edges"][0]["node"]["id"],
        global_ids.encode(Kind.ORGANISATION, viewer.organisation_id),
        global_ids.encode(Kind.USER, viewer.account_id),
    ]


async def _lakeside(api: Api) -> str:
    return await people.organisation(api, "lakeside.example")


async def _suspended(api: Api) -> str:
    await api.sql("UPDATE organisations SET state = 'SUSPENDED' WHERE email_domain LIKE 'saone%'")
    return await people.organisation(api, "saonelle.example")
