"""What people do in the portal, step by step, by what they see: labels, buttons, headings."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser import records
from tests.browser.people import Person
from tests.running import Running
from tests.services import PASSWORD

# Chromium writes a line for every answer that is not 2xx, and for every lost socket.
REFUSED: Final = "Failed to load resource"
SOCKET: Final = "WebSocket"
# A document is laid out by a process of its own, which takes seconds on a machine in use.
FILE_MS: Final = 60_000

# The newest one only: programs that act beside the people go on.
_END_SESSION: Final = """
  UPDATE sessions SET expires_at = now() - interval '1 second'
  WHERE id = (
    SELECT sessions.id FROM sessions JOIN users ON users.id = user_id
    WHERE email_key = $1 ORDER BY sessions.created_at DESC LIMIT 1
  ) RETURNING id"""


def row_of(page: Page, family_name: str) -> Locator:
    """The line of a person in the list."""
    return page.locator("main tbody tr").filter(has_text=family_name)


def row_with(page: Page, share_id: str) -> Locator:
    """The line of a share in the list."""
    return page.locator("main tbody tr").filter(has=page.locator(f"[id='view-{share_id}']"))


def open_result(page: Page, share_id: str) -> None:
    """From the list, by the button of its line."""
    row_with(page, share_id).get_by_role("link", name=re.compile("^View")).click()
    expect(page).to_have_url(re.compile(f"/shared-results/{share_id}$"))


def go_to(page: Page, place: str) -> None:
    """By the navigation of the header."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=place).click()


def show_new(page: Page, count: int) -> None:
    """Press the bar that tells of so many new results."""
    page.get_by_role("button", name=f"{count} new – show").click()


def choose_organisation(page: Page, begin: str, name: str) -> None:
    """Type the beginning of a name, and take what the directory offers."""
    page.get_by_role("combobox", name="Name of the organisation").press_sequentially(begin)
    page.get_by_role("option", name=name).click()
    expect(page.get_by_text(re.compile(f"You share with .*{name}"))).to_be_visible()


def share_button(page: Page, name: str = "Northbridge University") -> Locator:
    """The last button of the share form."""
    return page.get_by_role("button", name=f"Share with {name}")


def open_share_form(page: Page, exam: str = "C1 Advanced") -> None:
    """From one's own results to the form of one of them."""
    page.get_by_role("link", name=re.compile(f"^Share {exam}")).click()
    expect(page.locator("main h1")).to_have_text("Share a result")


def withdraw_button(page: Page, name: str = "Northbridge University") -> Locator:
    """Beside each organisation that has a result."""
    return page.get_by_role("button", name=re.compile(f"^Withdraw ?: {name}$"))


def withdraw_from(page: Page, name: str = "Northbridge University") -> None:
    """End the access of an organisation, and confirm."""
    withdraw_button(page, name).click()
    asked = page.get_by_role("alertdialog", name="Withdraw access?")
    asked.get_by_role("button", name="Withdraw access").click()
    expect(asked).to_have_count(0)


def choose_form_of_file(page: Page, form: str) -> None:
    """Open the download options and have the file made in one of the forms."""
    page.get_by_role("button", name="Download options").click()
    options = page.get_by_role("dialog", name="Download options")
    options.get_by_role("radio", name=re.compile(form)).check()
    options.get_by_role("button", name="Make the file").click()
    expect(options).to_have_count(0)


def fetch_made_file(page: Page) -> bytes:
    """Wait in the list until the file is made, and download it."""
    tray = page.get_by_role("region", name="File to download")
    link = tray.get_by_role("link", name="Download the file")
    expect(link).to_be_visible(timeout=FILE_MS)
    with page.expect_download() as coming:
        link.click()
    tray.get_by_role("button", name="Close").click()
    return content_of(coming.value)


def content_of(download: Download) -> bytes:
    """What was saved."""
    return Path(download.path()).read_bytes()


@contextmanager
def ended_session(service: Running, person: Person, email: str) -> Iterator[Locator]:
    """The session is over on the server; gives the dialog that says so, and goes on afterwards."""
    with person.forgiving(REFUSED, SOCKET):
        end_session(service, email)
        ended = person.page.get_by_role("dialog", name="Your session has ended")
        yield ended
        sign_in_again(ended)


def end_session(service: Running, email: str) -> None:
    """Of the browser that signed in last, as if its time had run out."""
    assert records.rows(service, _END_SESSION, email)


def sign_in_again(ended: Locator) -> None:
    """The password into the dialog."""
    ended.locator("input[name=password]").fill(PASSWORD)
    ended.locator("form button[type=submit]").click()
    expect(ended).to_have_count(0)


def sign_out(person: Person) -> None:
    """By the menu of the account."""
    person.page.get_by_role("button", name=re.compile("Your account")).click()
    person.page.get_by_role("menuitem", name="Sign out").click()
    expect(person.page).to_have_url(f"{person.base_url}/")


def does_not_scroll_sideways(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    root = page.locator("html")
    return bool(root.evaluate("(root) => root.scrollWidth <= root.clientWidth"))
