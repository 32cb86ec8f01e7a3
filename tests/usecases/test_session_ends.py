"""When a session ends, as its user is told: what is told is what is enforced."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from domain.permissions import Scope
from resolvers import authentication
from resolvers.authentication import IDLE
from tests.api import Api
from tests.factories import now

EMAIL: Final = "member@northbridge.example"
SESSION: Final = "{ viewer { session { expiresAt idleTimeoutSeconds idleExpiresAt } } }"


def at(api: Api, moment: datetime) -> Api:
    """The API at a moment that stands still."""
    clock: Callable[[], datetime] = lambda: moment  # noqa: E731
    return replace(api, services=replace(api.services, clock=clock))


async def told(api: Api, token: str) -> tuple[datetime, datetime]:
    """The absolute end and the idle end, as a request with this token reads them."""
    viewer = await api.signed_in(token)
    session = (await api.data(SESSION, viewer))["viewer"]["session"]
    assert session["idleTimeoutSeconds"] == IDLE.total_seconds()
    return (
        datetime.fromisoformat(session["expiresAt"]),
        datetime.fromisoformat(session["idleExpiresAt"]),
    )


async def test_who_has_no_session_is_told_of_none(api: Api) -> None:
    client = await api.client(Scope.RESULTS_READ)

    assert (await api.data(SESSION))["viewer"]["session"] is None
    assert (await api.data(SESSION, client))["viewer"]["session"] is None


@pytest.mark.parametrize("email", [EMAIL, "candidate@demo.example", "auditor@issuer.example"])
async def test_every_person_is_told_when_the_session_ends(api: Api, email: str) -> None:
    token = await api.token(email)
    row = await api.one("SELECT expires_at FROM sessions")

    expires_at, idle_expires_at = await told(api, token)

    assert expires_at == row["expires_at"]
    assert now() < idle_expires_at <= now() + IDLE


async def test_reading_it_counts_as_activity(api: Api) -> None:
    token = await api.token(EMAIL)
    moment = now() + timedelta(minutes=20)

    _, idle_expires_at = await told(at(api, moment), token)

    assert idle_expires_at == moment + IDLE


@pytest.mark.parametrize("seconds_later", [0, 59, 61, 1700])
async def test_the_idle_end_is_the_one_that_is_enforced(api: Api, seconds_later: int) -> None:
    token = await api.token(EMAIL)
    await api.sql("UPDATE sessions SET expires_at = now() + interval '12 hours'")
    _, idle_expires_at = await told(at(api, now() + timedelta(seconds=seconds_later)), token)

    before = at(api, idle_expires_at - timedelta(milliseconds=1)).services
    after = at(api, idle_expires_at + timedelta(milliseconds=1)).services

    assert await authentication.by_token(after, token) is None
    assert await authentication.by_token(before, token) is not None


async def test_the_idle_end_is_never_after_the_absolute_one(api: Api) -> None:
    token = await api.token(EMAIL)
    await api.sql("UPDATE sessions SET expires_at = now() + interval '5 minutes'")

    expires_at, idle_expires_at = await told(api, token)

    assert idle_expires_at == expires_at
