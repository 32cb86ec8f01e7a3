"""Signing in and out, and sessions that end while somebody works."""

import re

from playwright.sync_api import expect

from tests.browser import acts, records
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY, STRANGER
from tests.running import Running, free_port
from tests.services import PASSWORD


def test_a_wrong_password_is_told_and_the_right_one_then_works(people: People) -> None:
    person = people.person()
    page = person.open("/sign-in")

    with person.forgiving(acts.REFUSED):
        person.fill_in_sign_in(MEMBER, "not the password")
        expect(page.get_by_role("alert")).to_contain_text("password")
        person.fill_in_sign_in(MEMBER)

    expect(person.heading()).to_have_text("Shared Results")


def test_empty_fields_are_told_before_anything_is_sent(people: People) -> None:
    person = people.person()
    page = person.open("/sign-in")
    expect(person.heading()).to_have_text("Sign in")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.locator("form button[type=submit]").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail")
    assert sent == []


def test_an_address_of_a_screen_asks_to_sign_in_and_then_shows_the_screen(people: People) -> None:
    person = people.person()

    person.sign_in(PRIMARY, path="/downloads")

    expect(person.heading()).to_have_text("Downloads")


def test_a_screen_of_another_audience_says_that_it_is_not_open(people: People) -> None:
    person = people.person()
    person.sign_in(CANDIDATE)

    person.open("/shared-results")

    expect(person.heading()).to_have_text("Not open to your account")


def test_nothing_comes_back_after_signing_out(people: People) -> None:
    person = people.person()
    page = person.sign_in(MEMBER)
    expect(page.locator("main table")).to_be_visible()
    person.open("/downloads")
    expect(person.heading()).to_have_text("Downloads")

    acts.sign_out(person)
    page.go_back()

    expect(person.heading()).to_have_text("Sign in")
    expect(page.locator("main table")).to_have_count(0)


def test_signing_out_in_one_tab_signs_out_the_other(people: People) -> None:
    person = people.person()
    first = person.sign_in(MEMBER)
    expect(first.locator("main table")).to_be_visible()
    second = person.context.new_page()
    second.goto(f"{person.base_url}/downloads")
    expect(second.locator("main h1")).to_have_text("Downloads")

    acts.sign_out(person)

    expect(second.locator("main h1")).to_have_text("Sign in")


def test_signing_in_again_over_the_page_keeps_what_was_typed(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.sign_in(PRIMARY)
    page.goto(f"{person.base_url}/your-organisation/webhooks")
    page.get_by_role("button", name="Add an endpoint").first.click()
    address = f"http://127.0.0.1:{free_port()}/typed"
    page.get_by_role("textbox", name="Address").fill(address)

    with person.forgiving(acts.REFUSED, acts.SOCKET):
        acts.end_session(service, PRIMARY)
        ended = page.get_by_role("dialog", name="Your session has ended")
        expect(ended).to_be_visible()
        ended.locator("input[name=password]").fill("wrong at first")
        ended.locator("form button[type=submit]").click()
        expect(ended.get_by_role("alert")).to_be_visible()
        acts.sign_in_again(ended)
    expect(page.get_by_role("textbox", name="Address")).to_have_value(address)
    page.get_by_role("button", name="Add the endpoint").click()

    kept = page.get_by_role("alertdialog", name="Keep the secret of your endpoint now")
    kept.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("link", name=address)).to_be_visible()


def test_a_session_that_somebody_else_goes_on_with_shows_nothing_of_the_first(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.sign_in(PRIMARY)
    expect(page.locator("main table")).to_be_visible()

    with person.forgiving(acts.REFUSED, acts.SOCKET):
        acts.end_session(service, PRIMARY)
        page.reload()
        person.fill_in_sign_in(STRANGER)

    expect(page.get_by_role("button", name=re.compile("Your account"))).to_be_visible()
    assert "Northbridge" not in page.content()


def test_a_session_that_ends_on_the_server_is_noticed_without_a_click(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.sign_in(MEMBER)
    expect(page.locator("main table")).to_be_visible()

    with person.forgiving(acts.SOCKET):
        acts.end_session(service, MEMBER)

        expect(page.get_by_role("dialog", name="Your session has ended")).to_be_visible()


def test_a_warning_comes_before_the_end_and_one_may_stay(people: People) -> None:
    person = people.person()
    person.page.clock.install()
    page = person.sign_in(MEMBER)
    expect(page.locator("main table")).to_be_visible()

    page.clock.fast_forward("28:30")
    warning = page.get_by_role("alertdialog", name="You will be signed out soon")
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="Stay signed in").click()

    expect(warning).to_have_count(0)


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
    assert records.active_shares(service) == 1


def test_a_session_that_ends_over_the_preferences_goes_on_with_what_was_chosen(
    people: People, service: Running
) -> None:
    person = people.person()
    page = person.enter(STRANGER, "/your-account/email-notifications")
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("radio", name="On", exact=True).check()
    page.get_by_role("checkbox", name=re.compile("^Daily summary")).check()

    with acts.ended_session(service, person, STRANGER) as ended:
        expect(ended).to_be_visible()
        expect(page.get_by_role("button", name="Save")).not_to_be_visible()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.locator("main dl")).to_contain_text("Yes")


def test_an_ended_session_hides_what_was_on_the_page(people: People, service: Running) -> None:
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
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
