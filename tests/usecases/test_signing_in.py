"""Signing in and out: one answer and one time for every wrong pair, and sessions that end."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import pytest

from domain.errors import Unauthenticated
from domain.texts import Language
from resolvers import authentication
from resolvers.context import Context
from schema.execution import Operation
from tests import api as apis
from tests.api import Answer, Api
from tests.factories import now
from tests.services import PASSWORD

SIGN_IN: Final = """mutation ($email: String!, $password: String!, $token: Boolean!) {
  signIn(input: {email: $email, password: $password, wantsToken: $token}) {
    token user { email role } userErrors { field code message } } }"""
EMAIL: Final = "member@northbridge.example"
REFUSED: Final = {
    "token": None,
    "user": None,
    "userErrors": [
        {
            "field": ["email"],
            "code": "INVALID_CREDENTIALS",
            "message": "The e-mail address and password do not match. Check both and try again.",
        }
    ],
}


def at_one_moment(api: Api) -> Api:
    """The same API with a clock that stands: waits do not end because a machine is slow."""
    moment = now()
    return replace(api, services=replace(api.services, clock=lambda: moment))


async def sign_in_from(
    api: Api,
    email: str,
    password: str = PASSWORD,
    *,
    address: str | None = "192.0.2.7",
    wants_token: bool = True,
) -> tuple[Answer, Context]:
    """The answer, and the context in which a cookie would be set."""
    context = api.context(client_address=address)
    given = {"email": email, "password": password, "token": wants_token}
    prepared = api.service.prepare(Operation(SIGN_IN, given), context)
    return await api.service.execute(prepared), context


async def refused(
    api: Api, email: str, password: str = "wrong", *, address: str = "192.0.2.7"
) -> Answer:
    """The payload of a refusal."""
    answer, _ = await sign_in_from(api, email, password, address=address)
    payload: Answer = answer["data"]["signIn"]
    return payload


async def token_of(api: Api, email: str = EMAIL) -> str:
    """The token of a new session."""
    answer, _ = await sign_in_from(api, email)
    return str(answer["data"]["signIn"]["token"])


@pytest.mark.parametrize("email", [EMAIL, f"  {EMAIL.upper()} "])
async def test_the_right_pair_starts_a_session_whose_token_is_stored_as_a_hash(
    api: Api, email: str
) -> None:
    answer, context = await sign_in_from(api, email)

    payload = answer["data"]["signIn"]
    assert payload["user"] == {"email": EMAIL, "role": "MEMBER"}
    assert payload["userErrors"] == []
    assert context.session_changes == []
    hashed = hashlib.sha256(payload["token"].encode()).digest()
    row = await api.one("SELECT token_hash FROM sessions")
    assert row["token_hash"] == hashed
    for table in ("sessions", "users", "audit_rows", "sign_in_attempts"):
        rows = await api.sql(f"SELECT x::text AS line FROM {table} x")
        assert not any(payload["token"] in line["line"] for line in rows)
        assert not any(PASSWORD in line["line"] for line in rows)


async def test_a_browser_gets_the_cookie_instead_of_the_token(api: Api) -> None:
    answer, context = await sign_in_from(api, EMAIL, wants_token=False)

    assert answer["data"]["signIn"]["token"] is None
    (token,) = context.session_changes
    assert token is not None
    assert await authentication.by_token(api.services, token) is not None


async def test_every_wrong_pair_has_one_answer(api: Api) -> None:
    await api.sql("UPDATE users SET state = 'DISABLED' WHERE email_key LIKE 'primary@lakeside%'")
    await api.sql("UPDATE organisations SET state = 'SUSPENDED' WHERE email_domain LIKE 'saone%'")

    answers = [
        await refused(api, "nobody@northbridge.example"),
        await refused(api, EMAIL),
        await refused(api, EMAIL, ""),
        await refused(api, EMAIL, PASSWORD + " " * 200),
        await refused(api, EMAIL, PASSWORD.upper()),
        await refused(api, "primary@lakeside.example", PASSWORD),
        await refused(api, "primary@saonelle.example", PASSWORD),
        await refused(api, "", ""),
        await refused(api, "x" * 50_000, "y" * 50_000),
        await refused(api, "\ud800@northbridge.example", "\ud800"),
    ]

    assert answers == [REFUSED] * len(answers)
    rows = await api.sql(
        "SELECT actor_id, outcome, subject_ids FROM audit_rows WHERE operation = 'signIn'"
    )
    assert [tuple(row) for row in rows] == [(None, "INVALID_CREDENTIALS", [])] * len(answers)


async def test_an_unknown_account_takes_the_time_of_a_known_one(api: Api) -> None:
    async def seconds(email: Callable[[int], str], address: str) -> float:
        times = []
        for number in range(5):
            begun = perf_counter()
            await refused(api, email(number), address=address.format(number))
            times.append(perf_counter() - begun)
        return median(times)

    await refused(api, "warm@up.example")
    known = await seconds(lambda number: EMAIL, "198.51.{}.9")
    unknown = await seconds(lambda number: f"nobody-{number}@northbridge.example", "198.51.{}.9")

    assert 1 / 3 < known / unknown < 3
    assert unknown > 0.01  # somebody's password was checked


async def test_signing_in_is_on_record_with_the_account(api: Api) -> None:
    await token_of(api)

    row = await api.one("SELECT outcome, subject_ids FROM audit_rows WHERE operation = 'signIn'")
    user = await api.one("SELECT id FROM users WHERE email_key = $1", EMAIL)
    assert (row["outcome"], row["subject_ids"]) == ("OK", [user["id"]])


async def test_after_five_wrong_tries_the_next_must_wait(api: Api) -> None:
    api = at_one_moment(api)
    assert [await refused(api, EMAIL) for _ in range(5)] == [REFUSED] * 5

    answer, _ = await sign_in_from(api, EMAIL)

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert error["extensions"]["retryAfterSeconds"] >= 1
    assert str(error["extensions"]["retryAfterSeconds"]) in error["message"]


async def test_nobody_can_lock_another_out_from_elsewhere(api: Api) -> None:
    api = at_one_moment(api)
    for _ in range(6):
        await sign_in_from(api, EMAIL, "wrong", address="203.0.113.4")

    same_network, _ = await sign_in_from(api, EMAIL, address="203.0.113.200")
    elsewhere, _ = await sign_in_from(api, EMAIL, address="203.0.114.4")
    somebody_else, _ = await sign_in_from(api, "primary@lakeside.example", address="203.0.113.4")

    assert same_network["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert elsewhere["data"]["signIn"]["token"]
    assert somebody_else["data"]["signIn"]["token"]


@pytest.mark.parametrize("address", ["2001:db8:1:2::9", None, "unknown", ""])
async def test_other_addresses_are_limited_as_well(api: Api, address: str | None) -> None:
    api = at_one_moment(api)
    for _ in range(5):
        await sign_in_from(api, EMAIL, "wrong", address=address)

    answer, _ = await sign_in_from(api, EMAIL, address=address)

    assert answer["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_tries_at_once_do_not_slip_through_together(api: Api) -> None:
    still = at_one_moment(api)
    answers = await apis.all_of(sign_in_from(still, EMAIL, "wrong") for _ in range(20))

    codes = [
        answer["errors"][0]["extensions"]["code"] for answer, _ in answers if "errors" in answer
    ]
    assert codes == ["RATE_LIMITED"] * 15


async def test_a_right_password_forgives_the_wrong_ones(api: Api) -> None:
    for _ in range(4):
        await refused(api, EMAIL)
    assert await token_of(api)

    assert [await refused(api, EMAIL) for _ in range(5)] == [REFUSED] * 5


async def test_the_wait_grows_and_ends(api: Api) -> None:
    moment = now()
    services = replace(api.services, clock=lambda: moment)
    later = replace(api, services=services)
    waits = []
    for _ in range(5):
        await refused(later, EMAIL)
    for _ in range(3):
        answer, _ = await sign_in_from(later, EMAIL)
        waits.append(answer["errors"][0]["extensions"]["retryAfterSeconds"])
        moment += timedelta(seconds=waits[-1])
        assert await refused(later, EMAIL) == REFUSED

    assert waits == [2, 3, 5]
    moment += timedelta(minutes=15)
    assert await token_of(later)


async def test_signing_out_ends_the_session_at_once(api: Api) -> None:
    token = await api.token(EMAIL)
    viewer = await api.signed_in(token)

    context = api.context(viewer)
    prepared = api.service.prepare(
        Operation("mutation { signOut { userErrors { code } } }", {}), context
    )
    answer = await api.service.execute(prepared)

    assert answer["data"]["signOut"]["userErrors"] == []
    assert context.session_changes == [None]
    assert await authentication.by_token(api.services, token) is None
    assert await authentication.refusal(api.services, viewer) is not None


async def test_signing_out_leaves_the_other_sessions(api: Api) -> None:
    one, other = await api.token(EMAIL), await api.token(EMAIL)

    await api.data("mutation { signOut { userErrors { code } } }", await api.signed_in(one))

    assert await authentication.by_token(api.services, one) is None
    assert await authentication.by_token(api.services, other) is not None


@pytest.mark.parametrize(
    ("statement", "is_good"),
    [
        ("last_seen_at = now() - interval '29 minutes'", True),
        ("last_seen_at = now() - interval '31 minutes'", False),
        ("expires_at = now() + interval '1 second'", True),
        ("expires_at = now() - interval '1 second'", False),
        ("ended_at = now()", False),
    ],
)
async def test_a_session_ends_when_it_was_idle_or_has_lasted(
    api: Api, statement: str, is_good: bool
) -> None:
    token = await api.token(EMAIL)
    viewer = await api.signed_in(token)

    await api.sql(f"UPDATE sessions SET {statement}")

    assert (await authentication.refusal(api.services, viewer) is None) is is_good
    assert (await authentication.by_token(api.services, token) is not None) is is_good


async def test_a_session_lasts_twelve_hours_at_most_however_busy(api: Api) -> None:
    await token_of(api)

    row = await api.one("SELECT expires_at - created_at AS lasts FROM sessions")

    assert row["lasts"] == timedelta(hours=12)


async def test_a_request_counts_as_activity_but_looking_whether_it_is_good_does_not(
    api: Api,
) -> None:
    token = await api.token(EMAIL)
    viewer = await api.signed_in(token)

    async def last_seen_at() -> datetime:
        row = await api.one("SELECT last_seen_at FROM sessions")
        moment: datetime = row["last_seen_at"]
        return moment

    await api.sql("UPDATE sessions SET last_seen_at = now() - interval '20 minutes'")
    before = await last_seen_at()
    await authentication.refusal(api.services, viewer)
    assert await last_seen_at() == before
    await authentication.by_token(api.services, token)
    assert await last_seen_at() > before + timedelta(minutes=19)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE users SET state = 'DISABLED'",
        "UPDATE users SET state = 'REMOVED'",
        "UPDATE organisations SET state = 'SUSPENDED'",
        "UPDATE organisations SET state = 'CLOSED'",
    ],
)
async def test_who_loses_access_is_out_at_once(api: Api, statement: str) -> None:
    token = await api.token(EMAIL)
    viewer = await api.signed_in(token)

    await api.sql(statement)

    assert await authentication.by_token(api.services, token) is None
    assert await authentication.refusal(api.services, viewer) is not None
    assert await refused(api, EMAIL, PASSWORD) == REFUSED


@pytest.mark.parametrize("token", ["", "rvs_session_", "rvs_session_x", "\ud800", "x" * 100_000])
async def test_what_is_no_token_is_nobodys(api: Api, token: str) -> None:
    assert await authentication.by_token(api.services, token) is None
    assert await authentication.by_key(api.services, token) is None


async def test_a_visitor_is_told_to_sign_in(api: Api) -> None:
    error = await api.error("{ newShareCount { count } }")

    assert error["extensions"]["code"] == Unauthenticated.code
    assert error["extensions"]["correlationId"]


async def test_only_one_try_fits_in_a_document(api: Api) -> None:
    one = 'signIn(input: {email: "a", password: "b"}) { token }'

    assert await api.code(f"mutation {{ a: {one} b: {one} }}") == "COST_LIMIT"


async def test_refusals_speak_the_language_of_the_caller(api: Api) -> None:
    context = api.context(language=Language.FR)
    given = {"email": EMAIL, "password": "wrong", "token": True}
    answer = await api.service.execute(api.service.prepare(Operation(SIGN_IN, given), context))

    (error,) = answer["data"]["signIn"]["userErrors"]
    assert error["code"] == "INVALID_CREDENTIALS"
    assert error["message"].startswith("L’adresse")
