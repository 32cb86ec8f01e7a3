"""Signing in over HTTP: programs with a token, pages with a cookie, and neither for strangers."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from server.embedded.postgres import PostgresUrls
from tests import parties
from tests.parties import Party, Refused
from tests.running import running
from tests.services import PASSWORD, TestServices

VIEWER = "{ viewer { role user { email } organisation { name } } }"


@pytest.fixture
async def client(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a real API, which keeps cookies as a browser does."""
    with running(services, fresh_database, tmp_path / "rvs", has_valkey=False) as service:
        service.serve()
        async with parties.connected(service.base_url) as made:
            yield made


async def test_every_party_signs_in_with_a_token_until_it_signs_out(
    client: httpx.AsyncClient,
) -> None:
    roles = {
        parties.PRIMARY: "PRIMARY",
        parties.MEMBER: "MEMBER",
        parties.CANDIDATE: "CANDIDATE",
        "approver@issuer.example": "ISSUER_APPROVER",
        "publisher@issuer.example": "ISSUER_PUBLISHER",
        "auditor@issuer.example": "ISSUER_AUDITOR",
    }
    for email, role in roles.items():
        party = await parties.signed_in(client, email)
        assert (await party.ask(VIEWER))["viewer"]["role"] == role
        assert (await party.ask(VIEWER))["viewer"]["user"]["email"] == email

    await party.ask("mutation { signOut { userErrors { code } } }")
    with pytest.raises(Refused) as refused:
        await party.ask(VIEWER)
    assert refused.value.code == "UNAUTHENTICATED"
    assert client.cookies == {}


async def test_a_page_signs_in_with_a_cookie_that_no_script_and_no_other_origin_can_use(
    client: httpx.AsyncClient,
) -> None:
    own = str(client.base_url).rstrip("/")
    wish = {"email": parties.PRIMARY, "password": PASSWORD}
    signed_in = await _post(client, parties.SIGN_IN, origin=own, input=wish)
    assert signed_in.json()["data"]["signIn"]["token"] is None
    cookie = signed_in.headers["set-cookie"].lower()
    assert "rvs_session=" in cookie
    for attribute in ("httponly", "samesite=lax", "path=/"):
        assert attribute in cookie

    answer = await _post(client, VIEWER, origin=own)
    assert answer.json()["data"]["viewer"]["user"]["email"] == parties.PRIMARY

    for headers in (
        {"origin": own},
        {"x-rvs-request": "1"},
        {"origin": "https://elsewhere.example", "x-rvs-request": "1"},
    ):
        refused = await client.post("/graphql", json={"query": VIEWER}, headers=headers)
        assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await _viewer_over_websocket(client, own)) == "PRIMARY"


async def test_a_page_that_shows_one_person_asks_nothing_as_another(
    client: httpx.AsyncClient,
) -> None:
    own = str(client.base_url).rstrip("/")
    shown = "{ viewer { user { id email } } }"
    ids = {}
    for email in (parties.PRIMARY, parties.STRANGER):
        await _post(
            client, parties.SIGN_IN, origin=own, input={"email": email, "password": PASSWORD}
        )
        ids[email] = (await _post(client, shown, origin=own)).json()["data"]["viewer"]["user"]["id"]

    headers = {"origin": own, "x-rvs-request": "1", "x-rvs-user": ids[parties.PRIMARY]}
    refused = await client.post("/graphql", json={"query": shown}, headers=headers)
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    with pytest.raises(ConnectionClosed) as closed:
        await _viewer_over_websocket(client, own, user=ids[parties.PRIMARY])
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403

    headers["x-rvs-user"] = ids[parties.STRANGER]
    answer = await client.post("/graphql", json={"query": shown}, headers=headers)
    assert answer.json()["data"]["viewer"]["user"]["email"] == parties.STRANGER
    assert await _viewer_over_websocket(client, own, user=ids[parties.STRANGER]) == "PRIMARY"


async def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(
    client: httpx.AsyncClient,
) -> None:
    visitor = Party(client, "")
    answers = [
        (await visitor.ask(parties.SIGN_IN, input={"email": email, "password": password}))
        for email, password in (
            (parties.PRIMARY, "not-the-passphrase-2026"),
            ("nobody@northbridge.example", PASSWORD),
        )
    ]
    assert answers[0] == answers[1]
    assert answers[0]["signIn"]["userErrors"] == [{"code": "INVALID_CREDENTIALS"}]
    assert client.cookies == {}
    with pytest.raises(Refused) as refused:
        await visitor.ask("{ sharedResults { totalCount } }")
    assert refused.value.code == "UNAUTHENTICATED"


async def _post(
    client: httpx.AsyncClient, query: str, *, origin: str, **variables: Any
) -> httpx.Response:
    """As a page of this origin sends it."""
    headers = {"origin": origin, "x-rvs-request": "1"}
    body = {"query": query, "variables": variables}
    return await client.post("/graphql", json=body, headers=headers)


async def _viewer_over_websocket(
    client: httpx.AsyncClient, origin: str, user: str | None = None
) -> str:
    """Who a page's WebSocket is, by its cookie alone; `user`: whom the page shows."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    async with connect(
        f"{origin.replace('http', 'ws', 1)}/graphql",
        origin=Origin(origin),
        additional_headers={"cookie": cookie},
        subprotocols=[Subprotocol("graphql-transport-ws")],
    ) as socket:
        live = parties.Live(socket)
        await socket.send(json.dumps({"type": "connection_init", "payload": {"user": user}}))
        assert (await live.message())["type"] == "connection_ack"
        asked = {"type": "subscribe", "id": "1", "payload": {"query": VIEWER}}
        await socket.send(json.dumps(asked))
        return str((await live.event())["viewer"]["role"])
