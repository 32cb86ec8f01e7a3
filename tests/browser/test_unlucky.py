"""What goes wrong on the way: lost networks, a service that is away, failures, old versions."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from db.engine import Job
from tests.browser import acts, asked, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER
from tests.running import Running, running
from tests.services import TestServices

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
    acts.go_to(page, "Downloads")
    expect(page.get_by_text("No files yet")).to_be_visible()
    acts.go_to(page, "Shared Results")
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
    assert records.active_shares(service) == 1


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

    with person.forgiving(acts.REFUSED, "dynamically imported module", "error boundary"):
        page.route("**/assets/DownloadsScreen*.js", lambda route: route.fulfill(status=404))
        acts.go_to(page, "Downloads")
        expect(person.heading()).to_have_text("This page could not be shown")
        acts.go_to(page, "Shared Results")
        expect(person.heading()).to_have_text("Shared Results")
        acts.go_to(page, "Downloads")
        page.unroute("**/assets/DownloadsScreen*.js")
        page.get_by_role("button", name="Load it again").click()

    expect(person.heading()).to_have_text("Downloads")


@contextmanager
def losing_answer(page: Page, operation: str) -> Iterator[None]:
    """The server carries the operation out, and the answer does not arrive."""

    def lose(route: Route) -> None:
        if asked.operation(route.request) == operation:
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
        if asked.operation(route.request) == operation and left:
            left.pop()
            route.fulfill(status=500, body=json.dumps(body), content_type="application/json")
        else:
            route.fallback()

    page.route("**/graphql", fail)
    yield
    page.unroute("**/graphql", fail)
