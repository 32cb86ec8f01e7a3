"""What is done twice happens once: by a double click, or in two tabs."""

import re

from playwright.sync_api import expect

from tests.browser import acts, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY
from tests.running import Running, free_port

LIST = "/shared-results"


# Double clicks


def test_a_double_click_shares_once(people: People, service: Running, sharer: Sharer) -> None:
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")
    acts.open_share_form(page)
    acts.choose_organisation(page, "north", "Northbridge University")

    acts.share_button(page).dblclick()

    expect(person.heading()).to_have_text("Shared with Northbridge University")
    assert records.active_shares(service) == 1


def test_a_double_click_withdraws_once(people: People, service: Running, sharer: Sharer) -> None:
    sharer.share()
    page = people.person().enter(CANDIDATE, "/my-results")
    acts.withdraw_button(page).click()
    asked = page.get_by_role("alertdialog", name="Withdraw access?")

    asked.get_by_role("button", name="Withdraw access").dblclick()

    expect(page.get_by_text(re.compile("^Access withdrawn"))).to_be_visible()
    assert records.active_shares(service) == 0


def test_a_double_click_makes_one_file(people: People, service: Running) -> None:
    page = people.person().enter(MEMBER, LIST)
    before = records.count(service, "exports")
    page.locator("main tbody tr").first.get_by_role("checkbox").check()
    page.get_by_role("button", name="Download options").dblclick()
    options = page.get_by_role("dialog", name="Download options")
    expect(options).to_have_count(1)

    options.get_by_role("button", name="Make the file").dblclick()

    tray = page.get_by_role("region", name="File to download")
    expect(tray.get_by_role("link", name="Download the file")).to_be_visible()
    assert records.count(service, "exports") == before + 1


def test_a_double_click_makes_one_statement(
    people: People, service: Running, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, f"{LIST}/{sharer.share()}")
    before = records.count(service, "exports")

    with page.expect_download(timeout=acts.FILE_MS):
        page.get_by_role("button", name="Download Statement of Results").dblclick()

    assert records.count(service, "exports") == before + 1


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
    assert records.count(service, "webhook_endpoints") == 1


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
    expect(second.get_by_role("alert")).to_contain_text("This organisation has this result already")
    assert records.active_shares(service) == 1


def test_what_was_withdrawn_in_one_tab_can_be_shared_again_in_the_other(
    people: People, service: Running, sharer: Sharer
) -> None:
    share_id = sharer.share()
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")
    acts.open_share_form(page)

    sharer.withdraw(share_id)
    acts.choose_organisation(page, "north", "Northbridge University")
    acts.share_button(page).click()

    expect(person.heading()).to_have_text("Shared with Northbridge University")
    assert records.active_shares(service) == 1
