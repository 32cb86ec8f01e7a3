"""The API around `/graphql`: health, pages, errors, headers, sessions, and how it stops."""

import asyncio
import json
import re
from typing import Any

import pytest
import websockets

from server import authentication
from server.app import create_app, middleware
from server.house import House
from server.modes import Refused
from server.settings import Settings
from tests.server.conftest import Api, running
from tests.services import API_KEY, PASSWORD

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
MEMBER = "member@northbridge.example"
SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token user { email } } }"
VIEWER = "{ viewer { role } }"


async def test_a_new_service_is_alive_and_ready_without_valkey(api: Api):
    assert (await api.client.get("/healthz")).json() == {"status": "ok"}

    answer = await api.client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert answer.json()["checks"]["valkey"].startswith("absent")


async def test_valkey_is_reported(demo_settings: Settings, valkey_url: str):
    async with running(demo_settings.model_copy(update={"redis_url": valkey_url})) as api:
        assert (await api.client.get("/readyz")).json()["checks"]["valkey"] == "ok"


async def test_a_database_that_is_gone_makes_it_unready_and_still_alive(
    api: Api, services, demo_settings: Settings
):
    services.postgres.drop_database(re.search(r"/(rvs_\w+)\?", demo_settings.database_url)[1])

    answer = await api.client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"].startswith("unreachable")
    assert "rvs_" not in answer.text
    assert (await api.client.get("/healthz")).status_code == 200


async def test_a_database_that_is_not_migrated_is_said_before_anything_is_served(
    demo_settings: Settings, empty_database
):
    unmigrated = demo_settings.model_copy(update={"database_url": empty_database.app})

    house = House(unmigrated)

    with pytest.raises(Refused, match="not migrated"):
        async with house.lifespan(create_app(house)):
            pass


async def test_storage_that_cannot_be_written_makes_it_unready(api: Api, demo_settings: Settings):
    files = demo_settings.data_dir / "files" / "readiness"
    if files.exists():
        files.rmdir()
    files.write_text("in the way")

    answer = await api.client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["storage"].startswith("not writable")
    assert str(demo_settings.data_dir) not in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/graphql/", "/static/../app.py", "/inbox/x.eml"])
async def test_a_wrong_address_answers_programs_in_json_and_people_with_a_page(api: Api, path: str):
    program = await api.client.get(path)
    person = await api.client.get(path, headers=BROWSER)

    assert program.status_code == person.status_code == 404
    [error] = program.json()["errors"]
    assert error["message"] == "There is nothing at this address. Check it."
    assert error["extensions"] == {
        "code": "NOT_FOUND",
        "correlationId": program.headers["x-request-id"],
    }
    assert person.headers["content-type"].startswith("text/html")
    assert person.headers["x-request-id"] in person.text


async def test_a_wrong_method_says_which_are_right(api: Api):
    answer = await api.client.post("/healthz")

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert "does not take POST requests" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/schema.graphql", "/nothing", "/inbox", "/demo", "/downloads/exports/x"],
)
async def test_every_answer_has_safe_headers_and_an_id(api: Api, path: str):
    answer = await api.client.get(path, headers={"x-request-id": "asked-by-test-1"})

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"] == "asked-by-test-1"
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers


async def test_an_id_that_could_break_a_log_is_replaced(api: Api):
    answer = await api.client.get("/healthz", headers={"x-request-id": "a b\tc{}"})

    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["x-request-id"])


async def test_a_name_of_the_internet_does_not_reach_the_demonstration(api: Api):
    assert (await api.client.get("/", headers={"host": "rebound.example"})).status_code == 400


async def test_the_schema_is_the_committed_one(api: Api):
    assert "type Query" in (await api.client.get("/schema.graphql")).text


async def test_the_demonstration_shows_its_accounts_and_the_inbox_is_there(api: Api):
    page = await api.client.get("/demo", headers=BROWSER)

    assert MEMBER in page.text
    assert PASSWORD in page.text
    assert (await api.client.get("/inbox")).status_code == 200


async def test_session_tokens_and_api_keys_are_bearers(api: Api):
    token = await api.token(MEMBER)

    assert (await api.ask(VIEWER, token))["viewer"]["role"] == "MEMBER"
    assert (await api.ask(VIEWER, API_KEY))["viewer"]["role"] == "API_CLIENT"
    assert (await api.ask(VIEWER))["viewer"]["role"] == "VISITOR"


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer x",
        "Basic eDp5",
        "Bearer rvs_key_x",
        "Bearer rvs_session_x",
        "Bearer rvs_session_\xe9",
        "Bearer rvs_key_" + "x" * 5000,
    ],
)
async def test_credentials_that_are_no_good_are_refused(api: Api, authorization: str):
    answer = await api.client.post(
        "/graphql",
        json={"query": VIEWER},
        headers={"authorization": authorization.encode("latin-1")},
    )

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_browser_signs_in_and_out_with_a_cookie(api: Api):
    origin = {"origin": api.settings.public_url, "x-rvs-request": "1"}
    wish = {"email": MEMBER, "password": PASSWORD}
    body = {"query": SIGN_IN, "variables": {"input": wish}}
    signed_in = await api.client.post("/graphql", json=body, headers=origin)

    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith("rvs_session=rvs_session_")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    asked = await api.client.post("/graphql", json={"query": VIEWER}, headers=origin)
    assert asked.json()["data"]["viewer"]["role"] == "MEMBER"
    foreign = {**origin, "origin": "https://evil.example"}
    refused = await api.client.post("/graphql", json={"query": VIEWER}, headers=foreign)
    assert refused.status_code == 403

    out = {"query": "mutation { signOut { userErrors { code } } }"}
    signed_out = await api.client.post("/graphql", json=out, headers=origin)
    assert "Max-Age=0" in signed_out.headers["set-cookie"]


