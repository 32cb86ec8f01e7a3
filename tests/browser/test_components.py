"""What the own components of the portal do with keys, typing and haste, tried on `/design`."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People


@pytest.fixture
def page(people: People) -> Page:
    return people.person().open("/design")


def test_a_menu_is_walked_by_keys_and_gives_the_focus_back(page: Page) -> None:
    button = page.get_by_role("button", name="Table", exact=True)
    button.focus()

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Print")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitemradio", name="100")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Print")).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("menuitem", name="To this page")).to_be_focused()

    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_choice_in_a_menu_is_kept_and_marked(page: Page) -> None:
    button = page.get_by_role("button", name="Table", exact=True)
    button.click()
    page.get_by_role("menuitemradio", name="100").click()
    expect(button).to_be_focused()

    button.click()
    expect(page.get_by_role("menuitemradio", checked=True)).to_have_text("100")


def test_a_dialog_holds_the_focus_and_every_way_out_gives_it_back(page: Page) -> None:
    button = page.get_by_role("button", name="Open a dialog")
    dialog = page.get_by_role("alertdialog", name="Withdraw this result?")
    for leave in ("Escape", "cross", "outside"):
        button.click()
        expect(dialog).to_be_focused()
        match leave:
            case "Escape":
                page.keyboard.press("Escape")
            case "cross":
                dialog.get_by_role("button", name="Close").click()
            case "outside":
                page.mouse.click(5, 5)
        expect(dialog).to_have_count(0)
        expect(button).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("29022004", "2004-02-29"),
        ("1/2/2003", "2003-02-01"),
        ("31022004", "This date does not exist"),
        ("0506", "Enter day, month and year"),
        ("12<b>03x2020", "2020-03-12"),
    ],
)
def test_a_date_is_taken_as_people_type_it(page: Page, typed: str, shown: str) -> None:
    field = page.get_by_role("group", name="Date of birth")
    for part in ("Day", "Month", "Year"):
        field.get_by_label(part).fill("")
    field.get_by_label("Day").click()
    page.keyboard.type(typed)
    page.get_by_label("Family name").focus()

    expect(field).to_contain_text(shown)


def test_a_pasted_date_fills_all_three_parts(page: Page) -> None:
    field = page.get_by_role("group", name="Date of birth")
    field.get_by_label("Day").evaluate(
        """(input) => {
          const data = new DataTransfer();
          data.setData("text", "2001-12-09");
          const init = { clipboardData: data, bubbles: true, cancelable: true };
          input.dispatchEvent(new ClipboardEvent("paste", init));
        }"""
    )

    assert values(field) == ["09", "12", "2001"]


def values(field: Locator) -> list[str]:
    return [part.input_value() for part in field.get_by_role("textbox").all()]


def test_a_type_ahead_offers_chooses_and_says_when_nothing_is_found(page: Page) -> None:
    field = page.get_by_role("combobox", name="Institution")
    field.click()
    page.keyboard.type("north")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Northfield College")
    expect(page.get_by_role("listbox")).to_have_count(0)

    field.fill("nobody")
    expect(page.get_by_text("No institution of this name").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("nobody")


def test_a_pending_button_keeps_its_focus_and_ignores_the_second_press(page: Page) -> None:
    button = page.get_by_role("button", name="Share result").first
    button.dblclick()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    expect(button).not_to_have_attribute("aria-disabled", re.compile("."))


def test_the_summary_of_errors_leads_to_the_field(page: Page) -> None:
    page.get_by_role("link", name="Enter the name of your institution").click()
    field = page.get_by_role("textbox", name="Institution")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")

    page.keyboard.type("NORTHFIELD")
    expect(page.get_by_role("link", name="Enter the name")).to_have_count(0)
