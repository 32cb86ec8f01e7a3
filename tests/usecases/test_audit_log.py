"""The audit log is read by primary users and auditors: pages, filters, and never a value."""

from datetime import timedelta
from typing import Any, Final

import pytest

from db.pages import Position, Window
from db.queries import audit_log
from db.queries.audit_log import Question
from domain.permissions import Scope
from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.usecases import lists, people, sealed_log
from tests.usecases.test_plans_of_lists import explained

PAGE: Final = """query ($filter: AuditLogFilter, $first: Int, $after: String, $last: Int,
    $before: String) {
  auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id occurredAt actorRole actorId actorName organisationId operation
      outcome subjectIds correlationId isSealed } } } }"""
HOUR: Final = timedelta(hours=1)
SHARED: Final = "{ sharedResults(first: 3) { edges { node { id candidate { familyName } } } } }"


@pytest.fixture
async def auditor(api: Api) -> Viewer:
    """Who reads everything."""
    return await api.viewer("auditor@issuer.example")


async def rows(api: Api, viewer: Viewer, **arguments: Any) -> list[Answer]:
    """The rows of one page."""
    found = (await api.data(PAGE, viewer, **arguments))["auditLog"]
    return [edge["node"] for edge in found["edges"]]


async def test_a_primary_user_reads_what_the_own_organisation_did(
    api: Api, primary: Viewer, member: Viewer, stranger: Viewer
) -> None:
    await api.data(SHARED, member)
    await api.data(SHARED, stranger)
    person = await people.person(api)
    await people.shared(api, person, await people.organisation(api))  # a candidate's own act
    (act,) = await api.sql("SELECT * FROM audit_rows WHERE actor_id = $1", member.account_id)

    (found,) = await rows(api, primary)

    user = await api.one("SELECT * FROM users WHERE id = $1", member.account_id)
    assert found == {
        "id": act["id"].hex,
        "occurredAt": found["occurredAt"],
        "actorRole": "MEMBER",
        "actorId": user["id"].hex,
        "actorName": f"{user['first_name']} {user['family_name']}",
        "organisationId": f"organisation_{user['organisation_id'].hex}",
        "operation": "sharedResults",
        "outcome": "OK",
        "subjectIds": [each.hex for each in act["subject_ids"]],
        "correlationId": act["correlation_id"],
        "isSealed": False,
    }
    await sealed_log.seal(api)
    assert (await rows(api, primary, last=1))[0] == {**found, "isSealed": True}


async def test_an_auditor_reads_everything_and_the_names_of_nobody(
    api: Api, auditor: Viewer, member: Viewer, stranger: Viewer
) -> None:
    await api.data(SHARED, member)
    await api.data(SHARED, stranger)
    person = await people.person(api)
    await people.shared(api, person, await people.organisation(api))
    await sealed_log.seal(api)

    found = await rows(api, auditor)

    assert [(row["actorRole"], row["operation"]) for row in found] == [
        ("CANDIDATE", "shareResult"),
        ("PRIMARY", "sharedResults"),
        ("MEMBER", "sharedResults"),
    ]
    assert {row["actorName"] for row in found} == {None}
    lakeside = await people.organisation(api, "lakeside.example")
    (theirs,) = await rows(api, auditor, filter={"organisationId": lakeside})
    assert theirs["actorId"] == stranger.account_id.hex


async def test_an_api_client_is_named_to_its_organisation(api: Api, primary: Viewer) -> None:
    client = await api.client(Scope.RESULTS_READ)
    await api.data(SHARED, client)
    name = await api.one("SELECT name FROM api_clients WHERE id = $1", client.account_id)

    (found,) = await rows(api, primary, filter={"actorId": client.account_id.hex})

    assert (found["actorName"], found["actorRole"]) == (name["name"], "API_CLIENT")


async def test_reading_the_record_is_on_record(api: Api, primary: Viewer, member: Viewer) -> None:
    await api.data(SHARED, member)
    await rows(api, primary)

    row = await api.one("SELECT * FROM audit_rows WHERE operation = 'auditLog'")

    assert (row["actor_id"], row["organisation_id"]) == (
        primary.account_id,
        primary.organisation_id,
    )
    assert row["subject_ids"] == [member.account_id]


async def test_the_record_is_not_shown_when_the_look_cannot_be_recorded(
    api: Api, primary: Viewer
) -> None:
    await api.sql("REVOKE INSERT ON audit_rows FROM rvs_app")

    assert await api.code(PAGE, primary) == "INTERNAL"


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_pages_hold_every_row_once_in_order_both_ways(
    api: Api, primary: Viewer, stranger: Viewer, size: int
) -> None:
    own, other = primary.organisation_id, stranger.organisation_id
    await sealed_log.fill(api, 20, own, other)
    await sealed_log.seal(api)
    await sealed_log.fill(api, 12, own, other)  # in between the others by time, and not sealed
    await api.sql("UPDATE audit_rows SET occurred_at = date_trunc('minute', occurred_at)"
        " WHERE seal IS NULL")  # fmt: skip
    wanted = [
        row["id"].hex
        for row in await api.sql(
            "SELECT id FROM audit_rows WHERE organisation_id = $1"
            " ORDER BY occurred_at DESC, id DESC",
            own,
        )
    ]
    only = {"occurredTo": (await api.one("SELECT now()"))["now"].isoformat()}

    assert await _walked(api, primary, "first", "after", only, size) == wanted
    assert await _walked(api, primary, "last", "before", only, size) == wanted


