"""People see where they are signed in, and end it."""

from datetime import timedelta

import pytest

from domain import devices
from resolvers import authentication, sign_in
from resolvers.context import Viewer
from tests.api import Api
from tests.services import PASSWORD

EMAIL = "member@northbridge.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSIONS = """query ($first: Int, $after: String) { sessions(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { id isCurrent device network createdAt lastSeenAt expiresAt } } } }"""
REVOKE = """mutation ($id: ID!) { revokeSession(input: {id: $id}) { id userErrors { code } } }"""


async def test_a_session_tells_device_and_network_and_no_address(api: Api) -> None:
    context = api.context(device=devices.named(FIREFOX), client_address="203.0.113.77")
    signed_in = await sign_in.sign_in(context, EMAIL, PASSWORD)
    viewer = await api.signed_in(signed_in.token)
    await api.token("primary@northbridge.example")

    listed = (await api.data(SESSIONS, viewer))["sessions"]

    assert listed["totalCount"] == 1
    node = listed["edges"][0]["node"]
    assert (node["device"], node["network"]) == ("Firefox, Linux", "203.0.113.0/24")
    assert node["isCurrent"] is True
    assert "203.0.113.77" not in str(await api.sql("SELECT s::text FROM sessions s"))


async def test_the_list_has_what_is_good_now_newest_first_in_pages(api: Api) -> None:
    viewers = [await api.viewer(EMAIL) for _ in range(4)]
    ended, idle, *good = viewers
    await api.sql("UPDATE sessions SET ended_at = now() WHERE id = $1", ended.session_id)
    late = authentication.IDLE + timedelta(seconds=5)
    await api.sql(
        "UPDATE sessions SET last_seen_at = now() - $2::interval WHERE id = $1",
        idle.session_id,
        late,
    )

    first = (await api.data(SESSIONS, good[0], first=1))["sessions"]
    rest = (await api.data(SESSIONS, good[0], after=first["pageInfo"]["endCursor"]))["sessions"]

    assert first["totalCount"] == 2
    nodes = [edge["node"] for page in (first, rest) for edge in page["edges"]]
    assert [node["isCurrent"] for node in nodes] == [False, True]


async def test_a_session_that_is_revoked_opens_nothing_more(api: Api, member: Viewer) -> None:
    token = await api.token(EMAIL)
    other = await api.signed_in(token)

    ended = await api.data(REVOKE, member, id=f"session_{_hex(other)}")

    assert ended["revokeSession"]["userErrors"] == []
    assert await authentication.by_token(api.services, token) is None
    assert (await api.data(SESSIONS, member))["sessions"]["totalCount"] == 1


async def test_nobody_ends_a_session_of_another(api: Api, member: Viewer) -> None:
    token = await api.token("primary@northbridge.example")
    other = await api.signed_in(token)
    node = "query ($id: ID!) { node(id: $id) { id } }"

    for id_ in (f"session_{_hex(other)}", "session_x", f"user_{other.account_id.hex}"):
        found = await api.data(REVOKE, member, id=id_)
        assert found["revokeSession"]["userErrors"] == [{"code": "NOT_FOUND"}]
    assert (await api.data(node, member, id=f"session_{_hex(other)}"))["node"] is None
    assert await authentication.by_token(api.services, token)


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
            " like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("<script>alert(1)</script>", None),
        ("x" * 100_000 + "Firefox/1", None),
        ("", None),
        (None, None),
    ],
    ids=["firefox", "edge", "iphone", "markup", "long", "empty", "none"],
)
def test_a_device_is_named_from_a_list(sent: str | None, named: str | None) -> None:
    assert devices.named(sent) == named


def _hex(viewer: Viewer) -> str:
    assert viewer.session_id is not None
    return viewer.session_id.hex
