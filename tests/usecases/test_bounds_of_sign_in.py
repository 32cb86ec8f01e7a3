"""Trying many accounts from one network, and many sign-ins at once: both have an end."""

import asyncio
from dataclasses import replace
from typing import Final

import pytest

from domain.errors import InvalidCredentials, RateLimited
from resolvers import passwords, sign_in
from resolvers.passwords import PasswordChecks
from tests.api import Api
from tests.services import PASSWORD

EMAIL: Final = "member@northbridge.example"


async def refused(api: Api, email: str, address: str) -> type[Exception]:
    """How a wrong pair is refused."""
    with pytest.raises((InvalidCredentials, RateLimited)) as refusal:
        await sign_in.sign_in(api.context(client_address=address), email, "wrong")
    return refusal.type


async def test_a_network_cannot_try_one_password_on_every_account(api: Api) -> None:
    tries = [refused(api, f"somebody-{n}@northbridge.example", "203.0.113.9") for n in range(50)]
    kinds = [await each for each in tries]

    assert set(kinds) == {InvalidCredentials}
    assert await refused(api, "one-more@northbridge.example", "203.0.113.77") is RateLimited


async def test_other_networks_are_not_held_up_by_it(api: Api) -> None:
    for n in range(51):
        await refused(api, f"somebody-{n}@northbridge.example", "203.0.113.9")

    elsewhere = api.context(client_address="198.51.100.1")

    assert (await sign_in.sign_in(elsewhere, EMAIL, PASSWORD)).user.email == EMAIL


async def test_right_passwords_do_not_count_against_a_network(api: Api) -> None:
    here = api.context(client_address="203.0.113.9")
    for _ in range(3):
        await sign_in.sign_in(here, EMAIL, PASSWORD)

    counted = await api.sql("SELECT failures FROM sign_in_attempts")

    assert {row["failures"] for row in counted} == {0}


async def test_a_crowd_of_checks_is_told_to_come_again_at_once() -> None:
    checks = PasswordChecks()
    stored = await asyncio.to_thread(passwords.hashed, "the right one of sixteen")
    crowd = passwords.WAITING + 10

    answers = await asyncio.gather(
        *(checks.matches(stored, "the right one of sixteen") for _ in range(crowd)),
        return_exceptions=True,
    )

    assert answers.count(True) == passwords.WAITING
    assert sum(isinstance(answer, RateLimited) for answer in answers) == 10
    assert await checks.matches(stored, "the right one of sixteen")


async def test_a_sign_in_that_found_no_room_is_told_when_to_come_again(api: Api) -> None:
    full = PasswordChecks()
    full._waiting = passwords.WAITING
    services = replace(api.services, passwords=full)
    crowded = api.context(client_address="203.0.113.9", services=services)

    with pytest.raises(RateLimited) as refusal:
        await sign_in.sign_in(crowded, EMAIL, PASSWORD)

    assert refusal.value.values == {"retry_after_seconds": 1}
