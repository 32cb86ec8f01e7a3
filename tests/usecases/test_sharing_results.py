"""What a candidate shares and withdraws: what works, and every refusal with nothing written."""

from datetime import timedelta
from typing import Any

import pytest

from db.engine import Job
from domain.states import ResultState
from resolvers.context import Viewer
from tests.api import Api
from tests.factories import now
from tests.usecases import lists, people

MY_SHARES = "{ myResults { edges { node { canBeShared result { id } shares { id state } } } } }"


async def test_a_shared_result_is_in_the_list_at_once(api: Api, member: Viewer) -> None:
    person = await people.person(api)

    payload = await people.share(api, person, await people.organisation(api))

    assert payload["userErrors"] == []
    assert payload["share"]["state"] == "ACTIVE"
    assert payload["share"]["result"] == {"overallScore": 196}
    first = await lists.page(api, member, first=1)
    assert lists.ids_of(first) == [payload["share"]["id"]]
    assert set(api.rings) == {Job.WEBHOOK, Job.MAIL}


async def test_the_candidate_sees_the_share_with_the_result(api: Api) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    found = await api.data(MY_SHARES, person.viewer)
    node = await api.data(
        """query ($id: ID!) { node(id: $id) { ... on SharedResult {
          standing { state } photoUrl organisation { name } result { id } } } }""",
        person.viewer,
        id=share,
    )

    (edge,) = found["myResults"]["edges"]
    assert edge["node"]["shares"] == [{"id": share, "state": "ACTIVE"}]
    assert node["node"] == {
        "standing": {"state": "VERIFIED"},
        "photoUrl": None,
        "organisation": {"name": "Northbridge University"},
        "result": {"id": person.result},
    }


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ({"state": ResultState.WITHHELD}, "WITHHELD"),
        ({"state": ResultState.REVOKED}, "NOT_SHAREABLE"),
        ({"state": ResultState.PENDING}, "NOT_FOUND"),
        ({"release_at": now() + timedelta(days=1)}, "NOT_FOUND"),
    ],
    ids=["withheld", "revoked", "pending", "embargoed"],
)
async def test_a_result_that_cannot_be_shared_is_refused(
    api: Api, result: dict[str, Any], code: str
) -> None:
    person = await people.person(api, **result)
    before = await api.counts()

    payload = await people.share(api, person, await people.organisation(api))

    assert payload["share"] is None
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == [
        (["resultId"], code)
    ]
    assert await api.counts() == before
    assert api.rings == []


async def test_an_amended_result_can_be_shared(api: Api) -> None:
    person = await people.person(api, state=ResultState.AMENDED)

    await people.shared(api, person, await people.organisation(api))


async def test_the_result_of_somebody_else_is_not_found(api: Api) -> None:
    mine, theirs = await people.people(api, 2)
    thief = people.Person(mine.viewer, theirs.result)
    before = await api.counts()

    payload = await people.share(api, thief, await people.organisation(api))

    assert people.codes(payload) == ["NOT_FOUND"]
    assert await api.counts() == before


@pytest.mark.parametrize("state", ["RECEIVED", "ACKNOWLEDGED", "REJECTED", "SUSPENDED", "CLOSED"])
async def test_only_an_approved_organisation_can_be_shared_with(api: Api, state: str) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    await api.sql("UPDATE organisations SET state = $1", state)
    before = await api.counts()

    payload = await people.share(api, person, organisation)

    assert payload["userErrors"][0]["field"] == ["organisationId"]
    assert people.codes(payload) == ["NOT_FOUND"]
    assert await api.counts() == before


async def test_sharing_twice_answers_the_share_that_exists(api: Api) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    share = await people.shared(api, person, organisation)
    before = await api.counts()

    payload = await people.share(api, person, organisation)

    assert people.codes(payload) == ["ALREADY_SHARED"]
    assert payload["share"]["id"] == share
    assert payload["share"]["result"] == {"overallScore": 196}
    assert await api.counts() == before


