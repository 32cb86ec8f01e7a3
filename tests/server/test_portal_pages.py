"""The portal as browsers get it: its addresses, what they forbid, and what is kept for how long."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Match, Route
from structlog.testing import capture_logs

from server import app, portal_build
from server.house import House
from server.portal_build import NotBuilt
from server.settings import Mode, Settings
from tests.server import tiny_portal

PERSON = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
SCRIPT = f"/assets/{tiny_portal.NAME}"
MODES = {
    Mode.DEMO: Settings(_env_file=None, mode=Mode.DEMO, port=8123),
    Mode.PRODUCTION: Settings(_env_file=None, mode=Mode.PRODUCTION, base_url="https://rvs.example"),
}
Browse = Callable[..., httpx.AsyncClient]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The directory of a portal in miniature."""
    return tiny_portal.build(tmp_path / "portal files")


@pytest.fixture
async def browse(built: Path) -> AsyncIterator[Browse]:
    """Opens clients of the whole application, whose pages need nothing that is opened."""
    clients = []

    def client(mode: Mode = Mode.DEMO, directory: Path = built) -> httpx.AsyncClient:
        settings = MODES[mode]
        transport = httpx.ASGITransport(app.create_app(House(settings), directory))
        plain = {"accept-encoding": "identity"}
        clients.append(
            httpx.AsyncClient(transport=transport, base_url=settings.public_url, headers=plain)
        )
        return clients[-1]

    yield client
    for each in clients:
        await each.aclose()


async def raw(client: httpx.AsyncClient, url: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer with the bytes as they were sent, not decoded."""
    async with client.stream("GET", url, headers=headers) as answer:
        return answer, b"".join([chunk async for chunk in answer.aiter_raw()])


def directives(answer: httpx.Response) -> dict[str, list[str]]:
    """The policy of a page by directive."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split("; ")]
    assert len({part[0] for part in parts}) == len(parts)
    return {part[0]: part[1:] for part in parts}


# Pages


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/shared-results", "/shared-results/share_01", "/my-results/x/share"]
)
async def test_every_address_that_the_portal_knows_answers_its_page(browse: Browse, path: str):
    answer = await browse().get(f"{path}?page=2", headers=PERSON)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert f'src="{SCRIPT}"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/nothing/", "/shared-results/a/b", "/shared-results//", "/SIGN-IN", "/index.html",
     "/paths.json", "/documents.json", "/sizes.txt", "/graphiql.html", "/portal_files/index.html",
     "/shared-results/..%2f..%2fx"],
)  # fmt: skip
async def test_other_addresses_answer_that_there_is_no_such_page(browse: Browse, path: str):
    answer = await browse().get(path, headers=PERSON)

    assert answer.status_code == 404
    assert "This page does not exist" in answer.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/sign-in/", "/sign-in"),
        ("/shared-results/?page=2&sort=x", "/shared-results?page=2&sort=x"),
        ("/shared-results/share_01/", "/shared-results/share_01"),
        ("/shared-results/%5Cevil.example/", "/shared-results/%5Cevil.example"),
        ("/shared-results/%0d%0aX:1/", "/shared-results/%0D%0AX%3A1"),
        ("/graphiql/", "/graphiql"),
    ],
)
async def test_a_slash_too_many_leads_to_the_address_without(browse: Browse, asked: str, told: str):
    answer = await browse().get(asked, headers=PERSON)

    assert answer.status_code == 308
    assert answer.headers["location"] == told


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/sign-in/", "/%5Cevil.example/"]
)
async def test_a_slash_too_many_leads_to_no_other_host(browse: Browse, path: str):
    client = browse()
    origin = str(client.base_url).rstrip("/")
    answer = await client.get(f"{origin}{path}", headers=PERSON)

    assert answer.status_code == 404
    assert "location" not in answer.headers


async def test_a_page_may_only_be_read(browse: Browse):
    client = browse()

    assert (await client.post("/sign-in")).status_code == 405
    head = await client.head("/sign-in")
    assert (head.status_code, head.headers["cache-control"]) == (200, "no-store")


async def test_pages_of_the_demonstration_are_nowhere_in_production(browse: Browse):
    demo, production = browse(Mode.DEMO), browse(Mode.PRODUCTION)

    for path in ("/design", "/demo", "/inbox"):
        assert (await demo.get(path)).status_code == 200
        assert (await production.get(path)).status_code == 404
    assert "Demo data" in (await demo.get("/demo")).text


