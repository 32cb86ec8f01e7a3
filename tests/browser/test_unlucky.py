"""What goes wrong: lost networks, double clicks, several tabs, old pages, ended sessions."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from db.engine import Job
from tests.browser import acts, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY, STRANGER
from tests.running import Running, free_port, running
from tests.services import PASSWORD, TestServices

UNREACHED = "ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION"
LIST = "/shared-results"
NOTIFICATIONS = "/your-account/email-notifications"


class Api:
    """The API's process, which can be stopped and started at the same address."""

    def __init__(self, service: Running) -> None:
        self._service = service
        self._process: subprocess.Popen[bytes] = service.serve()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Killed while the block lasts."""
        self._process.kill()
        self._process.wait()
        try:
            yield
        finally:
            self._process = self._service.serve()


@pytest.fixture(scope="module")
def service(
    services: TestServices, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Workers only: the API comes and goes in this module."""
    name = f"rvs_unlucky_{worker}"
    with running(services, services.clone(name), tmp_path_factory.mktemp("rvs")) as started:
        started.work_side_by_side([Job.WEBHOOK, Job.MAIL, Job.CLOCK], [Job.EXPORT])
        yield started
        started.stop()
    services.postgres.drop_database(name)


@pytest.fixture(scope="module", autouse=True)
def api(service: Running) -> Api:
    return Api(service)


# Networks


def test_a_service_that_goes_and_comes_back_is_told_and_nothing_is_lost(
    people: People, sharer: Sharer, api: Api
) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    expect(page.get_by_text("Waiting for new results")).to_be_visible()
    sharer.share("B1_PRELIMINARY")
    expect(page.get_by_role("button", name="1 new – show")).to_be_visible()
    bar = page.get_by_text("Reconnecting…")

    with person.forgiving(acts.REFUSED, acts.SOCKET, UNREACHED):
        with api.away():
            expect(bar).to_be_visible()
            expect(page.locator("main tbody tr")).to_have_count(25)
        sharer.share("B2_FIRST")
        sharer.share("C1_ADVANCED")
        expect(bar).to_have_count(0)

    expect(page.get_by_role("button", name="3 new – show")).to_be_visible()
    acts.show_new(page, 3)
    expect(page.locator("main tbody tr").filter(has_text="MARCHETTI")).to_have_count(3)


