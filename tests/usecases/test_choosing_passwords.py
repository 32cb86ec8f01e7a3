"""Passwords chosen by link and changed by who knows the old one, and by nobody else."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import Identity, Job
from domain.permissions import Role
from domain.states import UserState
from resolvers import authentication, invitations, links, password_links
from resolvers.context import Viewer
from tests import factories
from tests.api import Answer, Api, all_of
from tests.services import PASSWORD
from tests.usecases import letter_posts
from tests.usecases.letter_posts import Post
from tests.usecases.whole_database import digests

EMAIL = "member@northbridge.example"
NEW = "tulip anvil qxz brook"
RESET = """mutation ($email: String!) {
  requestPasswordReset(input: {email: $email}) { userErrors { code } } }"""
SET = """mutation ($token: String!, $password: String!) {
  setPassword(input: {token: $token, password: $password}) {
    email userErrors { code field message } } }"""
CHANGE = """mutation ($current: String!, $new: String!) {
  changePassword(input: {currentPassword: $current, newPassword: $new}) {
    userErrors { code field message } } }"""
SIGN_IN = """mutation ($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password, wantsToken: true}) {
    token userErrors { code } } }"""


@pytest.fixture
def post(api: Api, tmp_path: Path) -> Iterator[Post]:
    with letter_posts.opened(api, tmp_path / "mailbox") as opened:
        yield opened


async def payload(api: Api, document: str, viewer: Viewer | None = None, /, **given: Any) -> Answer:
    (found,) = (await api.data(document, viewer, **given)).values()
    return dict(found)


async def chosen(api: Api, token: str, password: str = NEW) -> str | None:
    """The code of the refusal; None when the password is kept."""
    errors = (await payload(api, SET, token=token, password=password))["userErrors"]
    return errors[0]["code"] if errors else None


async def can_sign_in(api: Api, password: str, email: str = EMAIL) -> bool:
    await api.sql("DELETE FROM sign_in_attempts")
    found = await payload(api, SIGN_IN, email=email, password=password)
    return found["token"] is not None


async def asked(api: Api, post: Post, email: str = EMAIL) -> str:
    await payload(api, RESET, email=email)
    return await post.token(email)


async def test_a_lost_password_is_chosen_anew_by_letter(api: Api, post: Post) -> None:
    old = await api.token(EMAIL)
    token = await asked(api, post, EMAIL)

    found = await payload(api, SET, token=token, password=NEW)

    assert found == {"email": EMAIL, "userErrors": []}
    assert await can_sign_in(api, NEW)
    assert not await can_sign_in(api, PASSWORD)
    assert await authentication.by_token(api.services, old) is None
    await post.everything()
    assert post.arrived()[0].subject == "Your password was changed"
    assert await chosen(api, token) == "LINK_USED"
    assert api.rings.count(Job.MAIL) == 2


async def test_an_invited_person_chooses_a_password_and_is_active(
    api: Api, post: Post, primary: Viewer
) -> None:
    user = factories.user(
        role=Role.MEMBER, organisation_id=primary.organisation_id, state=UserState.INVITED
    )
    await api.save(user)
    context = api.context(primary)
    async with context.transaction() as session:
        await invitations.invite(context, session, user, "Northbridge University")
        await invitations.invite(context, session, user, "Northbridge University")
    token = await post.token(user.email)

    assert not await can_sign_in(api, NEW, user.email)
    assert await chosen(api, token) is None

    assert await can_sign_in(api, NEW, user.email)
    assert len(await api.sql("SELECT FROM links WHERE used_at IS NULL")) == 0
    assert len(await api.sql("SELECT FROM letters WHERE kind = 'PASSWORD_CHANGED'")) == 0


async def test_a_password_that_will_not_do_leaves_the_link_as_it_was(api: Api, post: Post) -> None:
    token = await asked(api, post)
    before = await digests(api)

    for password in ("", "short", "x" * 129, "password123456789", EMAIL, f"{NEW}\0", "é" * 20):
        assert await chosen(api, token, password) == "INVALID"

    assert await digests(api) == before
    assert await chosen(api, token) is None


async def test_of_ten_who_use_a_link_at_once_one_password_is_kept(api: Api, post: Post) -> None:
    token = await asked(api, post)
    tries = [f"{NEW} number {number}" for number in range(10)]

    codes = await all_of(chosen(api, token, password) for password in tries)

    assert codes.count(None) == 1
    assert set(codes) == {None, "LINK_USED"}
    works = [await can_sign_in(api, password) for password in tries]
    assert works == [code is None for code in codes]
    assert len(await api.sql("SELECT FROM letters WHERE kind = 'PASSWORD_CHANGED'")) == 1


async def test_using_one_link_ends_the_others_of_the_account_and_nobody_elses(
    api: Api, post: Post
) -> None:
    first = await asked(api, post)
    second = await asked(api, post)
    other = await asked(api, post, "primary@northbridge.example")

    assert await chosen(api, second) is None

    assert await chosen(api, first) == "LINK_USED"
    assert await chosen(api, other) is None


@pytest.mark.parametrize(
    "change",
    [
        "state = 'DISABLED'",
        "state = 'REMOVED'",
        "email = 'other@northbridge.example', email_key = 'other@northbridge.example'",
    ],
)
async def test_a_link_is_dead_when_the_account_is_not_what_it_was(
    api: Api, post: Post, change: str
) -> None:
    token = await asked(api, post)
    await api.sql(f"UPDATE users SET {change} WHERE email_key = $1", EMAIL)
    before = await digests(api)

    assert await chosen(api, token) == "LINK_UNKNOWN"
    assert await digests(api) == before


@pytest.mark.parametrize(
    "email", ["nobody@northbridge.example", "", "\0", "\ud800", "x" * 5_000], ids=ascii
)
async def test_nobody_learns_whether_there_is_an_account(api: Api, post: Post, email: str) -> None:
    known = await api.data(RESET, None, email=EMAIL)
    counts = await api.counts()

    unknown = await api.data(RESET, None, email=email)

    grown = {name: now - counts[name] for name, now in (await api.counts()).items()}
    assert unknown == known
    assert {name for name, more in grown.items() if more} == {
        "letters",
        "links",
        "sign_in_attempts",
    }
    await post.everything()
    assert [message.recipient for message in post.arrived()] == [EMAIL]


async def test_a_known_and_an_unknown_account_take_the_same_time(api: Api) -> None:
    async def seconds(email: str) -> float:
        begun = time.perf_counter()
        await api.data(RESET, None, email=email)
        return time.perf_counter() - begun

    emails = [row["email"] for row in await api.sql("SELECT email FROM users LIMIT 8")]
    known = [await seconds(email) for email in emails]
    unknown = [await seconds(f"nobody{number}@nowhere.example") for number in range(8)]

    assert 1 / 3 < median(known) / median(unknown) < 3


async def test_a_mailbox_is_not_filled_and_nobody_is_told_why(api: Api, post: Post) -> None:
    for number in range(12):
        await password_links.request(api.context(client_address=f"198.51.{number}.7"), EMAIL)

    await post.everything()
    assert len(post.arrived()) == 5


async def test_one_network_asks_only_so_often_about_one_address(api: Api) -> None:
    codes = [await api.answer(RESET, None, email="who@nowhere.example") for _ in range(6)]

    assert all("errors" not in answer for answer in codes[:5])
    assert codes[5]["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert "errors" not in await api.answer(RESET, None, email="else@nowhere.example")


async def test_a_changed_password_ends_every_other_session_and_tells_the_owner(
    api: Api, post: Post
) -> None:
    here, there = await api.token(EMAIL), await api.token(EMAIL)
    reset = await asked(api, post)

    found = await payload(api, CHANGE, await api.signed_in(here), current=PASSWORD, new=NEW)

    assert found == {"userErrors": []}
    assert await authentication.by_token(api.services, here)
    assert await authentication.by_token(api.services, there) is None
    assert await can_sign_in(api, NEW)
    assert not await can_sign_in(api, PASSWORD)
    assert await chosen(api, reset) == "LINK_USED"
    await post.everything()
    assert post.arrived()[0].subject == "Your password was changed"


async def test_a_wrong_password_changes_nothing_and_is_counted_as_at_sign_in(
    api: Api, member: Viewer
) -> None:
    before = await digests(api, "sign_in_attempts")

    for _ in range(5):
        (error,) = (await payload(api, CHANGE, member, current="wrong", new=NEW))["userErrors"]
        assert (error["code"], error["field"]) == ("INVALID_CREDENTIALS", ["currentPassword"])
        assert "password" in error["message"]
    assert await api.code(CHANGE, member, current=PASSWORD, new=NEW) == "RATE_LIMITED"
    assert await api.code(SIGN_IN, None, email=EMAIL, password=PASSWORD) == "RATE_LIMITED"

    assert await digests(api, "sign_in_attempts") == before


@pytest.mark.parametrize("new", ["short", PASSWORD, "password123456789", f"{NEW}\0", "x" * 129])
async def test_another_password_that_will_not_do_is_refused(
    api: Api, member: Viewer, new: str
) -> None:
    before = await digests(api, "sign_in_attempts")

    (error,) = (await payload(api, CHANGE, member, current=PASSWORD, new=new))["userErrors"]

    assert (error["code"], error["field"]) == ("INVALID", ["newPassword"])
    assert await digests(api, "sign_in_attempts") == before


async def test_of_two_changes_at_once_the_second_finds_another_password(api: Api) -> None:
    viewers = [await api.viewer(EMAIL) for _ in range(3)]

    found = await all_of(
        payload(api, CHANGE, viewer, current=PASSWORD, new=f"{NEW} {number}")
        for number, viewer in enumerate(viewers)
    )

    refusals = [each["userErrors"] for each in found]
    assert sum(not each for each in refusals) == 1
    assert sum([await can_sign_in(api, f"{NEW} {number}") for number in range(3)]) == 1


async def refused(api: Api, identity: Identity, statement: str, **values: Any) -> bool:
    """Whether PostgreSQL refuses, or changes nothing."""
    try:
        async with api.services.database.transaction(identity) as session:
            changed = await session.execute(text(f"{statement} RETURNING 1"), values)
            return not changed.all()
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", None) == "42501"


async def test_no_identity_but_a_proof_of_the_account_changes_its_password(
    api: Api, post: Post
) -> None:
    token = await api.token(EMAIL)
    member = await api.signed_in(token)
    primary = await api.viewer("primary@northbridge.example")
    user = {"user_id": member.account_id}
    own = authentication.hash_of(token).hex()
    others = authentication.hash_of(await api.token("primary@northbridge.example")).hex()
    stolen = "UPDATE user_secrets SET password_hash = 'x' WHERE user_id = :user_id"
    forged = (
        "INSERT INTO user_secrets (user_id, password_hash, changed_at)"
        " VALUES (:user_id, 'x', now())"
    )
    await api.sql("DELETE FROM user_secrets WHERE user_id = $1", (await newcomer(api)).id)
    for identity in (
        Identity(user_id=member.account_id),
        Identity(credential=own),
        Identity(user_id=member.account_id, credential=others),
        Identity(user_id=primary.account_id, credential=others),
        Identity(email=EMAIL),
        primary.identity(),
        member.identity(),
        *(Identity(job=job, user_id=member.account_id) for job in Job),
    ):
        assert await refused(api, identity, stolen, **user), identity
        assert await refused(api, identity, forged, **user), identity
    proof = Identity(user_id=member.account_id, credential=own)
    assert not await refused(api, proof, stolen, **user)
    await api.sql("UPDATE sessions SET ended_at = now()")
    assert await refused(api, proof, stolen, **user)
    by_link = links.identity(await asked(api, post))
    by_link = Identity(user_id=member.account_id, credential=by_link.credential)
    assert not await refused(api, by_link, stolen, **user)
    await api.sql("UPDATE links SET used_at = now()")
    assert await refused(api, by_link, stolen, **user)


async def newcomer(api: Api) -> Any:
    user = factories.user(role=Role.ISSUER_AUDITOR, state=UserState.INVITED)
    await api.save(user)
    return user


async def test_an_account_does_not_give_itself_an_address_or_activity(
    api: Api, member: Viewer
) -> None:
    user = await newcomer(api)
    email = "UPDATE users SET email = 'x@y.example', email_key = 'x@y.example' WHERE id = :id"
    active = "UPDATE users SET state = 'ACTIVE' WHERE id = :id"

    assert await refused(api, member.identity(), email, id=member.account_id)
    assert await refused(api, Identity(user_id=user.id), active, id=user.id)
    assert await refused(api, member.identity(), active, id=user.id)
