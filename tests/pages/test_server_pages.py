"""The server-rendered pages: safe with any value, complete in both languages, readable by all."""

import html
import itertools
import json
import re
import shlex
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from starlette.applications import Starlette
from starlette.responses import HTMLResponse

from domain.permissions import Role
from domain.texts import CATALOGUES, Language
from server.embedded.inbox import InboxDetail, InboxMessage
from server.pages import errors, inbox, languages, no_portal, static_files, unasked, welcome
from server.pages.welcome import DemoAccess, DemoAccount, WelcomePage

BASE = "http://127.0.0.1:8000"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>\ud800\0&lt;"
DEMO = DemoAccess(
    password="demo-passphrase-2026",
    accounts=(
        DemoAccount(Role.PRIMARY, "primary@northbridge.example", "Northbridge University"),
        DemoAccount(Role.CANDIDATE, "candidate@demo.example"),
    ),
)
DEMO_PAGE = WelcomePage(
    demo=DEMO,
    portal_url=f"{BASE}/",
    inbox_url=f"{BASE}/inbox",
    graphiql_url=f"{BASE}/graphiql",
    graphql_url=f"{BASE}/graphql",
    schema_url=f"{BASE}/schema.graphql",
    health_url=f"{BASE}/readyz",
)


def a_message(subject: str = "MAYA has shared a result", recipient: str = "a@b") -> InboxMessage:
    received_at = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
    name = "01795439024433178664-67b39df8.eml"
    return InboxMessage(name, received_at, "no-reply@results.example", recipient, subject)


def a_detail(value: str = "fine") -> InboxDetail:
    return InboxDetail(a_message(value, value), ((value, value),), value, f"<p>{value}</p>")


def every_page(language: Language, value: str = "fine") -> list[HTMLResponse]:
    hostile_demo = DemoAccess(value, (DemoAccount(Role.CANDIDATE, value, value),))
    hostile = WelcomePage(hostile_demo, *[value] * 6)
    return [
        welcome.welcome(DEMO_PAGE, language),
        welcome.welcome(hostile, language),
        inbox.inbox([], language),
        inbox.inbox([a_message(value, value)], language),
        inbox.inbox_message(a_detail(value), language),
        no_portal.page(language, is_demo=True),
        no_portal.page(language, is_demo=False),
        *(errors.error(status, language, value) for status in (400, 403, 404, 410, 500, 503)),
    ]


class Outline(HTMLParser):
    """The elements of a page, in order, and whether they are nested as they should be."""

    void = frozenset({"meta", "link", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.void:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def demo_page() -> HTMLResponse:
    return welcome.welcome(DEMO_PAGE, Language.EN)


def text_of(response: HTMLResponse) -> str:
    return bytes(response.body).decode("utf-8")


@pytest.mark.parametrize("language", list(Language))
def test_every_page_has_landmarks_one_heading_a_language_and_a_way_past_the_header(
    language: Language,
) -> None:
    for response in every_page(language):
        page = Outline(text_of(response))

        assert page.attributes("html") == [{"lang": language.value.lower()}]
        for element in ("h1", "main", "header", "footer", "title"):
            assert page.count(element) == 1, element
        assert page.attributes("a")[0] == {"class": "skip", "href": "#content"}
        assert page.attributes("main")[0]["id"] == "content"
        assert all("alt" in image for image in page.attributes("img"))
        assert all(frame.get("title") for frame in page.attributes("iframe"))
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", list(Language))
def test_hostile_values_stay_text_on_every_page(language: Language) -> None:
    for response in every_page(language, HOSTILE):
        page = Outline(text_of(response))

        assert page.count("script") == 0
        for _, attributes in page.elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert all(image.get("src") != "x" for image in page.attributes("img"))


def test_no_page_has_anything_inline_or_from_elsewhere() -> None:
    for response in every_page(Language.EN):
        page = Outline(text_of(response))

        assert page.count("script") == page.count("style") == page.count("form") == 0
        for source in page.attributes("img") + page.attributes("iframe"):
            assert str(source["src"]).startswith("/")
        assert all(str(link["href"]).startswith("/static/") for link in page.attributes("link"))


def test_every_page_forbids_the_browser_what_it_does_not_need() -> None:
    for response in every_page(Language.FR):
        policy = response.headers["content-security-policy"]

        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-language"] == "fr"


def test_a_mail_is_shown_in_a_cage() -> None:
    frame = Outline(text_of(inbox.inbox_message(a_detail(), Language.EN))).attributes("iframe")[0]
    response = inbox.mail_html("<script>parent.location='/'</script>\ud800")

    assert "allow-scripts" not in str(frame["sandbox"])
    assert "allow-same-origin" not in str(frame["sandbox"])
    policy = response.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_the_two_languages_share_no_sentence() -> None:
    same = {"pages.languages.en", "pages.languages.fr"}
    same |= {"pages.inbox.count.one", "pages.inbox.count.other"}
    english, french = CATALOGUES[Language.EN], CATALOGUES[Language.FR]

    equal = {key for key in english if key.startswith("pages.") and english[key] == french[key]}
    assert equal <= same


def test_every_role_has_a_name() -> None:
    assert {f"pages.roles.{role.value}" for role in Role} <= set(CATALOGUES[Language.EN])


def test_production_says_without_the_word_demo_that_the_portal_is_not_built() -> None:
    response = no_portal.page(Language.EN, is_demo=False)

    assert response.status_code == 503
    assert "<code>make portal</code>" in text_of(response)
    assert "demo" not in text_of(response).lower()
    assert 'href="/demo' in text_of(no_portal.page(Language.EN, is_demo=True))


def test_the_demo_says_so_and_shows_what_one_needs() -> None:
    page = text_of(welcome.welcome(DEMO_PAGE, Language.EN))

    assert "Demo data" in page
    for shown in ("demo-passphrase-2026", "candidate@demo.example"):
        assert shown in page
    for part in (f"{BASE}/", "/inbox", "/graphiql", "/schema.graphql", "/readyz"):
        assert f'{part}"' in page


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_an_error_page_says_what_to_do_and_what_to_quote(status: int) -> None:
    response = errors.error(status, Language.EN, "01970000-7f3a", is_demo=True)

    assert response.status_code == status
    assert "01970000-7f3a" in text_of(response)
    assert f"Error {status}" in text_of(response)
    assert "Demo data" in text_of(response)


def test_every_example_is_one_operation_that_the_schema_accepts() -> None:
    documents = {step.name: parse(step.operation) for step in welcome.journey(DEMO)}
    for document in documents.values():
        assert [type(found) for found in document.definitions] == [OperationDefinitionNode]

    committed = Path(__file__).parents[2] / "schema.graphql"
    schema = build_schema(committed.read_text("utf-8"))
    assert {name: validate(schema, document) for name, document in documents.items()} == {
        name: [] for name in documents
    }


def test_the_demo_says_how_to_watch_with_a_command_that_stays_open() -> None:
    [shown] = [
        html.unescape(block)
        for block in re.findall(r"<code>(curl .*?)</code>", text_of(demo_page()), re.S)
        if "subscription" in block
    ]

    words = shlex.split(shown)
    headers = [value for flag, value in itertools.pairwise(words) if flag == "-H"]
    body = json.loads(words[words.index("-d") + 1])
    assert words[:3] == ["curl", "-sN", f"{BASE}/graphql"]
    assert "Accept: text/event-stream" in headers
    assert headers[-1].startswith("Authorization: Bearer ")
    [operation] = [step.operation for step in welcome.journey(DEMO) if step.name == "watch"]
    assert body == {"query": " ".join(operation.split())}


def test_health_is_what_its_address_answers() -> None:
    page = text_of(demo_page())

    assert f'href="{BASE}/readyz"' in page
    assert "503" in page


def test_a_password_with_quotes_is_quoted_in_the_example() -> None:
    hostile = DemoAccess('a"b\\', (DemoAccount(Role.CANDIDATE, "candidate@demo.example"),))

    assert f"password: {json.dumps(hostile.password)}" in welcome.journey(hostile)[0].operation
    parse(welcome.journey(hostile)[0].operation)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", Language.EN),
        ("fr", Language.FR),
        ("fr-CA,fr;q=0.9,en;q=0.8", Language.FR),
        ("en;q=0.5, fr;q=0.7", Language.FR),
        ("de, fr;q=0.1", Language.FR),
        ("fr;q=0", Language.EN),
        ("fr;q=nan,en", Language.EN),
        ("fr;q=", Language.EN),
        ("*", Language.EN),
        (";;;,,,=q;fr" * 500, Language.EN),
    ],
)
def test_the_browsers_preference_decides_the_language(accepted: str, language: Language) -> None:
    assert languages.preferred(accepted) is language


