"""E-mails about new shares: seen, edited, saved or not, and sent."""

import re

from playwright.sync_api import Locator, Page, expect

from server.embedded.inbox import InboxMessage, read_inbox
from tests.browser import acts
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import MEMBER, PRIMARY, STRANGER
from tests.running import Running, wait_until

ADDRESS = "/your-account/email-notifications"
EVERY = "For every candidate"
WEEKLY = "Weekly summary"


def test_what_is_saved_is_there_after_a_reload(people: People) -> None:
    page = people.person().enter(STRANGER, ADDRESS)
    edit(page)
    choose(page, "On")
    check(page, EVERY, True)
    check(page, WEEKLY, True)

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    page.reload()
    assert chosen(page) == {"E-mail notifications": "On", EVERY: "Yes", WEEKLY: "Yes"} | {
        "Daily summary": "No"
    }


def test_what_is_cancelled_is_forgotten(people: People) -> None:
    page = people.person().enter(PRIMARY, ADDRESS)
    before = chosen(page)
    edit(page)

    choose(page, "Off")
    page.get_by_role("button", name="Cancel").click()

    assert chosen(page) == before
    edit(page)
    expect(radio(page, "On")).to_be_checked()


def test_nothing_chosen_is_told_and_not_saved(people: People) -> None:
    page = people.person().enter(PRIMARY, ADDRESS)
    edit(page)
    for kind in (EVERY, "Daily summary", WEEKLY):
        check(page, kind, False)

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Choose at least one kind of message")
    expect(page.get_by_role("button", name="Edit")).to_have_count(0)


def test_leaving_with_something_unsaved_asks_first(people: People) -> None:
    person = people.person()
    page = person.enter(PRIMARY, ADDRESS)
    edit(page)
    choose(page, "Off")

    acts.go_to(page, "Downloads")
    asked = page.get_by_role("alertdialog", name="Leave without saving?")
    asked.get_by_role("button", name="Stay here").click()
    expect(radio(page, "Off")).to_be_checked()
    acts.go_to(page, "Downloads")
    asked.get_by_role("button", name="Leave without saving").click()

    expect(person.heading()).to_have_text("Downloads")


def test_a_share_is_told_by_mail_to_who_wants_it(
    people: People, service: Running, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, ADDRESS)
    edit(page)
    check(page, EVERY, True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()

    sharer.share()
    wait_until(lambda: letters_to(service, MEMBER) != [], seconds=10)

    (letter,) = letters_to(service, MEMBER)
    assert "CHLOÉ" in letter.subject
    assert "MARCHETTI" not in letter.subject
    page.goto(f"{service.base_url}/inbox")
    expect(page.get_by_role("link", name=letter.subject).first).to_be_visible()


def edit(page: Page) -> None:
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def radio(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=re.compile(f"^{name}"))


def choose(page: Page, name: str) -> None:
    radio(page, name).check()


def check(page: Page, kind: str, is_wanted: bool) -> None:
    page.get_by_role("checkbox", name=re.compile(f"^{kind}")).set_checked(is_wanted)


def chosen(page: Page) -> dict[str, str]:
    """What the view says, by its terms."""
    terms = page.locator("main dl dt")
    expect(terms.first).to_be_visible()
    values = page.locator("main dl dd").all_inner_texts()
    return dict(zip(terms.all_inner_texts(), values, strict=True))


def letters_to(service: Running, email: str) -> list[InboxMessage]:
    """What lies in the mailbox for somebody."""
    return [letter for letter in read_inbox(service.mailbox) if letter.recipient == email]
