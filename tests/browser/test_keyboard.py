"""Everything of the main job without a mouse: reached, seen, pressed, and the focus kept."""

import re

from playwright.sync_api import expect

from tests.browser import acts, keys
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.journey import contents
from tests.parties import CANDIDATE, MEMBER, PRIMARY
from tests.services import PASSWORD

PLACES = {
    "Candidate Search": "Candidate Search",
    "Downloads": "Downloads",
    "Your Organisation": "Organisation Details",
    "Help": "Help",
}


def test_an_officer_checks_results_by_keyboard_from_signing_in_to_signing_out(
    people: People, sharer: Sharer
) -> None:
    sharer.share("B2_FIRST")
    newest = sharer.share("C1_ADVANCED")
    person = people.person()
    page = person.open("/sign-in")
    expect(person.heading()).to_have_text("Sign in")

    keys.write(page, page.get_by_label(re.compile("^E-mail")), MEMBER)
    keys.write(page, page.locator("input[name=password]"), PASSWORD)
    page.keyboard.press("Enter")
    expect(person.heading()).to_have_text("Shared Results")
    view = acts.row_with(page, newest).get_by_role("link", name=re.compile("^View"))
    keys.press(page, view)
    expect(person.heading()).to_have_text("CHLOÉ MARCHETTI")
    expect(person.heading()).to_be_focused()

    keys.press(page, page.get_by_role("link", name="Next result"))
    expect(page.get_by_text("B2 First").first).to_be_visible()
    expect(person.heading()).to_be_focused()
    expect(page.get_by_role("link", name="Previous result")).to_be_visible()
    page.keyboard.press("Alt+PageUp")
    expect(page).to_have_url(re.compile(newest))
    expect(page.get_by_text("First in the list")).to_be_visible()

    with page.expect_download(timeout=acts.FILE_MS) as coming:
        keys.press(page, page.get_by_role("button", name="Download Statement of Results"))
    assert "MARCHETTI" in contents.of_pdf(acts.content_of(coming.value))[0]

    keys.press(page, page.get_by_role("button", name=re.compile("Your account")))
    leave = page.get_by_role("menuitem", name="Sign out")
    keys.go_to(page, leave, key="ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{person.base_url}/")


def test_a_candidate_shares_and_withdraws_by_keyboard(people: People, sharer: Sharer) -> None:
    person = people.person()
    page = person.enter(CANDIDATE, "/my-results")

    keys.press(page, page.get_by_role("link", name=re.compile("^Share C1 Advanced")))
    expect(person.heading()).to_be_focused()
    keys.write(page, page.get_by_role("combobox", name="Name of the organisation"), "north")
    expect(page.get_by_role("option", name="Northbridge University")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.press(page, acts.share_button(page))
    expect(person.heading()).to_have_text("Shared with Northbridge University")
    expect(person.heading()).to_be_focused()

    keys.press(page, page.get_by_role("link", name="Back to My Results"))
    button = acts.withdraw_button(page)
    keys.press(page, button)
    asked = page.get_by_role("alertdialog", name="Withdraw access?")
    keys.press(page, asked.get_by_role("button", name="Withdraw access"), "Space")
    expect(page.get_by_text(re.compile("^Access withdrawn"))).to_be_visible()
    expect(page.locator(":focus")).to_contain_text("Access withdrawn")


def test_an_institution_chooses_and_downloads_by_keyboard(people: People) -> None:
    page = people.person().enter(MEMBER, "/shared-results")
    box = page.locator("main tbody tr").first.get_by_role("checkbox")

    keys.press(page, box, "Space")
    expect(page.get_by_text("1 result is selected")).to_be_visible()
    keys.go_to(page, page.get_by_role("button", name="Download options"), key="Shift+Tab")
    page.keyboard.press("Enter")
    options = page.get_by_role("dialog", name="Download options")
    page.keyboard.press("ArrowDown")
    keys.press(page, options.get_by_role("button", name="Make the file"))

    link = page.get_by_role("region", name="File to download").get_by_role("link")
    expect(link.filter(has_text="Download the file")).to_be_visible(timeout=acts.FILE_MS)
    with page.expect_download() as coming:
        keys.press(page, link.filter(has_text="Download the file"))
    assert len(contents.of_csv(acts.content_of(coming.value))) == 1


def test_preferences_are_changed_by_keyboard(people: People) -> None:
    page = people.person().enter(PRIMARY, "/your-account/email-notifications")

    keys.press(page, page.get_by_role("button", name="Edit"))
    keys.press(page, page.get_by_role("checkbox", name=re.compile("^Daily summary")), "Space")
    keys.press(page, page.get_by_role("button", name="Save"))

    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()


def test_the_first_tab_leads_past_the_header(people: People) -> None:
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
    expect(page.locator("main table")).to_be_visible()

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_a_change_of_address_leads_to_the_heading(people: People) -> None:
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
    expect(page.locator("main table")).to_be_visible()
    navigation = page.get_by_role("navigation", name="Main")

    for place, heading in PLACES.items():
        # The header comes before the heading that has the focus.
        keys.go_to(page, navigation.get_by_role("link", name=place), key="Shift+Tab")
        page.keyboard.press("Enter")

        expect(person.heading()).to_have_text(heading)
        expect(person.heading()).to_be_focused()
        expect(page).to_have_title(re.compile(f"^{heading} – "))


def test_back_from_a_result_leads_to_its_row(people: People) -> None:
    page = people.person().enter(MEMBER, "/shared-results")
    view = page.locator("main tbody tr").nth(4).get_by_role("link", name=re.compile("^View"))
    view.click()
    expect(page.locator("main h1")).to_be_focused()

    page.go_back()

    expect(view).to_be_focused()


def test_a_dialog_keeps_the_focus_and_gives_it_back(people: People) -> None:
    page = people.person().enter(MEMBER, "/shared-results")
    opener = page.get_by_role("button", name="Download options")
    keys.press(page, opener)
    dialog = page.get_by_role("dialog", name="Download options")
    expect(dialog).to_be_visible()

    for _ in range(12):
        page.keyboard.press("Tab")
        # The browser's own bar takes a turn; the page behind never does.
        assert page.evaluate(
            "() => document.activeElement === document.body"
            " || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
