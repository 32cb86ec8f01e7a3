"""What is a user's own in a list that colleagues share: what is new, and what was opened."""

from datetime import timedelta
from typing import Final

from domain.permissions import Scope
from resolvers.context import Viewer
from tests.api import Answer, Api
from tests.factories import now
from tests.services import PASSWORD
from tests.usecases import lists, people

MARK: Final = """mutation ($ids: [ID!]!) {
  markViewed(input: {ids: $ids}) {
    sharedResults { id viewedAt } userErrors { field code } } }"""
LIST: Final = """{ sharedResults(first: 100) { edges { node { id isNew viewedAt sharedAt } } }
  newShareCount { count isCapped } }"""
SIGN_IN: Final = """mutation ($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password, wantsToken: true}) { token } }"""


async def test_new_is_what_came_after_the_previous_sign_in_of_this_user(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    person = await people.person(api)
    await _let_last_sign_in_be(api, member, timedelta(hours=1))
    await _let_last_sign_in_be(api, primary, timedelta(seconds=1))
    early = await people.shared(api, person, await people.organisation(api))
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '10 minutes' WHERE id = $1",
        people.uuid_of(early),
    )
    member = await api.viewer("member@northbridge.example")
    primary = await api.viewer("primary@northbridge.example")

    to_member = await api.data(LIST, member)
    to_primary = await api.data(LIST, primary)

    assert early in _new(to_member)
    assert _new(to_primary) == []
    assert to_member["newShareCount"] == {"count": len(_new(to_member)), "isCapped": False}
    assert to_primary["newShareCount"] == {"count": 0, "isCapped": False}


async def test_signing_in_again_makes_the_news_old(api: Api, member: Viewer) -> None:
    news = (await api.data(LIST, member))["newShareCount"]["count"]

    email = "member@northbridge.example"
    await api.data(SIGN_IN, email=email, password=PASSWORD)
    again = await api.viewer(email)

    assert news > 0
    assert (await api.data(LIST, member))["newShareCount"]["count"] == news
    assert (await api.data(LIST, again))["newShareCount"]["count"] == 0


async def test_at_the_first_sign_in_ever_everything_is_new(api: Api, member: Viewer) -> None:
    await api.sql("UPDATE users SET last_sign_in_at = NULL WHERE id = $1", member.account_id)
    first = await api.viewer("member@northbridge.example")

    found = await api.data(
        """{ newShareCount { count }
          sharedResults(first: 1) { totalCount edges { node { isNew } } } }""",
        first,
    )

    assert found["newShareCount"]["count"] == found["sharedResults"]["totalCount"]
    assert found["sharedResults"]["edges"][0]["node"]["isNew"] is True


async def test_what_a_user_has_opened_stays_bold_for_colleagues(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    await api.data(MARK, member, ids=[share])

    assert await _viewed_at(api, member, share) is not None
    assert await _viewed_at(api, primary, share) is None
    assert share not in await lists.walked(api, member, filter={"unopenedOnly": True})
    assert share in await lists.walked(api, primary, filter={"unopenedOnly": True})


async def test_opening_again_keeps_the_first_time(api: Api, member: Viewer) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    first = await api.data(MARK, member, ids=[share, share])
    again = await api.data(MARK, member, ids=[share])

    assert len(first["markViewed"]["sharedResults"]) == 1
    assert first["markViewed"] == again["markViewed"]


async def test_one_foreign_share_among_many_marks_none(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    mine = await lists.walked(api, member, filter={"unopenedOnly": True})
    (theirs, *_) = await lists.walked(api, stranger)
    before = await api.counts()

    payload = (await api.data(MARK, member, ids=[*mine[:3], theirs]))["markViewed"]

    assert payload == {
        "sharedResults": None,
        "userErrors": [{"field": ["ids"], "code": "NOT_FOUND"}],
    }
    assert await api.counts() == before


async def test_a_hundred_can_be_marked_at_once_and_no_more(api: Api, member: Viewer) -> None:
    rows = await lists.walked(api, member)

    assert len((await api.data(MARK, member, ids=rows[:100]))["markViewed"]["sharedResults"]) == 100
    assert await api.code(MARK, member, ids=rows[:101]) == "BAD_USER_INPUT"
    assert await api.code(MARK, member, ids=[]) == "BAD_USER_INPUT"


async def test_cursors_outlive_the_next_sign_in_unless_the_list_is_personal(
    api: Api, member: Viewer
) -> None:
    plain = await lists.page(api, member, first=2)
    news = await lists.page(api, member, first=2, filter={"newOnly": True})
    await _let_last_sign_in_be(api, member, timedelta(seconds=1))
    again = await api.viewer("member@northbridge.example")

    await lists.page(api, again, after=plain["pageInfo"]["endCursor"])
    after = news["pageInfo"]["endCursor"]
    refused = await api.code(lists.PAGE, again, after=after, filter={"newOnly": True})

    assert refused == "BAD_USER_INPUT"


async def test_an_api_client_has_no_news_and_opens_nothing(api: Api) -> None:
    client = await api.client(*Scope)

    found = await api.data(
        "{ sharedResults(first: 100) { edges { node { isNew viewedAt } } } }", client
    )

    nodes = [edge["node"] for edge in found["sharedResults"]["edges"]]
    assert nodes
    assert all(node == {"isNew": False, "viewedAt": None} for node in nodes)
    assert await lists.walked(api, client, filter={"newOnly": True}) == []
    unopened = await lists.walked(api, client, filter={"unopenedOnly": True})
    assert unopened == await lists.walked(api, client)


def _new(found: Answer) -> list[str]:
    nodes = [edge["node"] for edge in found["sharedResults"]["edges"]]
    return [node["id"] for node in nodes if node["isNew"]]


async def _viewed_at(api: Api, viewer: Viewer, share: str) -> str | None:
    query = "query ($id: ID!) { node(id: $id) { ... on SharedResult { viewedAt } } }"
    found: str | None = (await api.data(query, viewer, id=share))["node"]["viewedAt"]
    return found


async def _let_last_sign_in_be(api: Api, viewer: Viewer, ago: timedelta) -> None:
    await api.sql(
        "UPDATE users SET last_sign_in_at = $2 WHERE id = $1", viewer.account_id, now() - ago
    )