async def _walked(
    api: Api, viewer: Viewer, count: str, cursor: str, asked: Answer, size: int
) -> list[str]:
    """The ids of all pages in the list's order, read in one direction."""
    found: list[str] = []
    place = None
    while True:
        arguments = {count: size, cursor: place, "filter": asked}
        page = (await api.data(PAGE, viewer, **arguments))["auditLog"]
        ids = [edge["node"]["id"] for edge in page["edges"]]
        found = found + ids if count == "first" else ids + found
        more, place = (
            (page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"])
            if count == "first"
            else (page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["startCursor"])
        )
        if not more:
            return found


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_every_filter_finds_what_it_says(
    api: Api, primary: Viewer, member: Viewer, is_sealed: bool
) -> None:
    await api.data(SHARED, member)
    (share, *_) = await lists.walked(api, member)
    await api.sql("DELETE FROM audit_rows WHERE operation = 'sharedResults' AND actor_id = $1"
        " AND cardinality(subject_ids) <> 3", member.account_id)  # fmt: skip
    await api.data("query ($id: ID!) { node(id: $id) { id } }", member, id=share)
    if is_sealed:
        await sealed_log.seal(api)
    now = (await api.one("SELECT now()"))["now"]
    ago, soon = ((now + hours).isoformat() for hours in (-HOUR, HOUR))
    node = await api.one("SELECT id FROM audit_rows WHERE operation = 'node'")
    by_filter: dict[str, tuple[dict[str, Any], bool]] = {
        "operation": ({"operation": "node"}, True),
        "another operation": ({"operation": "createExport"}, False),
        "outcome": ({"operation": "node", "outcome": "OK"}, True),
        "another outcome": ({"outcome": "REPEATED"}, False),
        "actor": ({"actorId": f"user_{member.account_id.hex}", "operation": "node"}, True),
        "actor's digits": ({"actorId": member.account_id.hex, "operation": "node"}, True),
        "another actor": ({"actorId": f"user_{'0' * 32}"}, False),
        "subject": ({"subjectId": share, "operation": "node"}, True),
        "another subject": ({"subjectId": f"share_{'0' * 32}"}, False),
        "since": ({"occurredFrom": ago, "operation": "node"}, True),
        "from later on": ({"occurredFrom": soon}, False),
        "until": ({"occurredTo": soon, "operation": "node"}, True),
        "until earlier": ({"occurredTo": ago}, False),
        "own organisation": (
            {"organisationId": await people.organisation(api), "operation": "node"},
            True,
        ),
    }
    for name, (asked, is_there) in by_filter.items():
        found = [row["id"] for row in await rows(api, primary, filter=asked)]
        assert found == ([node["id"].hex] if is_there else []), name


async def test_another_organisations_act_on_a_known_subject_is_not_found(
    api: Api, primary: Viewer, stranger: Viewer
) -> None:
    (share, *_) = await lists.walked(api, stranger)
    await sealed_log.seal(api)

    assert await rows(api, primary, filter={"subjectId": share}) == []
    assert await rows(api, stranger, filter={"subjectId": share}) != []


@pytest.mark.parametrize(
    "asked",
    [
        {"operation": ""},
        {"operation": "a\0b"},
        {"operation": "a" * 61},
        {"outcome": "'; --"},
        {"actorId": "somebody"},
        {"actorId": ""},
        {"subjectId": "share_12"},
        {"organisationId": f"user_{'0' * 32}"},
        {"organisationId": "0" * 32},
        {"occurredFrom": "yesterday"},
        {"unknown": 1},
    ],
    ids=str,
)
async def test_a_filter_that_cannot_be_is_refused_in_words(
    api: Api, primary: Viewer, asked: dict[str, Any]
) -> None:
    error = await api.error(PAGE, primary, filter=asked)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"]


async def test_a_primary_user_who_names_another_organisation_is_told(
    api: Api, primary: Viewer
) -> None:
    asked = {"organisationId": await people.organisation(api, "lakeside.example")}

    error = await api.error(PAGE, primary, filter=asked)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "your own organisation" in error["message"]


async def test_every_filter_has_its_index_behind_the_walls(
    api: Api, primary: Viewer, auditor: Viewer, member: Viewer
) -> None:
    await sealed_log.fill(api, 4_000, *(await _organisations(api)))
    await sealed_log.seal(api)
    await api.sql("ANALYZE audit_rows")
    own, place = primary.organisation_id, Position((await api.one("SELECT now()"))["now"], NOWHERE)
    asked = Window(25, is_backward=False, position=place)
    cases = {
        "audit_rows_of_organisation": (primary, Question(organisation_id=own)),
        "audit_rows_by_time": (auditor, Question(organisation_id=None)),
        "audit_rows_of_actor": (
            auditor,
            Question(organisation_id=None, actor_id=member.account_id),
        ),
        "audit_rows_of_operation": (auditor, Question(organisation_id=None, operation="exports")),
        "audit_rows_pkey": (primary, Question(organisation_id=own, subject_id=NOWHERE)),
    }
    for index, (viewer, question) in cases.items():
        plan = await explained(api, viewer, audit_log.statement(question, asked))
        assert index in plan, plan
        assert "audit_rows_unsealed" in plan or "pkey" in index, plan


async def _organisations(api: Api) -> list[Any]:
    return [row["id"] for row in await api.sql("SELECT id FROM organisations")]


NOWHERE: Final = people.uuid_of(f"share_{'0193' * 8}")
