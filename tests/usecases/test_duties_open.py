"""Who owes something signs in and does it; until then every path is shut, live ones too."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pyotp
import pytest

from db.ids import new_id
from domain.duties import Duty
from domain.errors import DutyOpen
from domain.permissions import Scope
from resolvers import authentication, exports
from resolvers.context import Viewer
from schema.errors import Refused
from tests import factories
from tests.api import Api
from tests.usecases import people, streams
from tests.usecases.test_statement_counts import counting

MEMBER: Final = "member@northbridge.example"
DUTIES: Final = "{ viewer { duties secondFactor { isEnabled isDemanded } } }"
ACCEPT: Final = """mutation ($version: String!) { acceptTerms(input: {version: $version}) {
  duties userErrors { field code message } } }"""
ENABLE: Final = "mutation { enableTotp(input: {}) { secret userErrors { code } } }"
CONFIRM: Final = """mutation ($code: String!) { confirmTotp(input: {code: $code}) {
  duties userErrors { code } } }"""
LIST: Final = "{ sharedResults(first: 1) { edges { node { id } } } }"
_ALL_SCOPES: Final = tuple(Scope)
WATCH: Final = "subscription { resultShared { cursor } }"


async def new_terms(api: Api) -> None:
    """Since today another version applies."""
    await api.sql("UPDATE terms_versions SET applies_from = applies_from - 1")
    await api.sql("INSERT INTO terms_versions VALUES ('2', (now() AT TIME ZONE 'UTC')::date)")


async def demand(api: Api) -> None:
    """Every organisation wants a second factor of its users from now on."""
    await api.sql("UPDATE organisations SET demands_second_factor = true")


def in_production(api: Api) -> Api:
    """The same API, not as a demonstration."""
    return replace(api, services=replace(api.services, is_demo=False))


async def duties(api: Api, email: str) -> list[str]:
    """What a person is told to do, in a new session."""
    found: list[str] = (await api.data(DUTIES, await api.viewer(email)))["viewer"]["duties"]
    return found


async def test_nobody_owes_anything_in_the_sample_data(sample: Api) -> None:
    for row in await sample.sql("SELECT email_key FROM users"):
        assert await duties(sample, row["email_key"]) == []
    assert (await sample.data("{ viewer { duties } }"))["viewer"]["duties"] == []
    client = await sample.client()
    assert (await sample.data("{ viewer { duties } }", client))["viewer"]["duties"] == []


async def test_a_new_version_of_the_terms_is_owed_by_members_from_its_day_on(api: Api) -> None:
    await api.sql("INSERT INTO terms_versions VALUES ('later', current_date + 2)")
    assert await duties(api, MEMBER) == []

    await new_terms(api)

    assert await duties(api, MEMBER) == ["ACCEPT_TERMS"]
    assert await duties(api, "primary@lakeside.example") == ["ACCEPT_TERMS"]
    assert await duties(api, "candidate@demo.example") == []
    assert await duties(api, "auditor@issuer.example") == []
    assert await api.data(LIST, await api.client(*_ALL_SCOPES))


async def test_terms_are_accepted_once_by_each_person_and_stay_on_record(api: Api) -> None:
    await new_terms(api)
    member = await api.viewer(MEMBER)
    error = await api.error(LIST, member)
    assert error["extensions"]["code"] == "DUTY_OPEN"
    assert error["extensions"]["duty"] == "ACCEPT_TERMS"
    assert error["message"].startswith("The Terms of Use have changed.")

    old = (await api.data(ACCEPT, member, version="1"))["acceptTerms"]
    assert [(each["field"], each["code"]) for each in old["userErrors"]] == [
        (["version"], "INVALID")
    ]
    for _ in range(2):
        accepted = (await api.data(ACCEPT, member, version="2"))["acceptTerms"]
        assert accepted == {"duties": [], "userErrors": []}

    assert await duties(api, MEMBER) == []
    assert await api.data(LIST, await api.viewer(MEMBER))
    assert await duties(api, "primary@northbridge.example") == ["ACCEPT_TERMS"]
    rows = await api.sql(
        "SELECT version FROM terms_acceptances WHERE user_id = $1 ORDER BY version",
        member.account_id,
    )
    assert [row["version"] for row in rows] == ["1", "2"]


async def test_the_first_acceptance_keeps_its_time(api: Api) -> None:
    member = await api.viewer(MEMBER)
    statement = "SELECT accepted_at FROM terms_acceptances WHERE user_id = $1"
    before = await api.one(statement, member.account_id)

    await api.data(ACCEPT, member, version="1")

    assert await api.one(statement, member.account_id) == before


async def test_staff_must_have_a_second_factor_outside_the_demonstration(api: Api) -> None:
    real = in_production(api)
    for role in ("approver", "publisher", "auditor"):
        assert await duties(real, f"{role}@issuer.example") == ["ENABLE_SECOND_FACTOR"]
    for email in (MEMBER, "candidate@demo.example"):
        assert await duties(real, email) == []

    viewer = await real.viewer("auditor@issuer.example")
    seed = (await real.data(ENABLE, viewer))["enableTotp"]["secret"]
    done = (await real.data(CONFIRM, viewer, code=pyotp.TOTP(seed).now()))["confirmTotp"]

    assert done == {"duties": [], "userErrors": []}
    assert await duties(real, "auditor@issuer.example") == []
    off = "mutation { disableTotp(input: {}) { userErrors { code message } } }"
    again = await real.viewer("auditor@issuer.example")
    (error,) = (await real.data(off, again))["disableTotp"]["userErrors"]
    assert error["code"] == "SECOND_FACTOR_REQUIRED"
    assert error["message"].endswith("It cannot be switched off.")
    assert (await real.data(DUTIES, again))["viewer"]["secondFactor"] == {
        "isEnabled": True,
        "isDemanded": True,
    }


async def test_an_organisation_demands_it_of_its_users_alone(api: Api) -> None:
    await api.sql(
        "UPDATE organisations SET demands_second_factor = true"
        " WHERE email_domain = 'northbridge.example'"
    )

    assert await duties(api, MEMBER) == ["ENABLE_SECOND_FACTOR"]
    assert await duties(api, "primary@northbridge.example") == ["ENABLE_SECOND_FACTOR"]
    assert await duties(api, "primary@lakeside.example") == []
    assert await duties(api, "candidate@demo.example") == []


async def test_both_are_owed_in_their_order_and_done_one_after_the_other(api: Api) -> None:
    await new_terms(api)
    await demand(api)
    first = await api.viewer(MEMBER)
    assert first.duties == (Duty.ACCEPT_TERMS, Duty.ENABLE_SECOND_FACTOR)
    assert (await api.error(LIST, first))["extensions"]["duty"] == "ACCEPT_TERMS"

    accepted = await api.data(ACCEPT, first, version="2")
    assert accepted["acceptTerms"]["duties"] == ["ENABLE_SECOND_FACTOR"]

    second = await api.viewer(MEMBER)
    assert (await api.error(LIST, second))["extensions"]["duty"] == "ENABLE_SECOND_FACTOR"
    seed = (await api.data(ENABLE, second))["enableTotp"]["secret"]
    await api.data(CONFIRM, second, code=pyotp.TOTP(seed).now())
    assert await api.data(LIST, await api.viewer(MEMBER))


async def test_what_is_owed_costs_no_statement_of_its_own(api: Api) -> None:
    token = await api.token(MEMBER)
    with counting(api) as free:
        await authentication.by_token(api.services, token)
    await new_terms(api)
    await demand(api)

    with counting(api) as owing:
        await authentication.by_token(api.services, token)

    assert len(free) == len(owing) == 2


@pytest.mark.parametrize(("arise", "duty"), [(new_terms, "ACCEPT_TERMS"),
    (demand, "ENABLE_SECOND_FACTOR")])  # fmt: skip
async def test_a_stream_ends_when_something_is_owed(
    api: Api, arise: Callable[[Api], Any], duty: str
) -> None:
    organisation = await people.organisation(api)
    one, two = await people.people(api, 2)
    member = await api.viewer(MEMBER)
    async with streams.opened(api, WATCH, member) as stream:
        await people.shared(api, one, organisation)
        assert await stream.next()

        await arise(api)
        await people.shared(api, two, organisation)

        with pytest.raises(Refused) as refused:
            await stream.next()
    (error,) = refused.value.formatted
    assert error["extensions"]["code"] == "DUTY_OPEN"
    assert error["extensions"]["duty"] == duty


async def test_a_stream_of_colleagues_goes_on_for_those_who_owe_nothing(api: Api) -> None:
    organisation = await people.organisation(api)
    one, two = await people.people(api, 2)
    member = await api.viewer(MEMBER)
    primary = await api.viewer("primary@northbridge.example")
    await api.save(factories.second_factor(primary.account_id))
    async with (
        streams.opened(api, WATCH, member) as owing,
        streams.opened(api, WATCH, primary) as free,
    ):
        await people.shared(api, one, organisation)
        assert await owing.next()
        assert await free.next()
        await demand(api)
        await people.shared(api, two, organisation)

        assert await free.next()
        with pytest.raises(Refused):
            await owing.next()


async def test_no_stream_begins_for_who_owes_something(api: Api) -> None:
    await new_terms(api)
    member = await api.viewer(MEMBER)

    with pytest.raises(Refused) as refused:
        async with asyncio.timeout(5):
            await anext(api.watch(WATCH, member))

    assert refused.value.formatted[0]["extensions"]["code"] == "DUTY_OPEN"


async def test_a_running_download_ends_when_something_is_owed(api: Api, member: Viewer) -> None:
    absent = new_id()
    context = api.context(member)
    assert await exports.may_go_on(context, absent)
    assert await authentication.refusal(api.services, member) is None

    await new_terms(api)

    assert not await exports.may_go_on(context, absent)
    refusal = await authentication.refusal(api.services, member)
    assert isinstance(refusal, DutyOpen)
    with pytest.raises(DutyOpen):
        await exports.download(api.context(await api.viewer(MEMBER)), absent)
