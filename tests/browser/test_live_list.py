"""New shares while the list is open: counted, shown on demand, never pushed under the pointer."""

import re

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import MEMBER, PRIMARY

LIST = "/shared-results"
WAITING = "Waiting for new results"


def test_several_shares_are_counted_and_nothing_moves_until_they_are_shown(
    people: People, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, LIST)
    expect(page.get_by_text(WAITING)).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(25)
    before = rows_in(page)
    pointed = page.locator("main tbody tr").nth(2)
    place = pointed.bounding_box()

    for exam in ("B1_PRELIMINARY", "B2_FIRST", "C1_ADVANCED"):
        sharer.share(exam)

    expect(page.get_by_role("button", name="3 new – show")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(3\) Shared Results – "))
    assert pointed.bounding_box() == place
    assert rows_in(page) == before
    expect(page.get_by_role("status").filter(has_text="3 new results")).to_be_attached()

    acts.show_new(page, 3)
    expect(page.get_by_role("button", name=re.compile("new – show"))).to_have_count(0)
    expect(page).to_have_title(re.compile("^Shared Results – "))
    exams = page.locator("main tbody tr").filter(has_text="MARCHETTI")
    expect(exams).to_have_count(3)
    expect(exams.first).to_contain_text("C1 Advanced")
    expect(exams.last).to_contain_text("B1 Preliminary")
    assert rows_in(page)[3:] == before[:22]


def test_the_number_stands_still_during_a_pause_and_is_right_afterwards(
    people: People, sharer: Sharer
) -> None:
    watcher, other = people.person(), people.person()
    page = watcher.enter(MEMBER, LIST)
    control = other.enter(PRIMARY, LIST)
    for each in (page, control):
        expect(each.get_by_text(WAITING)).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused: new results are not announced")).to_be_visible()

    sharer.share("B1_PRELIMINARY")
    sharer.share("B2_FIRST")
    expect(control.get_by_role("button", name="2 new – show")).to_be_visible()

    expect(page.get_by_role("button", name=re.compile("new – show"))).to_have_count(0)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="2 new – show")).to_be_visible()


def test_shares_that_come_while_another_screen_is_open_are_in_the_title_and_on_return(
    people: People, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, LIST)
    expect(page.get_by_text(WAITING)).to_be_visible()
    acts.go_to(page, "Downloads")
    expect(page).to_have_title(re.compile("^Downloads – "))

    sharer.share()
    expect(page).to_have_title(re.compile(r"^\(1\) Downloads – "))
    acts.go_to(page, "Shared Results")

    expect(page.locator("main tbody tr").filter(has_text="MARCHETTI")).to_have_count(1)
    expect(page).to_have_title(re.compile("^Shared Results – "))
    expect(page.get_by_role("button", name=re.compile("new – show"))).to_have_count(0)


def test_a_filtered_list_leads_to_the_newest_when_they_are_shown(
    people: People, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, f"{LIST}?exam=B2_FIRST&sort=family-name")
    expect(page.locator("main tbody tr").first).to_contain_text("B2 First")

    sharer.share("C1_ADVANCED")
    acts.show_new(page, 1)

    expect(page).to_have_url(re.compile("/shared-results$"))
    expect(page.locator("main tbody tr").first).to_contain_text("MARCHETTI")


def test_a_share_that_is_withdrawn_before_it_was_shown_is_not_in_the_list(
    people: People, sharer: Sharer
) -> None:
    page = people.person().enter(MEMBER, LIST)
    expect(page.get_by_text(WAITING)).to_be_visible()

    share_id = sharer.share()
    expect(page.get_by_role("button", name="1 new – show")).to_be_visible()
    sharer.withdraw(share_id)
    page.get_by_role("button", name="1 new – show").or_(page.get_by_text(WAITING)).first.click()

    expect(page.get_by_text(WAITING)).to_be_visible()
    expect(page.get_by_text("MARCHETTI")).to_have_count(0)


def rows_in(page: Page) -> list[str]:
    """The list as it is read."""
    return page.locator("main tbody tr").all_inner_texts()
