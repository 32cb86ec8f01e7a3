"""Sensitive acts want a proof of identity that is not old; it is renewed as one signs in."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from resolvers.context import Viewer
from tests import factories, mutation_calls
from tests.api import Answer, Api
from tests.factories import now
from tests.services import PASSWORD, superuser_url
from tests.usecases.test_two_step_sign_in import Armed, Clock, armed, code_of, outcome

__all__ = ["armed"]  # a fixture

EMAIL: Final = "member@northbridge.example"
CONFIRM: Final = """mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) {
  session { confirmedUntil expiresAt } userErrors { field code message } } }"""
SENSITIVE: Final = "mutation { enableTotp(input: {}) { secret userErrors { code } } }"


async def confirm(
    api: Api, viewer: Viewer, password: str = PASSWORD, code: str | None = None
) -> Answer:
    """The whole answer."""
    given = {"password": password, "code": code}
    return await api.answer(CONFIRM, viewer, input=given)


async def seen_again(api: Api, token: str) -> Viewer:
    """The viewer as the next request has it."""
    return await api.signed_in(token)


@pytest.mark.parametrize(("minutes", "is_fresh"), [(9.9, True), (10.1, False)])
async def test_a_sign_in_counts_as_a_proof_for_ten_minutes(
    api: Api, minutes: float, is_fresh: bool
) -> None:
    token = await api.token(EMAIL)
    await api.sql(
        "UPDATE sessions SET confirmed_at = now() - $1::interval", timedelta(minutes=minutes)
    )

    answer = await api.answer(SENSITIVE, await seen_again(api, token))

    assert code_of(answer) == ("OK" if is_fresh else "REAUTHENTICATION_REQUIRED")


async def test_a_session_from_before_has_to_be_confirmed(api: Api) -> None:
    token = await api.token(EMAIL)
    await api.sql("UPDATE sessions SET confirmed_at = DEFAULT")

    error = await api.error(SENSITIVE, await seen_again(api, token))

    assert error["extensions"]["code"] == "REAUTHENTICATION_REQUIRED"
    assert error["message"].startswith("To protect your account, confirm that it is you")
    rows = await api.sql("SELECT FROM second_factors")
    assert rows == []


async def test_the_password_renews_the_proof_of_this_session_alone(api: Api) -> None:
    token, other = await api.token(EMAIL), await api.token(EMAIL)
    await api.sql("UPDATE sessions SET confirmed_at = now() - interval '1 hour'")

    answer = await confirm(api, await seen_again(api, token))

    session = answer["data"]["confirmIdentity"]["session"]
    until = datetime.fromisoformat(session["confirmedUntil"])
    assert timedelta(minutes=9, seconds=50) < until - now() <= timedelta(minutes=10)
    assert code_of(await api.answer(SENSITIVE, await seen_again(api, token))) == "OK"
    refused = await api.answer(SENSITIVE, await seen_again(api, other))
    assert code_of(refused) == "REAUTHENTICATION_REQUIRED"
    told = "{ viewer { session { confirmedUntil } } }"
    shown = await api.data(told, await seen_again(api, token))
    assert shown["viewer"]["session"]["confirmedUntil"] == session["confirmedUntil"]


async def test_the_proof_lasts_no_longer_than_the_session(api: Api) -> None:
    token = await api.token(EMAIL)
    await api.sql("UPDATE sessions SET expires_at = now() + interval '5 minutes'")

    answer = await confirm(api, await seen_again(api, token))

    session = answer["data"]["confirmIdentity"]["session"]
    assert session["confirmedUntil"] == session["expiresAt"]


async def test_a_wrong_password_renews_nothing_and_counts_with_those_at_sign_in(api: Api) -> None:
    still = replace(api, services=replace(api.services, clock=Clock()))
    token = await still.token(EMAIL)
    await still.sql("UPDATE sessions SET confirmed_at = now() - interval '1 hour'")
    viewer = await seen_again(still, token)

    answers = [await confirm(still, viewer, "wrong") for _ in range(5)]

    for answer in answers:
        (error,) = answer["data"]["confirmIdentity"]["userErrors"]
        assert (error["code"], error["field"]) == ("INVALID_CREDENTIALS", ["password"])
        assert error["message"].startswith("This password is not right.")
        assert answer["data"]["confirmIdentity"]["session"] is None
    assert code_of(await confirm(still, viewer)) == "RATE_LIMITED"
    assert await outcome(still) == "RATE_LIMITED"
    refused = await still.answer(SENSITIVE, await seen_again(still, token))
    assert code_of(refused) == "REAUTHENTICATION_REQUIRED"
    rows = await still.sql("SELECT outcome FROM audit_rows WHERE operation = 'confirmIdentity'")
    assert [row["outcome"] for row in rows] == ["INVALID_CREDENTIALS"] * 5


async def test_a_right_password_forgives_the_wrong_ones(api: Api) -> None:
    viewer = await api.viewer(EMAIL)
    for _ in range(4):
        await confirm(api, viewer, "wrong")
    assert code_of(await confirm(api, viewer)) == "OK"

    counted = await api.sql("SELECT failures FROM sign_in_attempts ORDER BY failures")

    assert [row["failures"] for row in counted] == [0, 4]  # of the account, and of the network


async def test_with_two_step_sign_in_it_takes_a_code_as_well(armed: Armed) -> None:
    api, viewer = armed.api, armed.viewer

    assert code_of(await confirm(api, viewer)) == "SECOND_FACTOR_REQUIRED"
    assert code_of(await confirm(api, viewer, "wrong", armed.code())) == "INVALID_CREDENTIALS"
    assert code_of(await confirm(api, viewer, code="000000")) == "INVALID_CODE"
    assert code_of(await confirm(api, viewer, code=armed.code())) == "OK"
    assert code_of(await confirm(api, viewer, code=armed.code())) == "INVALID_CODE"
    assert await outcome(api, armed.code()) == "INVALID_CODE"  # used by confirming
    assert code_of(await confirm(api, viewer, code=armed.recovery_codes[0])) == "OK"


async def test_two_documents_of_tries_do_not_fit_in_one(api: Api) -> None:
    one = 'confirmIdentity(input: {password: "x"}) { userErrors { code } }'

    assert await api.code(f"mutation {{ a: {one} b: {one} }}", await api.viewer(EMAIL)) == (
        "COST_LIMIT"
    )


async def test_who_is_disabled_meanwhile_cannot_confirm(api: Api) -> None:
    viewer = await api.viewer(EMAIL)
    await api.sql("UPDATE users SET state = 'DISABLED' WHERE email_key = $1", EMAIL)

    assert code_of(await confirm(api, viewer)) == "INVALID_CREDENTIALS"


async def test_nothing_sensitive_is_done_by_a_session_that_is_not_confirmed(api: Api) -> None:
    token = await mutation_calls.two_step_user(superuser_url(api.urls), api.services.keyring, {})
    viewer = await seen_again(api, token)
    await api.save(factories.recovery_code(viewer.account_id))
    await api.sql("UPDATE sessions SET confirmed_at = now() - interval '1 hour'")
    stale = await seen_again(api, token)

    for name in ("disableTotp", "renewRecoveryCodes", "enableTotp"):
        document = f"mutation {{ {name}(input: {{}}) {{ userErrors {{ code }} }} }}"
        assert code_of(await api.answer(document, stale)) == "REAUTHENTICATION_REQUIRED"

    assert (await seen_again(api, token)).second_factor == viewer.second_factor
