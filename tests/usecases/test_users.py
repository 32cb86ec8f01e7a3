"""Primary users add, change, disable and remove users, and always leave somebody who can."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.engine import Identity, Job
from domain import global_ids
from domain.global_ids import Kind
from domain.permissions import Role
from domain.states import UserState
from resolvers import authentication
from resolvers.context import Viewer
from tests import factories, mutation_calls
from tests.api import Answer, Api
from tests.usecases import letter_posts
from tests.usecases.letter_posts import Post
from tests.usecases.people import codes, uuid_of

MEMBER = "member@northbridge.example"
NEW = {"firstName": " Inès ", "familyName": "Duarte", "email": " Ines@Northbridge.example"}
USERS = """query ($states: [UserState!], $first: Int, $after: String, $last: Int, $before: String) {
  users(states: $states, first: $first, after: $after, last: $last, before: $before) { totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    edges { cursor addedAt lastSignInAt node { id email firstName role state language } } } }"""
ANSWERS = {"removeUser": "id"}


@pytest.fixture
def post(api: Api, tmp_path: Path) -> Iterator[Post]:
    with letter_posts.opened(api, tmp_path / "mailbox") as opened:
        yield opened


async def done(api: Api, viewer: Viewer, name: str, **given: Any) -> Answer:
    """The payload of one of the mutations of users."""
    answer = ANSWERS.get(name, "user { id email firstName familyName jobTitle role state }")
    data = await api.data(mutation_calls.document(name, answer), viewer, input=given)
    found: Answer = data[name]
    return found


async def colleague(api: Api, viewer: Viewer, **changes: Any) -> str:
    """The id of somebody else of the viewer's organisation."""
    user = factories.user(organisation_id=viewer.organisation_id, **changes)
    await api.save(user)
    return global_ids.encode(Kind.USER, user.id)


async def primaries(api: Api, viewer: Viewer) -> int:
    row = await api.one(
        "SELECT count(*) AS n FROM users WHERE organisation_id = $1 AND role = 'PRIMARY'"
        " AND state = 'ACTIVE'",
        viewer.organisation_id,
    )
    return int(row["n"])


async def test_a_new_user_is_invited_chooses_a_password_and_signs_in(
    api: Api, post: Post, primary: Viewer
) -> None:
    added = (await done(api, primary, "addUser", **NEW, language="FR", jobTitle=" Registrar "))[
        "user"
    ]
    token = await post.token("Ines@northbridge.example")

    chosen = await api.data(
        """mutation ($token: String!) { setPassword(input: {token: $token,
           password: "quatre mots sans lien entre eux"}) { email userErrors { code } } }""",
        token=token,
    )

    assert added["firstName"] == "Inès"
    assert (added["jobTitle"], added["role"], added["state"]) == ("Registrar", "MEMBER", "INVITED")
    assert Job.MAIL in api.rings
    assert chosen["setPassword"] == {"email": "Ines@northbridge.example", "userErrors": []}
    viewer = await api.viewer("ines@northbridge.example")
    assert (viewer.organisation_id, viewer.role) == (primary.organisation_id, Role.MEMBER)
    (letter,) = post.arrived()
    assert letter.subject == "Choisissez un mot de passe pour votre compte"


async def test_an_invitation_is_sent_again_and_one_of_the_links_is_used(
    api: Api, post: Post, primary: Viewer
) -> None:
    added = (await done(api, primary, "addUser", **NEW))["user"]

    again = await done(api, primary, "resendInvitation", id=added["id"])
    await api.sql("UPDATE users SET state = 'ACTIVE' WHERE id = $1", uuid_of(added["id"]))
    late = await done(api, primary, "resendInvitation", id=added["id"])

    assert again["user"]["state"] == "INVITED"
    assert codes(late) == ["INVALID"]
    await post.token("Ines@northbridge.example")
    assert len(post.arrived()) == 2


