"""A link is good for one purpose, for a while, once, and for nobody but who holds it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import NOBODY, Identity
from db.models.links import Link
from db.queries import links as stored
from domain.errors import DomainError, LinkExpired, LinkUnknown, LinkUsed
from domain.links import LIFETIMES, PASSWORD, LinkPurpose
from resolvers import links
from resolvers.context import Context
from tests import api as apis
from tests.api import Api, all_of

EMAIL = "member@northbridge.example"
RESET = LinkPurpose.PASSWORD_RESET


async def issued(
    api: Api, purpose: LinkPurpose = RESET, *, email: str = EMAIL, context: Context | None = None
) -> str:
    """The token of a new link to somebody's account, made by naming the address."""
    user = await api.one("SELECT id FROM users WHERE email_key = $1", email)
    identity = Identity(email=email, user_id=user["id"])
    given = context or api.context()
    async with api.services.database.transaction(identity) as session:
        link = await links.issue(given, session, purpose, email, user_id=user["id"])
    return link.url.rpartition("/")[2]


async def used(context: Context, token: str) -> bool:
    """Use a link as a use case does."""
    async with context.services.database.transaction(links.identity(token)) as session:
        link = await links.lock(context, session, token, PASSWORD)
        await asyncio.sleep(0.02)
        await stored.use(session, link.id, context.now())
    return True


async def test_a_link_leads_to_the_configured_address_and_carries_a_random_token(api: Api) -> None:
    user = await api.one("SELECT id FROM users WHERE email_key = $1", EMAIL)
    context = api.context()
    async with api.services.database.transaction(Identity(email=EMAIL)) as session:
        link = await links.issue(context, session, RESET, EMAIL, user_id=user["id"])

    base, _, token = link.url.rpartition("/")
    assert base == "http://127.0.0.1:8000/set-password"
    assert len(token.removeprefix(links.PREFIX)) == 43
    assert token not in repr(link)
    kept = await api.one("SELECT l::text AS line, l.* FROM links l")
    assert token not in kept["line"]
    assert EMAIL.encode() not in kept["address"]
    assert kept["expires_at"] - kept["created_at"] == timedelta(hours=1)


async def test_looking_at_a_link_changes_nothing_and_using_it_ends_it(api: Api) -> None:
    token, context = await issued(api), api.context()

    for _ in range(3):
        link = await links.look(context, token, PASSWORD)
    assert links.address(context, link) == EMAIL

    assert await used(context, token)
    with pytest.raises(LinkUsed):
        await links.look(context, token, PASSWORD)
    with pytest.raises(LinkUsed):
        await used(context, token)


async def test_of_twenty_who_use_a_link_at_once_exactly_one_does(api: Api) -> None:
    token, context = await issued(api), api.context()

    async def tried() -> bool:
        try:
            return await used(context, token)
        except LinkUsed:
            return False

    assert sorted(await all_of(tried() for _ in range(20))) == [False] * 19 + [True]


@pytest.mark.parametrize("purpose", [RESET, LinkPurpose.EMAIL_CHANGE])
async def test_a_link_is_good_until_its_time_is_up(api: Api, purpose: LinkPurpose) -> None:
    token = await issued(api, purpose)
    lifetime = LIFETIMES[purpose]

    async def refusal(after: timedelta) -> type[DomainError] | None:
        moment = datetime.now(UTC) + after
        async with apis.opened(
            api.urls, api.services.storage, api.services.keyring, clock=lambda: moment
        ) as later:
            try:
                await links.look(later.context(), token, [purpose])
            except DomainError as error:
                return type(error)
        return None

    assert await refusal(lifetime - timedelta(seconds=30)) is None
    assert await refusal(lifetime + timedelta(seconds=1)) is LinkExpired


async def test_a_link_of_another_purpose_is_not_known(api: Api) -> None:
    token, context = await issued(api, LinkPurpose.EMAIL_CHANGE), api.context()

    with pytest.raises(LinkUnknown):
        await links.look(context, token, PASSWORD)


