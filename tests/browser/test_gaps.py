"""Between what a page has read and what it is told lies no gap, and no page asks for another."""

import re

from playwright.sync_api import Page, expect

from tests.browser import acts, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import MEMBER, STRANGER
from tests.running import Running

LIST = "/shared-results"
NOTIFICATIONS = "/your-account/email-notifications"
CHOICES = "SELECT * FROM notification_preferences"
# As if the news between tabs had got lost.
NO_NEWS = "BroadcastChannel.prototype.postMessage = () => {}"
LOST = "ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_CONNECTION"


def test_what_came_and_ended_while_the_connection_was_lost_is_told_after_it(
    people: People, sharer: Sharer
) -> None:
    ending = sharer.share("B1_PRELIMINARY")
    person = people.person()
    page = person.enter(MEMBER, LIST)
    row = page.locator("main tbody tr").first
    expect(row).to_contain_text("MARCHETTI")

    with person.forgiving(acts.REFUSED, acts.SOCKET, LOST):
        person.context.set_offline(True)
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        sharer.withdraw(ending)
        sharer.share("C1_ADVANCED")
        person.context.set_offline(False)

        expect(page.get_by_role("button", name="1 new – show")).to_be_visible(timeout=20_000)
        expect(row).not_to_contain_text("MARCHETTI")


def test_a_result_that_was_withdrawn_on_another_screen_does_not_come_back_with_the_list(
    people: People, sharer: Sharer
) -> None:
    share = sharer.share("B1_PRELIMINARY")
    person = people.person()
    page = person.enter(MEMBER, LIST)
    expect(page.locator("main tbody tr").first).to_contain_text("MARCHETTI")
    acts.go_to(page, "Help")

    sharer.withdraw(share)
    with person.forgiving(acts.REFUSED, acts.SOCKET, LOST):
        page.route("**/graphql", lambda route: route.abort())
        page.go_back()
        expect(page.get_by_text("The service cannot be reached.")).to_be_visible()

        expect(page.get_by_text("MARCHETTI")).to_have_count(0)
        page.unroute("**/graphql")


def test_a_tab_is_loaded_anew_when_another_tab_signs_in_somebody_else(people: People) -> None:
    person = people.person()
    other = person.context.new_page()
    other.goto(f"{person.base_url}/sign-in")
    first = person.enter(MEMBER, NOTIFICATIONS)

    _sign_in(other, STRANGER)

    expect(first).to_have_url(re.compile(r"/$"))


def test_a_press_is_never_done_as_somebody_else(people: People, service: Running) -> None:
    person = people.person()
    person.context.add_init_script(NO_NEWS)
    other = person.context.new_page()
    other.goto(f"{person.base_url}/sign-in")
    page = person.enter(MEMBER, NOTIFICATIONS)
    page.get_by_role("button", name="Edit").click()
    before = records.rows(service, CHOICES)

    with person.forgiving(acts.REFUSED, acts.SOCKET):
        _sign_in(other, STRANGER)
        page.get_by_role("radio", name="Off").or_(page.get_by_role("checkbox").first).first.click()
        page.get_by_role("button", name="Save").click()

        expect(page.get_by_role("dialog", name="Your session has ended")).to_be_visible()
    assert records.rows(service, CHOICES) == before


def _sign_in(page: Page, email: str) -> None:
    from tests.services import PASSWORD

    page.locator("input[type=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("button", name=re.compile("Your account"))).to_be_visible()