def test_a_device_without_a_network_keeps_what_is_there_and_reads_what_was_asked_for(
    people: People,
) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Downloads").click()
    expect(page.get_by_text("No files yet")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Shared Results").click()
    expect(page.locator("main tbody tr")).to_have_count(25)

    with person.forgiving(acts.REFUSED, acts.SOCKET, UNREACHED):
        person.context.set_offline(True)
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        page.get_by_role("button", name="Unopened", exact=True).click()
        expect(page.get_by_text("The service cannot be reached.")).to_be_visible()
        person.context.set_offline(False)

        expect(page.get_by_text("Reconnecting…")).to_have_count(0)
        expect(page.get_by_text("The service cannot be reached.")).to_have_count(0)
        expect(page.locator("main h2").filter(has_text="results match")).to_be_visible()


def test_a_share_that_was_lost_on_the_way_is_sent_again_and_made_once(
    people: People, service: Running, sharer: Sharer
) -> None:
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")
    acts.open_share_form(page)
    acts.choose_organisation(page, "north", "Northbridge University")

    with person.forgiving(acts.REFUSED, acts.SOCKET, UNREACHED), losing_answer(page, "ShareResult"):
        acts.share_button(page).click()
        expect(page.get_by_role("alert")).to_contain_text("We do not know yet")
        expect(page.get_by_role("combobox")).to_have_value("Northbridge University")
    expect(page.get_by_text("Reconnecting…")).to_have_count(0)
    acts.share_button(page).click()

    expect(person.heading()).to_have_text("Shared with Northbridge University")
    assert active_shares(service) == 1


def test_a_failure_of_the_server_gives_a_number_to_quote_and_can_be_tried_again(
    people: People,
) -> None:
    person = people.person()
    page = person.context.pages[0]
    correlation_id = "01999999-aaaa-7bbb-8ccc-0123456789ab"

    with person.forgiving(acts.REFUSED), failing_once(page, "SharedResultsPage", correlation_id):
        person.enter(MEMBER, LIST)
        told = page.get_by_role("alert")
        expect(told).to_contain_text("This could not be loaded")
        expect(told).to_contain_text(correlation_id)
        told.get_by_role("button", name="Try again").click()

    expect(page.locator("main tbody tr")).to_have_count(25)
    expect(told).to_have_count(0)


def test_a_part_of_an_old_version_that_is_gone_is_loaded_anew(people: People) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    expect(page.locator("main tbody tr")).to_have_count(25)
    navigation = page.get_by_role("navigation", name="Main")

    with person.forgiving(acts.REFUSED, "dynamically imported module", "error boundary"):
        page.route("**/assets/DownloadsScreen*.js", lambda route: route.fulfill(status=404))
        navigation.get_by_role("link", name="Downloads").click()
        expect(person.heading()).to_have_text("This page could not be shown")
        navigation.get_by_role("link", name="Shared Results").click()
        expect(person.heading()).to_have_text("Shared Results")
        navigation.get_by_role("link", name="Downloads").click()
        page.unroute("**/assets/DownloadsScreen*.js")
        page.get_by_role("button", name="Load it again").click()

    expect(person.heading()).to_have_text("Downloads")


# Double clicks


def test_a_double_click_shares_once(people: People, service: Running, sharer: Sharer) -> None:
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")
    acts.open_share_form(page)
    acts.choose_organisation(page, "north", "Northbridge University")

    acts.share_button(page).dblclick()

    expect(person.heading()).to_have_text("Shared with Northbridge University")
    assert active_shares(service) == 1


def test_a_double_click_withdraws_once(people: People, service: Running, sharer: Sharer) -> None:
    sharer.share()
    page = people.person().enter(CANDIDATE, "/my-results")
    acts.withdraw_button(page).click()
    asked = page.get_by_role("alertdialog", name="Withdraw access?")

    asked.get_by_role("button", name="Withdraw access").dblclick()

    expect(page.get_by_text(re.compile("^Access withdrawn"))).to_be_visible()
    assert active_shares(service) == 0


def test_a_double_click_makes_one_file(people: People, service: Running) -> None:
    page = people.person().enter(MEMBER, LIST)
    before = count(service, "exports")
    page.locator("main tbody tr").first.get_by_role("checkbox").check()
    page.get_by_role("button", name="Download options").dblclick()
    options = page.get_by_role("dialog", name="Download options")
    expect(options).to_have_count(1)

    options.get_by_role("button", name="Make the file").dblclick()

    tray = page.get_by_role("region", name="File to download")
    expect(tray.get_by_role("link", name="Download the file")).to_be_visible()
    assert count(service, "exports") == before + 1


def test_a_double_click_makes_one_statement(
    people: People, service: Running, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, f"{LIST}/{sharer.share()}")
    before = count(service, "exports")

    with page.expect_download(timeout=acts.FILE_MS):
        page.get_by_role("button", name="Download Statement of Results").dblclick()

    assert count(service, "exports") == before + 1


def test_a_double_click_adds_one_endpoint(people: People, service: Running) -> None:
    page = people.person().enter(PRIMARY, "/your-organisation/webhooks")
    address = f"http://127.0.0.1:{free_port()}/once"
    page.get_by_role("button", name="Add an endpoint").click()
    page.get_by_role("textbox", name="Address").fill(address)

    page.get_by_role("button", name="Add the endpoint").dblclick()

    kept = page.get_by_role("alertdialog", name="Keep the secret of your endpoint now")
    expect(kept).to_be_visible()
    kept.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("link", name=address)).to_have_count(1)
    assert count(service, "webhook_endpoints") == 1


# Tabs


def test_two_tabs_are_told_the_same_and_count_for_themselves(
    people: People, sharer: Sharer
) -> None:
    person = people.person()
    first = person.enter(MEMBER, LIST)
    second = person.context.new_page()
    second.goto(f"{person.base_url}{LIST}")
    for page in (first, second):
        expect(page.get_by_text("Waiting for new results")).to_be_visible()

    sharer.share()
    acts.show_new(first, 1)

    expect(first.locator("main tbody tr").first).to_contain_text("MARCHETTI")
    expect(second.get_by_role("button", name="1 new – show")).to_be_visible()


def test_what_was_withdrawn_in_one_tab_is_told_in_the_other(people: People, sharer: Sharer) -> None:
    sharer.share()
    person = people.person()
    first = person.enter(CANDIDATE, "/my-results")
    second = person.context.new_page()
    second.goto(f"{person.base_url}/my-results")
    expect(acts.withdraw_button(second)).to_be_visible()

    acts.withdraw_from(first)
    acts.withdraw_from(second)

    expect(second.get_by_text(re.compile("had ended already. Nothing was changed"))).to_be_visible()
    expect(acts.withdraw_button(second)).to_have_count(0)