# Over HTTP


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / a_message().name).write_bytes(
        b"Subject: Hello\r\nTo: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>"
    )
    (tmp_path / "00000000000000000001-00000000.eml").write_bytes(b"Subject: Old\r\n\r\ntext")
    routes = [welcome.route(DEMO_PAGE), *inbox.routes(tmp_path)]
    routes += [*static_files.routes(), *unasked.routes()]
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


async def test_the_address_outranks_the_browsers_preference(browser: httpx.AsyncClient) -> None:
    french = await browser.get("/demo", headers={"Accept-Language": "fr"})
    asked = await browser.get("/demo?lang=en", headers={"Accept-Language": "fr"})
    unknown = await browser.get("/demo?lang=<script>", headers={"Accept-Language": "fr"})

    assert [answer.headers["content-language"] for answer in (french, asked, unknown)] == [
        "fr",
        "en",
        "fr",
    ]


async def test_the_inbox_lists_shows_and_frames_a_mail(browser: httpx.AsyncClient) -> None:
    listed = await browser.get("/inbox")
    assert listed.text.index("Hello") < listed.text.index("Old")

    [link] = [a["href"] for a in Outline(listed.text).attributes("a") if "67b3" in str(a["href"])]
    shown = await browser.get(str(link))
    assert Outline(shown.text).count("h1") == 1

    [frame] = Outline(shown.text).attributes("iframe")
    framed = await browser.get(str(frame["src"]))
    assert framed.text == "<p>Hi</p>"
    assert framed.headers["content-security-policy"].startswith("sandbox ")


@pytest.mark.parametrize(
    "path",
    [
        "/inbox/nothing.eml",
        "/inbox/..%2Fsecret.eml",
        "/inbox/%00",
        "/inbox/00000000000000000001-00000000.eml/html",
        "/inbox/00000000000000000002-00000000.eml",
    ],
)
async def test_what_is_not_in_the_inbox_is_not_found(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_stylesheet_and_mark_may_be_kept_for_ever(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/demo")
    for link in Outline(page.text).attributes("link"):
        answer = await browser.get(str(link["href"]))

        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert re.search(r"-[0-9a-f]{12}\.(css|svg)$", str(link["href"]))


async def test_the_icon_that_browsers_ask_for_by_habit_is_the_mark(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/favicon.ico")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content == static_files.MARK.content


async def test_crawlers_may_see_the_start_page_and_what_it_is_made_of(
    browser: httpx.AsyncClient,
) -> None:
    rules = (await browser.get("/robots.txt")).text.splitlines()

    assert rules == ["User-agent: *", "Allow: /$", "Allow: /assets/", "Disallow: /"]
