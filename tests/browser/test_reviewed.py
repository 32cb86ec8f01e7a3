"""What is easily got wrong: screens say what is so, send what they show, and keep secrets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import acts, asked, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY, STRANGER
from tests.running import Running, free_port

LIST = "/shared-results"
DOWNLOADS = "/downloads"
WEBHOOKS = "/your-organisation/webhooks"
NUL = "%00"
# A surrogate that has no other half, as browsers never write it; and a novel.
HALF = "%ED%A0%80"
NOVEL = "A" * 2_000


def test_no_file_is_made_of_another_list_than_the_one_that_is_shown(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)
    expect(page.locator("main tbody tr")).to_have_count(25)
    options = page.get_by_role("dialog", name="Download options")
    make = options.get_by_role("button", name="Make the file")

    with holding_back(page, "SharedResultsPage"):
        page.get_by_role("button", name="Unopened", exact=True).click()
        page.get_by_role("button", name="Download options").click()
        stale = options.get_by_text(re.compile("that match your search")).inner_text()
        expect(make).to_have_attribute("aria-disabled", "true")

    expect(make).not_to_have_attribute("aria-disabled", "true")
    expect(options.get_by_text(stale)).to_have_count(0)


def test_who_signs_in_next_does_not_see_for_whom_was_searched(people: People) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    family_name = page.locator("main tbody tr").nth(3).locator("bdi").nth(1).inner_text()
    page.get_by_role("button", name="Search options").click()
    page.get_by_role("searchbox").fill(family_name)
    page.get_by_role("button", name="Search", exact=True).click()
    filters = page.get_by_role("list", name="Filters that are on")
    expect(filters).to_contain_text(family_name)
    acts.open_result(page, share_on(page))
    page.get_by_role("link", name="Back to Shared Results").click()
    expect(filters).to_contain_text(family_name)
    acts.go_to(page, "Downloads")
    expect(person.heading()).to_have_text("Downloads")
    acts.sign_out(person)

    page.go_back()
    person.fill_in_sign_in(PRIMARY)

    expect(person.heading()).to_have_text("Shared Results")
    expect(page.locator("main tbody tr")).to_have_count(25)
    expect(filters).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name="Back to Shared Results")).to_be_visible()
    expect(page.get_by_role("navigation", name="Results of the list")).to_have_count(0)


def test_a_file_whose_answer_a_gateway_swallowed_is_made_once(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    before = records.count(service, "exports")
    page.locator("main tbody tr").first.get_by_role("checkbox").check()

    with person.forgiving(acts.REFUSED), swallowing(page, "StartExport"):
        acts.choose_form_of_file(page, "csv")
        tray = page.get_by_role("region", name="File to download")
        expect(tray).to_contain_text("We do not know yet whether your file is being made")
        expect(tray.get_by_text("There is no file")).to_have_count(0)
    tray.get_by_role("button", name="Try again").click()

    expect(tray.get_by_role("link", name="Download the file")).to_be_visible(timeout=acts.FILE_MS)
    assert records.count(service, "exports") == before + 1


def test_an_endpoint_whose_secret_got_lost_can_be_added_anew(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.enter(PRIMARY, WEBHOOKS)
    address = f"http://127.0.0.1:{free_port()}/lost"
    before = records.count(service, "webhook_endpoints")
    ask_for_endpoint(page, address)

    with person.forgiving(acts.REFUSED), swallowing(page, "AddWebhookEndpoint"):
        page.get_by_role("button", name="Add the endpoint").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Add the endpoint").click()
    lost = page.get_by_role("dialog", name="The secret got lost")
    lost.get_by_role("button", name="Close").first.click()
    assert records.count(service, "webhook_endpoints") == before + 1
    ask_for_endpoint(page, address)
    page.get_by_role("button", name="Add the endpoint").click()

    kept = page.get_by_role("alertdialog", name="Keep the secret of your endpoint now")
    kept.get_by_role("button", name="I have kept it").click()
    assert records.count(service, "webhook_endpoints") == before + 2


def test_during_a_pause_the_title_stands_still_too(people: People, sharer: Sharer) -> None:
    paused = people.person().enter(MEMBER, LIST)
    other = people.person().enter(MEMBER, LIST)
    for page in (paused, other):
        expect(page.get_by_text("Waiting for new results")).to_be_visible()
    sharer.share()
    expect(paused).to_have_title(re.compile(r"^\(1\) "))
    paused.get_by_role("button", name="Pause", exact=True).click()

    sharer.share("B2_FIRST")
    expect(other).to_have_title(re.compile(r"^\(2\) "))

    expect(paused).to_have_title(re.compile(r"^\(1\) "))
    paused.get_by_role("button", name="Go on").click()
    expect(paused).to_have_title(re.compile(r"^\(2\) "))


def test_a_file_that_is_not_given_any_more_leads_to_a_page_that_says_what_to_do(
    people: People, sharer: Sharer
) -> None:
    share_id = sharer.share()
    person = people.person()
    page = person.enter(MEMBER, LIST)
    acts.row_with(page, share_id).get_by_role("checkbox").check()
    acts.choose_form_of_file(page, "csv")
    expect(page.get_by_role("link", name="Download the file")).to_be_visible(timeout=acts.FILE_MS)
    acts.go_to(page, "Downloads")
    offered = page.get_by_role("link", name=re.compile("^Download Text table")).first
    expect(offered).to_be_visible()

    with person.forgiving(acts.REFUSED):
        sharer.withdraw(share_id)
        with page.expect_response("**/downloads/exports/**") as coming:
            offered.click()
        assert coming.value.status == 410

        expect(person.heading()).to_have_text("This is no longer available")
        expect(page.get_by_text("If it was a file of results, make it again")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "place", "heading"),
    [
        (MEMBER, f"{LIST}/{NUL}", "Not here, or not shared with you"),
        (MEMBER, f"{LIST}/{HALF}", "Not here, or not shared with you"),
        (MEMBER, f"{LIST}/{NOVEL}", "Not here, or not shared with you"),
        (MEMBER, f"{LIST}?page=3&after={NUL}", "Shared Results"),
        (MEMBER, f"{DOWNLOADS}?before={NUL}", "Downloads"),
        (MEMBER, f"{DOWNLOADS}?after={HALF}", "Downloads"),
        (PRIMARY, f"{WEBHOOKS}/{NUL}", "Not here"),
        (PRIMARY, f"{WEBHOOKS}/{NOVEL}", "Not here"),
        (CANDIDATE, f"/my-results?after={NUL}", "My Results"),
    ],
)
def test_what_cannot_be_an_id_or_a_place_is_not_asked_for(
    people: People, email: str, place: str, heading: str
) -> None:
    person = people.person()
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(variables_of(request)))

    page = person.enter(email, place)

    expect(page.locator("main").get_by_text(heading, exact=True).first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not [text for text in asked if "\\u0000" in text or "\\ufffd" in text or NOVEL in text]


def test_a_language_that_the_account_does_not_know_yet_is_told(people: People) -> None:
    person = people.person()
    page = person.enter(STRANGER, LIST)
    told = page.get_by_role("banner").get_by_role("alert")

    with person.forgiving(acts.REFUSED), swallowing(page, "KeepLanguage"):
        page.get_by_role("button", name="FR – Français").click()
        expect(told).to_contain_text("La langue n’est pas encore enregistrée")
    told.get_by_role("button", name="Réessayer").click()
    expect(told).to_have_count(0)

    with page.expect_response("**/graphql"):
        page.get_by_role("button", name="EN – English").click()
    expect(told).to_have_count(0)


def test_on_the_smallest_screen_a_result_is_seen_without_much_scrolling(people: People) -> None:
    page = people.person(width=320, height=640).enter(MEMBER, LIST)
    first = page.locator("main tbody tr").first
    expect(first).to_be_visible()

    top = first.bounding_box()
    above = page.locator("main section").first.bounding_box()

    assert top is not None
    assert above is not None
    assert top["y"] - above["y"] < 480
    assert acts.does_not_scroll_sideways(page)


@contextmanager
def holding_back(page: Page, operation: str) -> Iterator[None]:
    """The operation is not answered before the block is over."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if asked.operation(route.request) == operation:
            held.append(route)
        else:
            route.fallback()

    page.route("**/graphql", hold)
    yield
    for route in held:
        route.continue_()
    page.unroute("**/graphql", hold)


@contextmanager
def swallowing(page: Page, operation: str) -> Iterator[None]:
    """The service carries the operation out, and a gateway gives up waiting for it."""

    def swallow(route: Route) -> None:
        if asked.operation(route.request) == operation:
            route.fetch()
            route.fulfill(status=504, body="<h1>Gateway Timeout</h1>", content_type="text/html")
        else:
            route.fallback()

    page.route("**/graphql", swallow)
    yield
    page.unroute("**/graphql", swallow)


def variables_of(request: Request) -> str:
    return str(request.post_data) if request.url.endswith("/graphql") else ""


def ask_for_endpoint(page: Page, address: str) -> None:
    page.get_by_role("button", name="Add an endpoint").click()
    page.get_by_role("textbox", name="Address").fill(address)


def share_on(page: Page) -> str:
    """The id of the first share on the page."""
    link = page.locator("main tbody [id^=view-]").first
    return str(link.get_attribute("id")).removeprefix("view-")