def test_what_was_shared_in_one_tab_is_not_shared_again_in_the_other(
    people: People, service: Running, sharer: Sharer
) -> None:
    person = people.person()
    first = person.enter(CANDIDATE, "/my-results")
    second = person.context.new_page()
    second.goto(f"{person.base_url}/my-results")
    for page in (first, second):
        acts.open_share_form(page)
        acts.choose_organisation(page, "north", "Northbridge University")

    acts.share_button(first).click()
    expect(first.locator("main h1")).to_have_text("Shared with Northbridge University")
    acts.share_button(second).click()

    expect(second.get_by_role("status").get_by_text("You share this result")).to_be_visible()
    assert active_shares(service) == 1


# Sessions


def test_too_many_wrong_passwords_are_told_with_what_to_do(people: People) -> None:
    person = people.person()
    person.open("/sign-in")
    alert = person.page.get_by_role("alert")

    with person.forgiving(acts.REFUSED):
        for _ in range(12):
            with person.page.expect_response("**/graphql"):
                person.fill_in_sign_in("nobody@northbridge.example", "wrong")
            expect(alert).to_be_visible()
            if "Too many" in alert.inner_text():
                break

    expect(alert).to_contain_text("Too many")
    expect(person.page.locator("input[name=password]")).to_have_value("wrong")


def test_a_session_that_ends_over_the_share_form_goes_on_with_what_was_chosen(
    people: People, service: Running, sharer: Sharer
) -> None:
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")
    acts.open_share_form(page)
    acts.choose_organisation(page, "north", "Northbridge University")
    page.get_by_role("radio", name="1 year").check()

    with acts.ended_session(service, person, CANDIDATE) as ended:
        acts.share_button(page).click()
        expect(ended).to_be_visible()

    expect(person.heading()).to_have_text("Shared with Northbridge University")
    (share,) = records.rows(
        service,
        "SELECT expires_at FROM shares WHERE state = 'ACTIVE' ORDER BY shared_at DESC LIMIT 1",
    )
    assert share["expires_at"] is not None
    assert active_shares(service) == 1


def test_a_session_that_ends_over_the_preferences_goes_on_with_what_was_chosen(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.enter(STRANGER, NOTIFICATIONS)
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("radio", name="On", exact=True).check()
    page.get_by_role("checkbox", name=re.compile("^Daily summary")).check()

    with acts.ended_session(service, person, STRANGER) as ended:
        page.get_by_role("button", name="Save").click()
        expect(ended).to_be_visible()

    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.locator("main dl")).to_contain_text("Yes")


def test_an_ended_session_hides_what_was_on_the_page(people: People, service: Running) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    name = page.locator("main tbody bdi").first
    expect(name).to_be_visible()

    with acts.ended_session(service, person, MEMBER) as ended:
        expect(ended).to_be_visible()
        assert page.evaluate("() => document.querySelector('[data-veiled=true]') !== null")
        expect(name).not_to_be_visible()

    expect(name).to_be_visible()


def test_a_password_is_not_left_in_the_page_or_the_storage(people: People) -> None:
    page = people.person().sign_in(MEMBER)

    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert PASSWORD not in kept
    assert "rvs_session_" not in kept
    assert page.evaluate("() => document.cookie") == ""


@contextmanager
def losing_answer(page: Page, operation: str) -> Iterator[None]:
    """The server carries the operation out, and the answer does not arrive."""

    def lose(route: Route) -> None:
        if names(route) == operation:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/graphql", lose)
    yield
    page.unroute("**/graphql", lose)


@contextmanager
def failing_once(page: Page, operation: str, correlation_id: str) -> Iterator[None]:
    """The first try ends in a bug of the server, as the server tells of bugs."""
    extensions = {"code": "INTERNAL", "correlationId": correlation_id}
    body = {"errors": [{"message": "Something went wrong on our side.", "extensions": extensions}]}
    left = [None]

    def fail(route: Route) -> None:
        if names(route) == operation and left:
            left.pop()
            route.fulfill(status=500, body=json.dumps(body), content_type="application/json")
        else:
            route.fallback()

    page.route("**/graphql", fail)
    yield
    page.unroute("**/graphql", fail)


def names(route: Route) -> str:
    """The operation's name in a request."""
    found = re.search(r"(?:query|mutation) (\w+)", str(route.request.post_data))
    return found[1] if found else ""


def active_shares(service: Running) -> int:
    """How many of the candidate's shares are active."""
    sql = """
      SELECT count(*) AS number FROM shares JOIN users USING (candidate_id)
      WHERE shares.state = 'ACTIVE' AND email_key = $1"""
    return int(records.rows(service, sql, CANDIDATE)[0]["number"])


def count(service: Running, table: str) -> int:
    return int(records.rows(service, f"SELECT count(*) AS number FROM {table}")[0]["number"])
