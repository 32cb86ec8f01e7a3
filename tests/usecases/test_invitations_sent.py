"""Whoever may see a new account can invite its person; the letter goes to the account's address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db.models.users import User
from db.queries import accounts
from domain.links import PASSWORD
from domain.permissions import Role
from domain.states import UserState
from domain.texts import Language
from resolvers import invitations, links, sessions
from resolvers.context import Context, Viewer
from tests import factories
from tests.api import Api
from tests.usecases import letter_posts
from tests.usecases.letter_posts import Post


@pytest.fixture
def post(api: Api, tmp_path: Path) -> Iterator[Post]:
    with letter_posts.opened(api, tmp_path / "mailbox") as opened:
        yield opened


async def newcomer(api: Api, viewer: Viewer) -> User:
    user = factories.user(
        role=Role.MEMBER,
        organisation_id=viewer.organisation_id,
        state=UserState.INVITED,
        language=Language.FR,
    )
    await api.save(user)
    return user


async def invited(context: Context, user: User) -> None:
    async with context.transaction() as session:
        await invitations.invite(context, session, user, "Northbridge University")


async def test_an_invitation_goes_to_the_new_account_in_its_language(
    api: Api, post: Post, primary: Viewer
) -> None:
    user, context = await newcomer(api, primary), api.context(primary)

    await invited(context, user)

    token = await post.token(user.email)
    (message,) = post.arrived()
    assert message.subject == "Choisissez un mot de passe pour votre compte"
    assert "Northbridge University" in post.texts()[0]
    link = await links.look(api.context(), token, PASSWORD)
    assert link.user_id == user.id
    assert links.address(context, link) == user.email


async def test_ending_the_sessions_of_another_leaves_the_own_and_the_identity_as_they_were(
    api: Api, primary: Viewer
) -> None:
    member = await api.viewer("member@northbridge.example")
    again = await api.viewer("member@northbridge.example")
    context = api.context(primary)

    async with context.transaction() as session:
        await sessions.end_all(context, session, member.account_id)
        own = (await session.execute(text("SELECT current_setting('rvs.user_id')"))).scalar_one()
        assert own == str(primary.account_id)
        assert await accounts.by_id(session, primary.account_id)

    left = await api.sql("SELECT user_id FROM sessions WHERE ended_at IS NULL")
    assert member.account_id == again.account_id
    assert member.account_id not in {row["user_id"] for row in left}
    assert primary.account_id in {row["user_id"] for row in left}