async def test_a_page_runs_our_files_only_and_asks_nobody_but_us(browse: Browse):
    policy = directives(await browse(Mode.PRODUCTION).get("/shared-results"))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["form-action"] == policy["manifest-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'", "wss://rvs.example"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["font-src"] == ["'self'"]
    assert len(policy) == 10


async def test_the_demonstrations_sockets_may_be_opened_under_both_its_names(browse: Browse):
    policy = directives(await browse(Mode.DEMO).get("/"))

    assert policy["connect-src"] == ["'self'", "ws://127.0.0.1:8123", "ws://localhost:8123"]


async def test_one_style_knows_a_nonce_that_no_other_answer_has(browse: Browse):
    client = browse()
    answers = [await client.get("/") for _ in range(3)]

    nonces = [re.findall(r'nonce="([\w-]{22})"', answer.text) for answer in answers]
    assert len({nonce for [nonce] in nonces}) == 3
    for answer, [nonce] in zip(answers, nonces, strict=True):
        assert directives(answer)["style-src"] == ["'self'", f"'nonce-{nonce}'"]
        assert answer.headers["content-security-policy"].count(nonce) == 1
        assert "__CSP_NONCE__" not in answer.text


async def test_a_page_shuts_off_what_it_does_not_need(browse: Browse):
    answer = await browse().get("/shared-results")

    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    denied = answer.headers["permissions-policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(denied)


async def test_only_the_start_page_is_for_search_engines(browse: Browse):
    client = browse()

    assert (await client.get("/")).headers["x-robots-tag"] == "all"
    for path in ("/sign-in", "/graphiql", "/schema.graphql", "/nothing", "/demo", SCRIPT):
        assert (await client.get(path)).headers["x-robots-tag"] == "noindex"


async def test_the_page_of_the_editor_has_a_policy_of_its_own(browse: Browse):
    answer = await browse(Mode.PRODUCTION).get("/graphiql")
    policy = directives(answer)

    assert "GraphiQL" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert policy["script-src"] == policy["worker-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["connect-src"] == ["'self'", "wss://rvs.example"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]


async def test_what_stands_in_an_address_does_not_get_into_the_log(browse: Browse):
    client = browse()
    with capture_logs() as logs:
        for path in ("/shared-results/MAYA%20LINDQVIST", "/x/MAYA", "/assets/MAYA.js"):
            await client.get(path, headers=PERSON)
        await client.get("/sign-in?name=MAYA", headers={"host": "rebound.example"})

    requests = [(line["path"], line["status"]) for line in logs if line["event"] == "request"]
    assert requests == [
        ("/shared-results/{id}", 200),
        ("(unknown)", 404),
        ("/assets/{name:path}", 404),
        ("(unknown)", 400),
    ]


# Files


async def test_a_file_may_be_kept_for_ever(browse: Browse):
    answer, body = await raw(browse(), SCRIPT, **{"accept-encoding": "identity"})

    assert body == tiny_portal.SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-length"] == str(len(tiny_portal.SCRIPT))


async def test_a_file_whose_name_does_not_change_with_it_is_asked_for_again(
    browse: Browse,
):
    client = browse()
    answer = await client.get("/assets/licences.txt")
    tag = {"if-none-match": answer.headers["etag"]}
    again = await client.get("/assets/licences.txt", headers=tag)

    assert (answer.text, again.status_code) == ("MIT License", 304)
    assert answer.headers["cache-control"] == again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.001", "gzip"),
        ("br;q=0.000, gzip;q=0", None),
        ("brotli, x-gzip", None),
        ("*", None),
        ("", None),
        (",;q=,=;;q=9" * 500, None),
    ],
)
async def test_a_file_is_sent_as_the_browser_can_read_it(
    browse: Browse, accepted: str, coding: str | None
):
    answer, body = await raw(browse(), SCRIPT, **{"accept-encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == coding
    assert (body == tiny_portal.BROTLI) == (coding == "br")
    assert (body == tiny_portal.SCRIPT) == (coding is None)
    assert answer.headers["content-length"] == str(len(body))


async def test_a_file_without_a_smaller_twin_is_sent_as_it_is(browse: Browse):
    answer, body = await raw(browse(), "/assets/noto-D2.woff2", **{"accept-encoding": "br"})

    assert body == b"wOF2"
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


async def test_each_form_of_a_file_has_a_tag_and_is_not_sent_twice(browse: Browse):
    client = browse()
    tags = {
        coding: (await raw(client, SCRIPT, **{"accept-encoding": coding}))[0].headers["etag"]
        for coding in ("br", "gzip", "identity")
    }
    assert len(set(tags.values())) == 3

    held = {"accept-encoding": "br", "if-none-match": f'"other", W/{tags["br"]}'}
    answer, body = await raw(client, SCRIPT, **held)
    assert (answer.status_code, body) == (304, b"")
    assert answer.headers["etag"] == tags["br"]
    assert "immutable" in answer.headers["cache-control"]
    changed, _ = await raw(client, SCRIPT, **{**held, "if-none-match": tags["gzip"]})
    assert changed.status_code == 200


async def test_the_head_of_a_file_is_that_of_the_whole(browse: Browse):
    answer = await browse().head(SCRIPT, headers={"accept-encoding": "gzip"})

    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) > 0


async def test_a_script_that_runs_as_a_worker_may_load_our_scripts_only(browse: Browse):
    policy = directives(await browse().get("/assets/mark-C1.svg"))

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/",
        "/assets/nothing.js",
        "/assets/../index.html",
        "/assets/..%2findex.html",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/assets//etc/passwd",
        "/assets/.",
        "/assets/%00",
        f"{SCRIPT}.br",
        f"{SCRIPT}.gz",
        f"{SCRIPT}/",
    ],
)
async def test_no_address_leads_to_a_file_that_was_not_built(browse: Browse, path: str):
    assert (await browse().get(path)).status_code == 404