async def test_the_list_has_everybody_in_pages_and_the_removed_only_if_asked(
    api: Api, primary: Viewer
) -> None:
    for state in (UserState.INVITED, UserState.DISABLED, UserState.REMOVED):
        await colleague(api, primary, state=state)
    stranger = await api.viewer("primary@lakeside.example")

    whole = (await api.data(USERS, primary))["users"]
    walked: list[Any] = []
    for _ in range(4):
        after = walked[-1]["cursor"] if walked else None
        page = (await api.data(USERS, primary, first=1, after=after))["users"]
        walked += page["edges"]
    back = (await api.data(USERS, primary, last=100))["users"]
    removed = (await api.data(USERS, primary, states=["REMOVED"]))["users"]

    assert whole["totalCount"] == len(whole["edges"]) == 4
    assert page["pageInfo"]["hasNextPage"] is False
    assert walked == whole["edges"] == back["edges"]
    assert [edge["node"]["state"] for edge in removed["edges"]] == ["REMOVED"]
    assert (await api.data(USERS, primary, states=[]))["users"]["totalCount"] == 0
    theirs = (await api.data(USERS, stranger))["users"]["edges"]
    assert not {e["node"]["id"] for e in theirs} & {e["node"]["id"] for e in whole["edges"]}


async def test_whoever_is_disabled_is_out_at_once_and_in_again_when_enabled(
    api: Api, primary: Viewer
) -> None:
    token = await api.token(MEMBER)
    member = await api.signed_in(token)
    id_ = global_ids.encode(Kind.USER, member.account_id)

    disabled = await done(api, primary, "disableUser", id=id_)
    inside = await authentication.by_token(api.services, token)
    again = await done(api, primary, "disableUser", id=id_)
    enabled = await done(api, primary, "enableUser", id=id_)

    assert disabled["user"]["state"] == again["user"]["state"] == "DISABLED"
    assert inside is None
    assert await authentication.by_token(api.services, token) is None  # sessions do not come back
    assert enabled["user"]["state"] == "ACTIVE"
    assert (await api.viewer(MEMBER)).account_id == member.account_id


async def test_whoever_is_only_invited_is_neither_disabled_nor_enabled(
    api: Api, primary: Viewer
) -> None:
    invited = await colleague(api, primary, state=UserState.INVITED)

    for name in ("disableUser", "enableUser"):
        assert codes(await done(api, primary, name, id=invited)) == ["INVALID"]


async def test_a_removed_user_stays_in_the_history_and_the_address_is_free(
    api: Api, primary: Viewer
) -> None:
    token = await api.token(MEMBER)
    member = await api.signed_in(token)
    id_ = global_ids.encode(Kind.USER, member.account_id)

    removed = await done(api, primary, "removeUser", id=id_)
    again = await done(api, primary, "updateUser", id=id_, jobTitle="Dean")
    added = await done(api, primary, "addUser", **{**NEW, "email": MEMBER})

    assert removed["id"] == id_
    assert await authentication.by_token(api.services, token) is None
    assert codes(again) == ["NOT_FOUND"]
    assert added["user"]["id"] != id_
    node = await api.data("query ($id: ID!) { node(id: $id) { ... on User { state firstName } } }",
        primary, id=id_)  # fmt: skip
    assert node["node"]["state"] == "REMOVED"


async def test_the_role_is_handed_over_or_shared_and_the_colleague_is_told(
    api: Api, post: Post, primary: Viewer
) -> None:
    one, other = await colleague(api, primary), await colleague(api, primary)

    shared = await done(api, primary, "transferPrimary", id=one, keepMine=True)
    handed = await done(api, primary, "transferPrimary", id=other)
    late = await api.code(mutation_calls.document("removeUser"), primary, input={"id": one})

    assert shared["user"]["role"] == handed["user"]["role"] == "PRIMARY"
    assert late == "FORBIDDEN"
    assert await primaries(api, primary) == 2
    await post.everything()
    assert {letter.subject for letter in post.arrived()} == {"You are a primary user now"}
    assert len(post.arrived()) == 2


