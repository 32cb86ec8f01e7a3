"""Letters and their links over HTTP, as scanners, browsers and strangers use them."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from db.engine import Job
from server.embedded import inbox
from server.embedded.postgres import PostgresUrls
from tests import parties
from tests.parties import Party, Refused
from tests.running import Running, running
from tests.services import PASSWORD, TestServices

NEW = "tulip anvil qxz brook"
VIEWER = "{ viewer { user { email } } }"
CHANGE = """mutation ($current: String!, $new: String!) {
  changePassword(input: {currentPassword: $current, newPassword: $new}) { userErrors { code } } }"""
REQUEST = """mutation ($email: String!, $password: String!) {
  requestEmailChange(input: {email: $email, password: $password}) { userErrors { code } } }"""
FORM = "application/x-www-form-urlencoded"
BROWSER = {"sec-fetch-site": "same-origin", "origin": "null"}


@pytest.fixture
def service(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> Iterator[Running]:
    with running(
        services,
        fresh_database,
        tmp_path / "rvs",
        has_valkey=False,
        SESSION_CHECK_SECONDS="0.5",
    ) as made:
        made.serve_and_work([Job.MAIL])
        yield made


@pytest.fixture
async def client(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with parties.connected(service.base_url) as made:
        yield made


async def letter(service: Running, recipient: str, count: int = 1) -> str:
    """The newest letter to somebody, once there are so many."""
    for _ in range(100):
        found = [m for m in inbox.read_inbox(service.mailbox) if m.recipient == recipient]
        if len(found) >= count:
            detail = inbox.read_message(service.mailbox, found[0].name)
            assert detail is not None
            return detail.plain_text or ""
        await asyncio.sleep(0.1)
    raise TimeoutError(recipient)


def link_in(text: str) -> str:
    (url,) = set(re.findall(r"https?://\S+", text))
    return str(url)


async def reset_link(service: Running, client: httpx.AsyncClient, **headers: str) -> str:
    """Ask for a letter by the page, and read the link in it."""
    sent = {**BROWSER, **headers}
    answer = await client.post("/reset-password", data={"email": parties.MEMBER}, headers=sent)
    assert answer.status_code == 200, answer.text
    return link_in(await letter(service, parties.MEMBER))


async def test_a_lost_password_is_chosen_anew_without_javascript_whatever_a_scanner_fetches(
    service: Running, client: httpx.AsyncClient
) -> None:
    form = await client.get("/reset-password")
    assert '<form method="post"' in form.text
    link = await reset_link(service, client)
    path = link.removeprefix(service.base_url)
    assert link.startswith(f"{service.base_url}/set-password/rvs_link_")

    for method in ("GET", "HEAD", "GET"):
        looked = await client.request(method, path, headers={"user-agent": "MailScanner"})
        assert looked.status_code == 200
    assert parties.MEMBER in looked.text
    policy = looked.headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy
    assert looked.headers["cache-control"] == "no-store"
    assert looked.headers["referrer-policy"] == "no-referrer"
    assert looked.headers["x-robots-tag"] == "noindex"
    assert "<script" not in looked.text

    short = await client.post(path, data={"password": "short"}, headers=BROWSER)
    assert short.status_code == 422
    assert "at least 15 characters" in short.text
    kept = await client.post(path, data={"password": NEW}, headers=BROWSER)
    assert kept.status_code == 200
    assert 'href="/sign-in"' in kept.text

    again = await client.post(path, data={"password": NEW + "x"}, headers=BROWSER)
    assert again.status_code == 410
    assert "This link has been used" in again.text
    assert (await client.get(path)).status_code == 410
    assert await token_of(client, NEW)
    assert not await token_of(client, PASSWORD)
    log = service.log.read_text()
    assert path.rpartition("/")[2] not in log
    assert '"path": "/set-password/{token}"' in log
    assert NEW not in log


async def token_of(client: httpx.AsyncClient, password: str) -> str | None:
    wish = {"email": parties.MEMBER, "password": password, "wantsToken": True}
    data = await Party(client, "").ask(parties.SIGN_IN, input=wish)
    token: str | None = data["signIn"]["token"]
    return token


@pytest.mark.parametrize("path", ["/set-password/x", "/confirm-email/rvs_link_x"])
async def test_an_unknown_link_says_what_to_do_in_both_languages(
    client: httpx.AsyncClient, path: str
) -> None:
    for method in ("GET", "POST"):
        english = await client.request(method, path, data={"password": NEW}, headers=BROWSER)
        french = await client.request(
            method, f"{path}?lang=fr", data={"password": NEW}, headers=BROWSER
        )
        assert english.status_code == french.status_code == 404
        assert "This link is not known" in english.text
        assert "Ce lien est inconnu" in french.text
        assert 'href="/reset-password?lang=fr"' in french.text


async def test_a_forged_host_changes_no_link(service: Running, client: httpx.AsyncClient) -> None:
    refused = await client.post(
        "/reset-password",
        data={"email": parties.MEMBER},
        headers={**BROWSER, "host": "evil.example"},
    )
    assert refused.status_code == 400

    link = await reset_link(
        service,
        client,
        host=f"localhost:{service.port}",
        **{"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"},
    )

    assert link.startswith(f"{service.base_url}/set-password/")


async def test_a_form_of_another_page_is_refused_and_leaves_the_link_good(
    service: Running, client: httpx.AsyncClient
) -> None:
    path = (await reset_link(service, client)).removeprefix(service.base_url)

    for headers in (
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        refused = await client.post(path, data={"password": NEW}, headers=headers)
        assert refused.status_code == 403
        asked = await client.post(
            "/reset-password", data={"email": parties.PRIMARY}, headers=headers
        )
        assert asked.status_code == 403
    as_json = await client.post(path, json={"password": NEW}, headers=BROWSER)
    assert as_json.status_code == 415
    large = await client.post(path, data={"password": "x" * 9_000}, headers=BROWSER)
    assert large.status_code == 413

    assert (await client.post(path, data={"password": NEW}, headers=BROWSER)).status_code == 200


async def test_of_twelve_forms_at_once_exactly_one_is_done(
    service: Running, client: httpx.AsyncClient
) -> None:
    path = (await reset_link(service, client)).removeprefix(service.base_url)

    answers = await asyncio.gather(
        *(
            client.post(path, data={"password": f"{NEW} {number}"}, headers=BROWSER)
            for number in range(12)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [410] * 11


async def test_a_new_password_ends_open_sockets_and_streams_within_a_second(
    service: Running, client: httpx.AsyncClient
) -> None:
    here = await parties.signed_in(client, parties.MEMBER)
    there = await parties.signed_in(client, parties.MEMBER)
    async with there.live(parties.RESULT_SHARED) as live, here.live(parties.RESULT_SHARED) as own:
        stream = asyncio.create_task(_stream_ends(client, there))
        assert await live.is_silent(1)
        changed = await here.ask(CHANGE, current=PASSWORD, new=NEW)
        assert changed["changePassword"]["userErrors"] == []
        begun = time.monotonic()

        await live.closed(5)
        ended = time.monotonic() - begun
        await asyncio.wait_for(stream, 5)
        streamed = time.monotonic() - begun

        assert (ended < 1, streamed < 1) == (True, True), (ended, streamed)
        with pytest.raises(Refused):
            await there.ask(VIEWER)
        assert (await here.ask(VIEWER))["viewer"]["user"]["email"] == parties.MEMBER
        assert await own.is_silent(1)
    assert "was changed" in await letter(service, parties.MEMBER)


async def _stream_ends(client: httpx.AsyncClient, party: Party) -> None:
    body = {"query": "subscription { resultShared { cursor } }"}
    headers = {**party.headers, "accept": "text/event-stream"}
    async with client.stream("POST", "/graphql", json=body, headers=headers) as answer:
        assert answer.status_code == 200
        async for _ in answer.aiter_lines():
            pass


async def test_a_new_address_is_confirmed_by_its_page(
    service: Running, client: httpx.AsyncClient
) -> None:
    member = await parties.signed_in(client, parties.MEMBER)
    new = "new.name@northbridge.example"
    await member.ask(REQUEST, email=new, password=PASSWORD)
    path = link_in(await letter(service, new)).removeprefix(service.base_url)
    assert "/reset-password" in await letter(service, parties.MEMBER)

    looked = await client.get(path)
    assert looked.status_code == 200
    assert new in looked.text
    assert (await member.ask(VIEWER))["viewer"]["user"]["email"] == parties.MEMBER

    done = await client.post(path, headers={**BROWSER, "content-type": FORM})
    assert done.status_code == 200
    assert (await member.ask(VIEWER))["viewer"]["user"]["email"] == new
    assert (await client.get(path)).status_code == 410