async def test_a_file_that_is_put_there_later_is_not_served(browse: Browse, built: Path):
    client = browse()
    (built / "assets" / "late.js").write_text("alert(1)")
    (built / "assets" / tiny_portal.NAME).write_text("alert(1)")

    assert (await client.get("/assets/late.js")).status_code == 404
    assert (await raw(client, SCRIPT, **{"accept-encoding": ""}))[1] == tiny_portal.SCRIPT


# Without a portal


@pytest.mark.parametrize("path", ["/", "/graphiql", "/shared-results"])
async def test_without_a_portal_a_page_says_how_to_build_it(
    browse: Browse, tmp_path: Path, path: str
):
    answer = await browse(directory=tmp_path).get(path, headers=PERSON)

    assert answer.status_code == 503
    assert "make portal" in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_without_a_portal_everything_else_works(browse: Browse, tmp_path: Path):
    client = browse(directory=tmp_path)

    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/demo")).status_code == 200
    assert "type Query" in (await client.get("/schema.graphql")).text
    assert (await client.get("/nothing")).json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await client.get(SCRIPT)).status_code == 404
    assert (await client.post("/healthz")).status_code == 405


@pytest.mark.parametrize("part", ["index.html", "graphiql.html", "paths.json", "documents.json"])
def test_half_a_portal_is_none(built: Path, part: str):
    (built / part).unlink()

    with pytest.raises(NotBuilt, match=f"{part} missing"):
        portal_build.read(built)


@pytest.mark.parametrize(
    "listed",
    ["", "[]", "null", '{"portal": "/"}', '{"portal": ["/"]}', '{"portal": [1], "demo": []}',
     '{"portal": ["/{x}"], "demo": []}', '{"portal": ["//evil"], "demo": []}',
     '{"portal": ["/a/"], "demo": []}', '{"portal": ["/*"], "demo": []}'],
)  # fmt: skip
def test_a_list_of_addresses_that_cannot_be_read_is_no_portal(built: Path, listed: str):
    (built / "paths.json").write_text(listed)

    with pytest.raises(NotBuilt):
        portal_build.read(built)


# The addresses of the real portal


def real_paths() -> list[str]:
    """Every address that the portal's code names."""
    source = Path(__file__).parents[2] / "portal" / "src" / "app" / "paths.ts"
    return re.findall(r'"(/[^"]*)"', source.read_text("utf-8"))


def test_no_address_of_the_portal_is_another_parts(built: Path):
    listed: dict[str, Any] = {"portal": real_paths(), "demo": []}
    (built / "paths.json").write_text(json.dumps(listed))
    known = portal_build.read(built).paths
    routes = app.routes(House(MODES[Mode.DEMO]), built)
    # Each is there twice, with a slash as well, but the start page.
    own = 2 * len(known) - 1
    service = [route for route in routes if isinstance(route, Route)][:-own]

    assert "/shared-results/:id" in known
    for pattern in known:
        scope = {"type": "http", "path": pattern.replace(":id", "x"), "method": "GET"}
        assert [each.path for each in service if each.matches(scope)[0] is Match.FULL] == []