@pytest.mark.parametrize("state", [UserState.INVITED, UserState.DISABLED, UserState.REMOVED])
async def test_the_role_goes_to_nobody_who_cannot_sign_in(
    api: Api, primary: Viewer, state: UserState
) -> None:
    somebody = await colleague(api, primary, state=state)
    own = global_ids.encode(Kind.USER, primary.account_id)

    refused = await done(api, primary, "transferPrimary", id=somebody)

    assert codes(refused) == ["NOT_FOUND" if state is UserState.REMOVED else "INVALID"]
    assert codes(await done(api, primary, "transferPrimary", id=own)) == ["INVALID"]


@pytest.mark.parametrize("name", ["removeUser", "disableUser"])
async def test_two_who_end_each_other_at_the_same_moment_leave_one(
    api: Api, primary: Viewer, name: str
) -> None:
    for _ in range(5):
        first, second = await _only_primaries(api, primary.organisation_id)
        calls = [
            api.answer(mutation_calls.document(name), one, input={"id": _id(other)})
            for one, other in ((first, second), (second, first))
        ]

        answers = await asyncio.gather(*calls)

        assert await primaries(api, primary) == 1
        assert sorted("errors" in answer for answer in answers) == [False, True]


async def test_many_who_leave_at_the_same_moment_leave_one(api: Api, primary: Viewer) -> None:
    users = [
        factories.user(organisation_id=primary.organisation_id, role=Role.PRIMARY) for _ in range(6)
    ]
    await api.save(*users, *(factories.acceptance(user.id) for user in users))
    viewers = [primary, *[await api.viewer(user.email) for user in users]]

    answers = await asyncio.gather(
        *(api.answer(mutation_calls.document("removeUser"), each, input={"id": _id(each)})
          for each in viewers)
    )  # fmt: skip

    assert await primaries(api, primary) == 1
    refused = [codes(answer["data"]["removeUser"]) for answer in answers]
    assert sorted(refused) == [[]] * 6 + [["LAST_PRIMARY"]]


async def test_an_address_is_not_tried_out_for_ever(api: Api, primary: Viewer) -> None:
    document = mutation_calls.document("addUser")
    given = {**NEW, "email": "candidate@demo.example"}

    answers = [await api.answer(document, primary, input=given) for _ in range(21)]

    assert [codes(answer["data"]["addUser"]) for answer in answers[:20]] == [["INVALID"]] * 20
    assert answers[20]["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_postgresql_itself_lets_only_the_session_of_a_primary_user_manage(
    api: Api, primary: Viewer, member: Viewer, stranger: Viewer
) -> None:
    target = uuid_of(await colleague(api, primary))
    own = Identity(organisation_id=primary.organisation_id, user_id=primary.account_id)
    statements = (
        f"UPDATE users SET job_title = 'x' WHERE id = '{target}'",
        f"UPDATE users SET state = 'DISABLED' WHERE id = '{target}'",
        f"UPDATE users SET role = 'PRIMARY' WHERE id = '{target}'",
    )

    for credential in (None, member.credential, stranger.credential, "00"):
        for statement in statements:
            identity = replace(own, credential=credential)
            assert await _changed(api, identity, statement) == 0
    foreign = replace(own, credential=primary.credential, organisation_id=stranger.organisation_id)
    theirs = f"UPDATE users SET job_title = 'x' WHERE id = '{stranger.account_id}'"
    assert await _changed(api, foreign, theirs) == 0
    for statement in statements:
        assert await _changed(api, replace(own, credential=primary.credential), statement) == 1


async def _changed(api: Api, identity: Identity, statement: str) -> int:
    async with api.services.database.transaction(identity) as session:
        result: Any = await session.execute(text(statement))
        return int(result.rowcount)


async def _only_primaries(api: Api, organisation_id: UUID | None) -> tuple[Viewer, Viewer]:
    """Two new users, and no other primary user."""
    statement = "UPDATE users SET role = 'MEMBER' WHERE organisation_id = $1"
    await api.sql(statement, organisation_id)
    pair = [factories.user(organisation_id=organisation_id, role=Role.PRIMARY) for _ in range(2)]
    await api.save(*pair, *(factories.acceptance(user.id) for user in pair))
    return await api.viewer(pair[0].email), await api.viewer(pair[1].email)


def _id(viewer: Viewer) -> str:
    return global_ids.encode(Kind.USER, viewer.account_id)
