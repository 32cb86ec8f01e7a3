"""An address changes by a link that was sent to it, and nobody learns who else has an account."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolvers.context import Viewer
from tests.api import Answer, Api, all_of
from tests.services import PASSWORD
from tests.usecases import letter_posts
from tests.usecases.letter_posts import Post
from tests.usecases.whole_database import digests

EMAIL = "member@northbridge.example"
OTHER = "primary@northbridge.example"
NEW = "new.name@northbridge.example"
REQUEST = """mutation ($email: String!, $password: String!) {
  requestEmailChange(input: {email: $email, password: $password}) {
    userErrors { code field } } }"""
CONFIRM = """mutation ($token: String!) {
  confirmEmailChange(input: {token: $token}) { email userErrors { code } } }"""
SIGN_IN = """mutation ($email: String!) {
  signIn(input: {email: $email, password: "demo-passphrase-2026", wantsToken: true}) { token } }"""


@pytest.fixture
def post(api: Api, tmp_path: Path) -> Iterator[Post]:
    with letter_posts.opened(api, tmp_path / "mailbox") as opened:
        yield opened


async def requested(api: Api, viewer: Viewer, email: str = NEW, password: str = PASSWORD) -> Answer:
    answer = await api.data(REQUEST, viewer, email=email, password=password)
    return dict(answer["requestEmailChange"])


async def confirmed(api: Api, token: str) -> str | None:
    """The code of the refusal; None when the address changed."""
    errors = (await api.data(CONFIRM, None, token=token))["confirmEmailChange"]["userErrors"]
    return errors[0]["code"] if errors else None


async def can_sign_in(api: Api, email: str) -> bool:
    return (await api.data(SIGN_IN, None, email=email))["signIn"]["token"] is not None


async def test_an_address_changes_when_the_new_mailbox_says_so(
    api: Api, member: Viewer, post: Post
) -> None:
    assert await requested(api, member) == {"userErrors": []}
    assert await can_sign_in(api, EMAIL)
    assert not await can_sign_in(api, NEW)

    token = await post.token(NEW)
    subjects = {message.recipient: message.subject for message in post.arrived()}
    assert subjects == {
        NEW: "Confirm your new e-mail address",
        EMAIL: "A new e-mail address was given for your account",
    }
    assert await confirmed(api, token) is None

    assert await can_sign_in(api, NEW)
    assert not await can_sign_in(api, EMAIL)
    assert await confirmed(api, token) == "LINK_USED"


async def test_the_owner_of_a_taken_address_is_told_and_nobody_else(
    api: Api, member: Viewer, post: Post
) -> None:
    free = await requested(api, member)
    counts = await api.counts()

    taken = await requested(api, member, OTHER.upper())

    assert taken == free
    grown = {name: now - counts[name] for name, now in (await api.counts()).items()}
    assert (grown["letters"], grown["links"]) == (2, 1)
    await post.everything()
    subjects = [each.subject for each in post.arrived() if each.recipient.lower() == OTHER]
    assert subjects == ["You have an account already"]
    assert sum("/confirm-email/" in each for each in post.texts()) == 1  # to the free one


async def test_an_address_that_was_taken_meanwhile_stays_its_owners(
    api: Api, member: Viewer, post: Post
) -> None:
    await requested(api, member)
    token = await post.token(NEW)
    await api.sql("UPDATE users SET email = $1, email_key = $1 WHERE email_key = $2", NEW, OTHER)
    before = await digests(api)

    assert await confirmed(api, token) == "INVALID"
    assert await digests(api) == before


async def test_of_two_accounts_that_confirm_one_address_at_once_one_has_it(
    api: Api, member: Viewer, primary: Viewer, post: Post
) -> None:
    await requested(api, member)
    first = await post.token(NEW)
    await requested(api, primary)
    second = await post.token(NEW)

    codes = await all_of(confirmed(api, token) for token in (first, second, first, second))

    assert codes.count(None) == 1
    owners = await api.sql("SELECT id FROM users WHERE email_key = $1", NEW)
    assert len(owners) == 1


@pytest.mark.parametrize(
    ("email", "code"),
    [
        (EMAIL, "INVALID"),
        (f" {EMAIL.upper()} ", "INVALID"),
        ("nobody", "INVALID"),
        ("a@b.example\r\nBcc: c@d.example", "INVALID"),
        ("a@b.example, c@d.example", "INVALID"),
        ("\0@b.example", "INVALID"),
        ("\ud800@b.example", "INVALID"),
        ("a@[127.0.0.1]", "INVALID"),
    ],
    ids=ascii,
)
async def test_what_is_no_new_address_is_refused_and_posts_nothing(
    api: Api, member: Viewer, email: str, code: str
) -> None:
    before = await digests(api, "sign_in_attempts")

    (error,) = (await requested(api, member, email))["userErrors"]

    assert error == {"code": code, "field": ["email"]}
    assert await digests(api, "sign_in_attempts") == before


async def test_without_the_password_nothing_is_sent(api: Api, member: Viewer) -> None:
    before = await digests(api, "sign_in_attempts")

    (error,) = (await requested(api, member, NEW, "wrong"))["userErrors"]

    assert error == {"code": "INVALID_CREDENTIALS", "field": ["password"]}
    assert await digests(api, "sign_in_attempts") == before


async def test_a_link_for_an_address_sets_no_password(api: Api, member: Viewer, post: Post) -> None:
    await requested(api, member)
    token = await post.token(NEW)
    answer = await api.data(
        """mutation ($token: String!) {
          setPassword(input: {token: $token, password: "tulip anvil qxz brook"}) {
            userErrors { code } } }""",
        None,
        token=token,
    )

    assert answer["setPassword"]["userErrors"] == [{"code": "LINK_UNKNOWN"}]
    assert await confirmed(api, token) is None
