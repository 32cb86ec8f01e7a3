"""Two-step sign-in and what is owed, over HTTP, WebSocket and downloads of a real service."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import pytest

from server.embedded.postgres import PostgresUrls
from tests import parties
from tests.mutation_calls import code_of
from tests.parties import Party, Refused
from tests.running import Running, running
from tests.services import PASSWORD, TestServices

DUTIES: Final = "{ service { termsVersion } viewer { duties user { email } } }"
ENABLE: Final = "mutation { enableTotp(input: {}) { secret userErrors { code } } }"
CONFIRM: Final = """mutation ($code: String!) { confirmTotp(input: {code: $code}) {
  recoveryCodes duties userErrors { code } } }"""
CONFIRM_IDENTITY: Final = """mutation ($input: ConfirmIdentityInput!) {
  confirmIdentity(input: $input) { session { confirmedUntil } userErrors { code } } }"""
RENEW: Final = "mutation { renewRecoveryCodes(input: {}) { recoveryCodes userErrors { code } } }"
ACCEPT: Final = """mutation ($version: String!) {
  acceptTerms(input: {version: $version}) { duties userErrors { code } } }"""
LIST: Final = "{ sharedResults(first: 1) { edges { node { id } } } }"
PHOTO: Final = f"/downloads/photos/share_{'0193' * 8}"


@pytest.fixture
async def service(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> AsyncIterator[Running]:
    """A real API."""
    with running(services, fresh_database, tmp_path / "rvs", has_valkey=False) as made:
        made.serve()
        yield made


@pytest.fixture
async def client(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps cookies as a browser does."""
    async with parties.connected(service.base_url) as made:
        yield made


async def sql(service: Running, statement: str, *values: Any) -> None:
    """Change the database past all walls."""
    connection = await asyncpg.connect(service.superuser)
    await connection.execute(statement, *values)
    await connection.close()


async def posted(client: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """What a page of ours is answered."""
    own = str(client.base_url).rstrip("/")
    headers = {"origin": own, "x-rvs-request": "1"}
    body = {"query": query, "variables": variables}
    return dict((await client.post("/graphql", json=body, headers=headers)).json())


async def test_a_browser_asks_for_the_password_first_and_for_the_code_then(
    client: httpx.AsyncClient,
) -> None:
    program = await parties.signed_in(client, parties.MEMBER)
    seed = (await program.ask(ENABLE))["enableTotp"]["secret"]
    confirmed = (await program.ask(CONFIRM, code=code_of(seed)))["confirmTotp"]
    assert len(confirmed["recoveryCodes"]) == 10

    typed = {"email": parties.MEMBER, "password": PASSWORD}
    first = (await posted(client, parties.SIGN_IN, input=typed))["data"]["signIn"]
    assert first["userErrors"] == [{"code": "SECOND_FACTOR_REQUIRED"}]
    assert client.cookies == {}
    second = await posted(client, parties.SIGN_IN, input={**typed, "code": code_of(seed, 1)})
    assert second["data"]["signIn"]["user"]["email"] == parties.MEMBER
    assert "rvs_session" in client.cookies
    viewer = (await posted(client, DUTIES))["data"]["viewer"]
    assert viewer == {"duties": [], "user": {"email": parties.MEMBER}}

    again = await posted(client, parties.SIGN_IN, input={**typed, "code": code_of(seed, 1)})
    assert again["data"]["signIn"]["userErrors"] == [{"code": "INVALID_CODE"}]


async def test_a_sensitive_act_waits_for_a_proof_and_is_done_after_it(
    service: Running, client: httpx.AsyncClient
) -> None:
    member = await parties.signed_in(client, parties.MEMBER)
    seed = (await member.ask(ENABLE))["enableTotp"]["secret"]
    codes = (await member.ask(CONFIRM, code=code_of(seed)))["confirmTotp"]["recoveryCodes"]
    await sql(service, "UPDATE sessions SET confirmed_at = now() - interval '11 minutes'")

    with pytest.raises(Refused) as refused:
        await member.ask(RENEW)
    assert refused.value.code == "REAUTHENTICATION_REQUIRED"

    given = {"password": PASSWORD, "code": codes[0]}
    assert (await member.ask(CONFIRM_IDENTITY, input=given))["confirmIdentity"]["session"]
    renewed = (await member.ask(RENEW))["renewRecoveryCodes"]
    assert not set(renewed["recoveryCodes"]) & set(codes)


async def test_new_terms_shut_every_way_until_they_are_accepted(
    service: Running, client: httpx.AsyncClient
) -> None:
    member = await parties.signed_in(client, parties.MEMBER)
    version = (await member.ask(DUTIES))["service"]["termsVersion"]
    async with member.live(parties.RESULT_SHARED) as live:
        assert await live.is_silent(0.3)
        await sql(service, "DELETE FROM terms_acceptances")

        assert (await member.ask(DUTIES))["viewer"]["duties"] == ["ACCEPT_TERMS"]
        with pytest.raises(Refused) as refused:
            await member.ask(LIST)
        assert refused.value.code == "DUTY_OPEN"
        photo = await member.get(PHOTO)
        assert photo.status_code == 403
        assert photo.json()["errors"][0]["extensions"]["code"] == "DUTY_OPEN"
        async with member.live(parties.RESULT_SHARED) as another:
            await _ends_with(another, "DUTY_OPEN")
        await _share_something(client)
        await _ends_with(live, "DUTY_OPEN")

    accepted = (await member.ask(ACCEPT, version=version))["acceptTerms"]
    assert accepted == {"duties": [], "userErrors": []}
    assert await member.ask(LIST)
    assert (await member.get(PHOTO)).status_code == 404
    async with member.live(parties.RESULT_SHARED) as live:
        assert await live.is_silent(0.3)


async def test_an_open_socket_lets_who_owes_something_do_it(
    service: Running, client: httpx.AsyncClient
) -> None:
    await sql(service, "UPDATE organisations SET demands_second_factor = true")
    member = await parties.signed_in(client, parties.MEMBER)

    async with member.live(DUTIES) as live:
        assert (await live.event())["viewer"]["duties"] == ["ENABLE_SECOND_FACTOR"]
    async with member.live(ENABLE) as live:
        seed = (await live.event())["enableTotp"]["secret"]
    assert (await member.ask(CONFIRM, code=code_of(seed)))["confirmTotp"]["duties"] == []
    async with member.live(LIST) as live:
        assert "sharedResults" in await live.event()


async def _share_something(client: httpx.AsyncClient) -> None:
    """Northbridge is shown one more result."""
    candidate = await parties.signed_in(client, parties.CANDIDATE)
    listed = (await candidate.ask(parties.OWN_RESULTS))["myResults"]["edges"]
    northbridge = await parties.organisation_id(candidate, "Northbridge")
    for edge in listed:
        if edge["node"]["canBeShared"]:
            wish = {"resultId": edge["node"]["result"]["id"], "organisationId": northbridge}
            await candidate.ask(parties.SHARE, input=wish)


async def _ends_with(live: parties.Live, code: str) -> None:
    message = await live.message()
    assert message["type"] in {"error", "next"}, message
    payload = message["payload"]
    errors = payload if isinstance(payload, list) else payload["errors"]
    assert [each["extensions"]["code"] for each in errors] == [code]


async def test_a_visitor_owes_nothing(client: httpx.AsyncClient) -> None:
    assert (await Party(client, "").ask(DUTIES))["viewer"] == {"duties": [], "user": None}
