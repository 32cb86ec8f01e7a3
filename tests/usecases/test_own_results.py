"""What a candidate sees of own results and shares, also of those that have ended."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from domain.states import ResultState
from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.factories import now
from tests.usecases import people
from tests.usecases.people import Person

MINE: Final = """{ myResults { totalCount edges { node {
  canBeShared candidate { firstName familyName }
  result { id state overallScore exam { code hasPhoto cefrBands { level } } }
  shares { id state sharedAt expiresAt openedAt viewedAt isNew candidate { familyName }
    result { id } organisation { name town country } } } } } }"""
NODE: Final = """query ($id: ID!) { node(id: $id) { ... on SharedResult {
  state openedAt viewedAt } } }"""
MARK: Final = """mutation ($id: ID!) { markViewed(input: {ids: [$id]}) {
  sharedResults { viewedAt openedAt } } }"""
LIST: Final = "{ sharedResults(first: 100) { edges { node { id openedAt } } } }"


async def mine(api: Api, viewer: Viewer) -> Answer:
    """The only result of a candidate."""
    (edge,) = (await api.data(MINE, viewer))["myResults"]["edges"]
    node: Answer = edge["node"]
    return node


async def shares_of(api: Api, person: Person) -> dict[str, Answer]:
    """A candidate's shares by id."""
    return {share["id"]: share for share in (await mine(api, person.viewer))["shares"]}


async def test_a_result_has_all_that_a_candidates_screen_shows(api: Api) -> None:
    person = await people.person(api)

    assert await mine(api, person.viewer) == {
        "canBeShared": True,
        "candidate": {"firstName": "MAYA", "familyName": "SILVA"},
        "result": {
            "id": person.result,
            "state": "RELEASED",
            "overallScore": 196,
            "exam": {
                "code": "C1_ADVANCED",
                "hasPhoto": True,
                "cefrBands": [{"level": "B2"}, {"level": "C1"}, {"level": "C2"}],
            },
        },
        "shares": [],
    }


@pytest.mark.parametrize(
    ("state", "can"),
    [
        (ResultState.RELEASED, True),
        (ResultState.AMENDED, True),
        (ResultState.WITHHELD, False),
        (ResultState.REVOKED, False),
    ],
)
async def test_what_can_be_shared_is_told(api: Api, state: ResultState, can: bool) -> None:
    person = await people.person(api, state=state)

    assert (await mine(api, person.viewer))["canBeShared"] is can


@pytest.mark.parametrize("organisation_state", ["APPROVED", "SUSPENDED", "CLOSED"])
async def test_an_ended_share_still_says_with_whom_and_when(
    api: Api, organisation_state: str
) -> None:
    person = await people.person(api)
    end = (now() + timedelta(days=30)).replace(microsecond=0)
    share = await people.shared(
        api, person, await people.organisation(api), expiresAt=end.isoformat()
    )
    before = (await shares_of(api, person))[share]

    await people.withdraw(api, person.viewer, share)
    await api.sql("UPDATE organisations SET state = $1", organisation_state)
    after = (await shares_of(api, person))[share]

    assert datetime.fromisoformat(before["expiresAt"]) == end
    assert before["result"] == {"id": person.result}
    assert after == {
        **before,
        "state": "WITHDRAWN",
        "candidate": None,
        "result": None,
        "organisation": {"name": "Northbridge University", "town": "Northbridge", "country": "GB"},
    }


async def test_an_expired_share_says_so_before_the_clock_has_ended_it(api: Api) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '2 days',"
        " expires_at = now() - interval '1 day' WHERE id = $1",
        people.uuid_of(share),
    )

    after = (await shares_of(api, person))[share]

    assert after["state"] == "EXPIRED"
    assert after["result"] is None
    assert now() - datetime.fromisoformat(after["expiresAt"]) > timedelta(hours=23)
    assert after["organisation"]["name"] == "Northbridge University"


async def test_a_candidate_sees_when_a_share_was_opened_first_by_whomever(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))
    assert (await shares_of(api, person))[share]["openedAt"] is None

    first = (await api.data(MARK, primary, id=share))["markViewed"]["sharedResults"][0]
    second = (await api.data(MARK, member, id=share))["markViewed"]["sharedResults"][0]

    assert first["viewedAt"] < second["viewedAt"]
    own = (await shares_of(api, person))[share]
    assert own["openedAt"] == first["viewedAt"]
    assert (own["viewedAt"], own["isNew"]) == (None, False)
    assert (await api.data(NODE, person.viewer, id=share))["node"]["openedAt"] == own["openedAt"]


async def test_each_share_has_its_own_opening(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    here = await people.shared(api, person, await people.organisation(api))
    there = await people.shared(api, person, await people.organisation(api, "lakeside.example"))

    await api.data(MARK, member, id=here)

    own = await shares_of(api, person)
    assert own[here]["openedAt"] is not None
    assert own[there]["openedAt"] is None


async def test_the_opening_stays_told_after_the_end(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))
    await api.data(MARK, member, id=share)
    before = (await shares_of(api, person))[share]["openedAt"]

    await people.withdraw(api, person.viewer, share)

    assert (await shares_of(api, person))[share]["openedAt"] == before is not None


async def test_no_organisation_is_told_of_openings_not_even_of_its_own(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    marked = (await api.data(MARK, member, id=share))["markViewed"]["sharedResults"]
    listed = (await api.data(LIST, member))["sharedResults"]["edges"]

    assert marked[0]["openedAt"] is None
    assert {edge["node"]["openedAt"] for edge in listed} == {None}
    assert (await api.data(NODE, member, id=share))["node"]["openedAt"] is None
    assert (await api.data(NODE, stranger, id=share))["node"] is None


async def test_another_candidate_sees_neither_share_nor_opening(api: Api, member: Viewer) -> None:
    person, other = await people.people(api, 2)
    share = await people.shared(api, person, await people.organisation(api))
    await api.data(MARK, member, id=share)

    found: Any = await api.data(NODE, other.viewer, id=share)

    assert found["node"] is None
    assert await shares_of(api, other) == {}