async def test_a_cookie_that_has_had_its_day_does_not_keep_its_owner_from_signing_in(api: Api):
    headers = {
        "origin": api.settings.public_url,
        "x-rvs-request": "1",
        "cookie": "rvs_session=rvs_session_ended",
    }
    asked = await api.client.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert asked.json()["data"]["viewer"]["role"] == "VISITOR"
    assert "Max-Age=0" in asked.headers["set-cookie"]

    body = {"query": SIGN_IN, "variables": {"input": {"email": MEMBER, "password": PASSWORD}}}
    signed_in = await api.client.post("/graphql", json=body, headers=headers)

    assert signed_in.json()["data"]["signIn"]["user"]["email"] == MEMBER
    assert len(signed_in.headers.get_list("set-cookie")) == 1
    assert "rvs_session=rvs_session_" in signed_in.headers["set-cookie"]


async def test_a_socket_is_closed_soon_after_its_session_has_ended(api: Api):
    token = await api.token(MEMBER)
    url = f"ws://127.0.0.1:{api.settings.port}/graphql"
    async with websockets.connect(url, subprotocols=["graphql-transport-ws"]) as socket:
        init = f'{{"type":"connection_init","payload":{{"authorization":"Bearer {token}"}}}}'
        await socket.send(init)
        assert "connection_ack" in await socket.recv()

        await api.ask("mutation { signOut { userErrors { code } } }", token)

        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 2)
    assert closed.value.rcvd.code == 4403


async def test_at_the_stop_sockets_are_closed_as_restarting(demo_settings: Settings):
    url = f"ws://127.0.0.1:{demo_settings.port}/graphql"
    async with running(demo_settings) as api:
        token = await api.token(MEMBER)
        socket = await websockets.connect(url, subprotocols=["graphql-transport-ws"])
        init = f'{{"type":"connection_init","payload":{{"authorization":"Bearer {token}"}}}}'
        await socket.send(init)
        assert "connection_ack" in await socket.recv()

    with pytest.raises(websockets.ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd.code == 1012


async def test_a_listed_origin_may_call_with_a_bearer_token(demo_settings: Settings):
    listed = demo_settings.model_copy(update={"allowed_origins": "https://crm.example"})
    ask = {"access-control-request-method": "POST"}
    ask["access-control-request-headers"] = "authorization,content-type"
    async with running(listed) as api:
        yes = await api.client.options("/graphql", headers={**ask, "origin": "https://crm.example"})
        no = await api.client.options("/graphql", headers={**ask, "origin": "https://x.example"})

    assert yes.headers["access-control-allow-origin"] == "https://crm.example"
    assert "access-control-allow-credentials" not in yes.headers
    assert "access-control-allow-origin" not in no.headers


NO_COOKIE_HERE = "The session cookie cannot be set here."


async def test_over_a_socket_signing_in_needs_a_token(api: Api):
    """A session whose cookie cannot be set would be of use to nobody."""
    url = f"ws://127.0.0.1:{api.settings.port}/graphql"
    async with websockets.connect(url, subprotocols=["graphql-transport-ws"]) as socket:
        await socket.send('{"type":"connection_init"}')
        assert "connection_ack" in await socket.recv()
        refused = await _sign_in_over(socket)
        answered = await _sign_in_over(socket, wantsToken=True)

    assert refused["type"] == "next"
    [error] = refused["payload"]["errors"]
    assert error["message"].startswith(NO_COOKIE_HERE)
    assert answered["payload"]["data"]["signIn"]["token"]


@pytest.mark.parametrize(
    "headers", [{"accept": "text/event-stream"}, {"origin": "https://crm.example"}]
)
async def test_where_no_cookie_can_be_set_signing_in_needs_a_token(api: Api, headers):
    wish = {"input": {"email": MEMBER, "password": PASSWORD}}
    body = {"query": SIGN_IN, "variables": wish}
    answer = await api.client.post("/graphql", json=body, headers=headers)

    assert NO_COOKIE_HERE in answer.text
    assert "set-cookie" not in answer.headers


async def _sign_in_over(socket, **more: object) -> dict[str, Any]:
    wish = {"email": MEMBER, "password": PASSWORD, **more}
    payload = {"query": SIGN_IN, "variables": {"input": wish}}
    await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
    answer: dict[str, Any] = json.loads(await socket.recv())
    await socket.recv()  # its end
    return answer


async def test_over_https_the_cookie_is_tied_to_the_host_and_browsers_stay_with_https():
    settings = Settings(_env_file=None, base_url="https://rvs.example")

    cookie = authentication.session_cookie(settings)
    assert (cookie.name, cookie.is_secure) == ("__Host-rvs_session", True)
    assert middleware(settings)[0].kwargs["is_https"]