@pytest.mark.parametrize(
    "token", ["", "rvs_link_", "x", "\0", "\ud800", "é" * 10_000, "rvs_session_abc", "' OR 1=1 --"]
)
async def test_what_is_no_token_is_not_known(api: Api, token: str) -> None:
    await issued(api)

    with pytest.raises(LinkUnknown):
        await links.look(api.context(), token, list(LinkPurpose))


async def test_a_link_about_nobody_opens_nothing(api: Api) -> None:
    async with api.services.database.transaction(NOBODY) as session:
        link = await links.issue(api.context(), session, RESET, "nobody@people.example")

    with pytest.raises(LinkUnknown):
        await links.look(api.context(), link.url.rpartition("/")[2], PASSWORD)


async def test_a_token_opens_its_own_link_and_no_other(api: Api) -> None:
    mine = await issued(api)
    await issued(api, email="primary@northbridge.example")

    async with api.services.database.transaction(links.identity(mine)) as session:
        seen = (await session.execute(text("SELECT count(*) FROM links"))).scalar_one()
        assert seen == 1
        ended = await session.execute(text("UPDATE links SET used_at = now() RETURNING 1"))
        assert len(ended.all()) == 1


async def test_a_link_moved_to_another_row_does_not_open(api: Api) -> None:
    mine = await issued(api)
    await issued(api, email="primary@northbridge.example")
    await api.sql("UPDATE links l SET address = o.address FROM links o WHERE o.id <> l.id")
    context = api.context()

    link = await links.look(context, mine, PASSWORD)

    with pytest.raises(ValueError, match="damaged or moved"):
        links.address(context, link)


async def user_id(api: Api, email: str) -> UUID:
    found: UUID = (await api.one("SELECT id FROM users WHERE email_key = $1", email))["id"]
    return found


async def refused(api: Api, identity: Identity, purpose: LinkPurpose, owner: UUID) -> bool:
    """Whether PostgreSQL itself refuses to make such a link."""
    try:
        async with api.services.database.transaction(identity) as session:
            await links.issue(api.context(), session, purpose, EMAIL, user_id=owner)
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", None) == "42501"
    return False


async def test_nobody_makes_a_link_to_an_account_but_those_whom_it_concerns(api: Api) -> None:
    member = await user_id(api, EMAIL)
    primary = await api.viewer("primary@northbridge.example")
    stranger = await api.viewer("primary@lakeside.example")
    for identity in (NOBODY, primary.identity(), stranger.identity()):
        for purpose in (RESET, LinkPurpose.INVITATION, LinkPurpose.EMAIL_CHANGE):
            assert await refused(api, identity, purpose, member), (identity, purpose)
    assert await refused(api, Identity(email="primary@northbridge.example"), RESET, member)
    assert await refused(api, Identity(user_id=member), RESET, member)
    assert not await refused(api, Identity(email=EMAIL), RESET, member)
    assert not await refused(api, Identity(user_id=member), LinkPurpose.EMAIL_CHANGE, member)


async def test_an_invitation_goes_to_an_account_that_is_invited_and_to_no_other(api: Api) -> None:
    member = await user_id(api, EMAIL)
    primary = await api.viewer("primary@northbridge.example")
    await api.sql("UPDATE users SET state = 'INVITED' WHERE id = $1", member)

    assert not await refused(api, primary.identity(), LinkPurpose.INVITATION, member)
    assert await refused(api, primary.identity(), RESET, member)
    stranger = await api.viewer("primary@lakeside.example")
    assert await refused(api, stranger.identity(), LinkPurpose.INVITATION, member)
    for state in ("DISABLED", "REMOVED", "ACTIVE"):
        await api.sql("UPDATE users SET state = $2 WHERE id = $1", member, state)
        assert await refused(api, primary.identity(), LinkPurpose.INVITATION, member), state


async def test_a_link_cannot_be_prolonged_or_given_to_another(api: Api) -> None:
    token = await issued(api)
    for change in ("expires_at = now() + interval '1 year'", "user_id = NULL", "purpose = 'X'"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with api.services.database.transaction(links.identity(token)) as session:
                await session.execute(text(f"UPDATE links SET {change}"))


def test_the_token_of_a_link_is_not_a_column() -> None:
    assert "token" not in Link.model_fields
