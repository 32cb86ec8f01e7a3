"""GraphiQL: loads from here alone, asks with the session or a pasted token, and keeps neither."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import acts
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY
from tests.services import API_KEY

ADDRESS = "/graphiql"
# The tabs, the button that runs and what came back: all but the panel with the examples.
SESSIONS = ".graphiql-sessions"
# Nobody is that quick: the editor itself takes note of what is in it a tenth of a second later.
PRESS_BOTH = """
  async ([example, run]) => {
    example.click()
    await new Promise((resolve) => setTimeout(resolve))
    run.click()
  }"""


def test_a_visitor_runs_the_first_example(people: People) -> None:
    page = people.person().open(ADDRESS)
    expect(page.get_by_role("status").filter(has_text="You are not signed in")).to_be_visible()

    run(page)

    expect(answer(page)).to_contain_text('"role": "VISITOR"')


def test_an_example_runs_with_the_session(people: People) -> None:
    page = people.person().enter(MEMBER, ADDRESS)
    expect(page.get_by_role("status").filter(has_text="Signed in as")).to_contain_text(
        "Tomasz Bell"
    )

    example(page, "sharedResults").click()
    run(page)

    expect(answer(page)).to_contain_text('"totalCount"')
    expect(answer(page)).not_to_contain_text('"errors"')


def test_an_example_for_others_is_marked_and_says_why_it_cannot_run(people: People) -> None:
    page = people.person().enter(CANDIDATE, ADDRESS)

    expect(page.get_by_role("heading", name="For institutions")).to_contain_text(
        "sign in with such an account"
    )
    example(page, "sharedResults").click()
    run(page)

    expect(answer(page)).to_contain_text('"FORBIDDEN"')


def test_an_example_waits_for_the_editor(people: People) -> None:
    person = people.person()
    loading = held_back(person.page, "**/assets/monaco-editor-*.js")
    page = person.enter(CANDIDATE, ADDRESS)
    expect(example(page, "sharedResults")).to_be_disabled()

    for route in loading:
        route.continue_()
    example(page, "sharedResults").click()
    run(page)

    expect(answer(page)).to_contain_text('"FORBIDDEN"')


def test_nothing_is_run_while_an_example_comes(people: People) -> None:
    page = people.person().enter(MEMBER, ADDRESS)
    expect(example(page, "node")).to_be_enabled()
    asked = held_back(page, "**/graphql")
    example(page, "node").click()
    expect(page.locator(SESSIONS)).to_have_attribute("inert", "")

    for route in asked:
        route.continue_()
    page.unroute("**/graphql")
    run(page)

    expect(answer(page)).to_contain_text('"node"')
    expect(answer(page)).not_to_contain_text('"errors"')


def test_an_example_that_is_run_at_once_is_what_is_run(people: People) -> None:
    page = people.person().enter(MEMBER, ADDRESS)
    expect(example(page, "sharedResults")).to_be_enabled()

    pressed = [example(page, "sharedResults").element_handle(), run_button(page).element_handle()]
    page.evaluate(PRESS_BOTH, pressed)

    expect(answer(page)).to_contain_text('"totalCount"')
    expect(answer(page)).not_to_contain_text('"errors"')


def test_a_pasted_key_asks_in_place_of_the_session_and_is_kept_nowhere(people: People) -> None:
    page = people.person().enter(MEMBER, ADDRESS)
    page.get_by_role("button", name="Token").click()
    page.get_by_label("Session token or API key").fill(f"Bearer {API_KEY}")
    page.get_by_role("button", name="Use this token").click()
    expect(page.get_by_role("status").filter(has_text="By token as")).to_contain_text("an API key")

    run(page)
    expect(answer(page)).to_contain_text('"role": "API_CLIENT"')
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert API_KEY not in kept
    assert "viewer" not in kept
    assert "rvs_key" not in page.url
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0

    page.reload()
    expect(page.get_by_role("status").filter(has_text="Signed in as")).to_be_visible()


def test_a_wrong_token_is_told(people: People) -> None:
    person = people.person()
    page = person.open(ADDRESS)
    page.get_by_role("button", name="Token").click()

    with person.forgiving(acts.REFUSED):
        page.get_by_label("Session token or API key").fill("rvs_key_that-nobody-gave")
        page.get_by_role("button", name="Use this token").click()
        expect(page.get_by_text("This token is not accepted")).to_be_visible()


def test_a_subscription_shows_a_share_as_it_comes(people: People, sharer: Sharer) -> None:
    page = people.person().enter(PRIMARY, ADDRESS)
    expect(page.get_by_role("region", name="Operation Editor")).to_contain_text("Viewer")
    example(page, "resultShared").click()
    expect(page.get_by_role("status").filter(has_text="resultShared is open")).to_be_attached()

    with page.expect_websocket() as opening:
        run(page)
    opening.value.wait_for_event("framereceived", lambda frame: "connection_ack" in str(frame))
    sharer.share()

    expect(answer(page)).to_contain_text("MARCHETTI")
    page.get_by_role("button", name="Stop query").click()


def test_the_page_speaks_french(people: People) -> None:
    page = people.person(language="fr-FR").open(ADDRESS)

    expect(page.get_by_role("heading", name="Exemples")).to_be_visible()
    expect(page.get_by_role("button", name="Jeton")).to_be_visible()


def held_back(page: Page, address: str) -> list[Route]:
    """The requests to the address, which wait until they are let go on."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(address, hold)
    return waiting


def run(page: Page) -> None:
    """Press the button that runs what is in the editor, once there is an editor."""
    run_button(page).click()


def run_button(page: Page) -> Locator:
    return page.locator(SESSIONS).get_by_role("button", name=re.compile("^Execute query"))


def example(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Examples").get_by_role(
        "button", name=re.compile(f"^{name} ?[A-Z]")
    )


def answer(page: Page) -> Locator:
    """What came back."""
    return page.get_by_role("region", name="Result Window")