async def test_a_withdrawn_result_can_be_shared_again(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    first = await people.shared(api, person, organisation)
    await people.withdraw(api, person.viewer, first)

    second = await people.shared(api, person, organisation)

    assert second != first
    assert second in await lists.walked(api, member)
    assert first not in await lists.walked(api, member)


async def test_an_overdue_share_makes_room_for_a_new_one(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    first = await people.shared(api, person, organisation)
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '1 day',"
        " expires_at = now() - interval '1 second' WHERE id = $1",
        people.uuid_of(first),
    )

    second = await people.shared(api, person, organisation)

    ended = await api.one("SELECT state FROM shares WHERE id = $1", people.uuid_of(first))
    assert ended["state"] == "EXPIRED"
    assert second in await lists.walked(api, member)
    total = (await api.data("{ sharedResults { totalCount } }", member))["sharedResults"]
    assert total["totalCount"] == len(await lists.known(api, member))


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=1), timedelta(days=4000)])
async def test_an_end_in_the_past_is_refused(api: Api, ago: timedelta) -> None:
    person = await people.person(api)
    before = await api.counts()

    payload = await people.share(
        api, person, await people.organisation(api), expiresAt=(now() - ago).isoformat()
    )

    assert payload["userErrors"][0]["field"] == ["expiresAt"]
    assert people.codes(payload) == ["INVALID"]
    assert await api.counts() == before


async def test_an_end_that_passes_while_the_call_waits_is_refused_in_words(api: Api) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    soon = (now() + timedelta(milliseconds=300)).isoformat()

    async with api.holding_counters(seconds=0.6):
        payload = await people.share(api, person, organisation, expiresAt=soon)

    assert people.codes(payload) == ["INVALID"]


async def test_a_share_ends_by_itself_at_its_end(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    end = (now() + timedelta(milliseconds=700)).isoformat()
    share = await people.shared(api, person, await people.organisation(api), expiresAt=end)
    assert share in await lists.walked(api, member)

    await _until_after(api, end)

    assert share not in await lists.walked(api, member)
    assert people.codes(await people.withdraw(api, person.viewer, share)) == ["ALREADY_ENDED"]


async def test_withdrawing_twice_changes_nothing_the_second_time(api: Api) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    first = await people.withdraw(api, person.viewer, share)
    before = await api.counts()
    second = await people.withdraw(api, person.viewer, share)

    assert first == {"share": {"state": "WITHDRAWN", "result": None}, "userErrors": []}
    assert second["share"] is None
    assert people.codes(second) == ["ALREADY_ENDED"]
    assert await api.counts() == before


async def test_an_ended_share_leaves_no_key_by_which_it_could_be_found(api: Api) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    await people.withdraw(api, person.viewer, share)

    row = await api.one(
        "SELECT family_name_key, first_name_key, exam_code, overall_score_key FROM shares"
        " WHERE id = $1",
        people.uuid_of(share),
    )
    assert tuple(row) == ("", "", "", -1)


@pytest.mark.parametrize(
    ("exam", "asked", "included"),
    [
        ("C1_ADVANCED", None, True),
        ("C1_ADVANCED", True, True),
        ("C1_ADVANCED", False, False),
        ("B1_PRELIMINARY", None, False),
        ("B1_PRELIMINARY", True, False),
    ],
)
async def test_a_photo_goes_along_by_default_where_the_exam_has_one(
    api: Api, exam: str, asked: bool | None, included: bool
) -> None:
    person = await people.person(api, exam_code=exam)

    answer = await api.data(
        """mutation ($r: ID!, $o: ID!, $photo: Boolean) { shareResult(input: {
          resultId: $r, organisationId: $o, includesPhoto: $photo}) { share { id } } }""",
        person.viewer,
        r=person.result,
        o=await people.organisation(api),
        photo=asked,
    )

    share = people.uuid_of(answer["shareResult"]["share"]["id"])
    row = await api.one("SELECT includes_photo FROM shares WHERE id = $1", share)
    assert row["includes_photo"] is included


@pytest.mark.parametrize("state", ["RELEASED", "AMENDED", "WITHHELD", "REVOKED"])
async def test_the_address_of_the_photo_is_given_only_while_the_result_stands(
    api: Api, member: Viewer, state: str
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))
    await api.sql(
        "UPDATE results SET state = $2 WHERE id = $1", people.uuid_of(person.result), state
    )
    query = "query ($id: ID!) { node(id: $id) { ... on SharedResult { photoUrl } } }"

    found = (await api.data(query, member, id=share))["node"]["photoUrl"]

    stands = state in {"RELEASED", "AMENDED"}
    assert found == (f"/downloads/photos/{share}" if stands else None)
    in_list = await api.data("{ sharedResults { edges { node { photoUrl } } } }", member)
    assert {edge["node"]["photoUrl"] for edge in in_list["sharedResults"]["edges"]} == {None}


async def _until_after(api: Api, moment: str) -> None:
    await api.sql("SELECT pg_sleep_until($1::text::timestamptz + interval '10 ms')", moment)
