"""The portal asks by id; where sessions are bound to trusted documents, it works all the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, WebSocket, expect

from tests.browser import acts
from tests.parties import MEMBER
from tests.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.people import People
    from tests.browser.wire import Sharer
    from tests.running import Running
    from tests.services import TestServices

LIST = "/shared-results"
WAITING = "Waiting for new results"
OUTDATED = "This page is out of date. Reload it."


@pytest.fixture(scope="module")
def service(
    services: TestServices, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The API of a service whose sessions are bound to the portal's documents."""
    name = f"rvs_trusted_{worker}"
    directory = tmp_path_factory.mktemp("rvs")
    with running(
        services, services.clone(name), directory, TRUSTED_DOCUMENTS_ONLY="true"
    ) as started:
        started.serve()
        yield started
        started.stop()
    services.postgres.drop_database(name)


def test_the_portal_asks_nothing_but_trusted_documents_by_their_ids(
    people: People, sharer: Sharer
) -> None:
    person = people.person()
    page = person.page
    sent = listen(page)

    person.sign_in(MEMBER, path=f"/sign-in?next={LIST}")
    acts.go_to(page, "Shared Results")
    expect(page.get_by_text(WAITING)).to_be_visible()
    sharer.share()
    acts.show_new(page, 1)
    expect(acts.row_of(page, "MARCHETTI").first).to_be_visible()

    assert [body for body in sent if "documentId" not in body or "query" in body] == []
    assert len({body["documentId"] for body in sent}) >= 5


def test_the_session_may_ask_nothing_else(people: People) -> None:
    person = people.person()
    page = person.sign_in(MEMBER)

    with person.forgiving(acts.REFUSED):
        answer = page.evaluate("""async () => {
          const answer = await fetch("/graphql", {
            method: "POST",
            headers: { "content-type": "application/json", "x-rvs-request": "1" },
            body: JSON.stringify({ query: "{ viewer { role } }" }),
          });
          return [answer.status, await answer.json()];
        }""")
        page.goto(f"{person.base_url}/graphiql")
        expect(page.get_by_role("status").first).to_contain_text("A browser session may ask only")

    assert answer[0] == 403
    assert answer[1]["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_page_of_another_release_says_what_to_do(people: People) -> None:
    person = people.person()
    page = person.sign_in(MEMBER)
    expect(page.get_by_text(WAITING)).to_be_visible()
    page.route("**/graphql", as_another_release)

    with person.forgiving(acts.REFUSED):
        acts.go_to(page, "Downloads")

        expect(page.get_by_text(OUTDATED).first).to_be_visible()
        page.unroute("**/graphql")
        page.get_by_role("button", name="Load it again").click()
        expect(page.get_by_text(OUTDATED)).to_have_count(0)
        expect(person.heading()).to_have_text("Downloads")


def test_a_page_of_another_release_works_where_texts_are_taken(people: People) -> None:
    person = people.person()
    person.page.route("**/graphql", as_another_release)

    # Without a cookie nothing is bound, as nothing is anywhere without the setting.
    with person.forgiving(acts.REFUSED):
        page = person.open("/sign-in")

        expect(page.get_by_role("button", name=re.compile("^Sign in"))).to_be_visible()
        expect(page.get_by_text(OUTDATED)).to_have_count(0)


def listen(page: Page) -> list[dict[str, Any]]:
    """Every operation that the page asks for from now on, over HTTP and WebSocket."""
    sent: list[dict[str, Any]] = []

    def note_frame(frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["type"] == "subscribe":
            sent.append(message["payload"])

    def note_socket(socket: WebSocket) -> None:
        socket.on("framesent", note_frame)

    page.on("websocket", note_socket)
    page.on(
        "request",
        lambda request: (
            request.url.endswith("/graphql") and sent.append(json.loads(request.post_data or "{}"))
        ),
    )
    return sent


def as_another_release(route: Route) -> None:
    """Ask by an id that the server does not know."""
    body = json.loads(route.request.post_data or "{}")
    if "documentId" in body:
        body["documentId"] = "sha256:" + "0" * 64
    route.continue_(post_data=json.dumps(body))
