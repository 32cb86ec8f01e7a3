"""The screens of a candidate, each in all its states."""

from typing import Final

from playwright.sync_api import expect

from tests.browser.stage import UNTESTED
from tests.browser.visits import View, Visit
from tests.parties import CANDIDATE

_RESULTS: Final = "/my-results"
_FORM: Final = "/my-results/{own}/share"


def _open_ended(visit: Visit) -> None:
    for summary in visit.page.locator("main details summary").all():
        summary.click()


def _ask_to_withdraw(visit: Visit) -> None:
    visit.page.locator("main li > button").first.click()
    expect(visit.page.get_by_role("alertdialog")).to_be_visible()


def _choose(visit: Visit, name: str) -> None:
    visit.page.get_by_role("combobox").fill(name)
    visit.page.get_by_role("option", name=name).click()
    expect(visit.page.locator("main form strong").get_by_text(name).first).to_be_visible()


def _type_ahead(visit: Visit) -> None:
    visit.page.get_by_role("combobox").fill("co")
    expect(visit.page.get_by_role("option", name="Lakeside College")).to_be_visible()


def _look_in_vain(visit: Visit) -> None:
    visit.page.get_by_role("combobox").fill("zzyzx")
    expect(
        visit.page.get_by_text(visit.said("No organisation was found. See below.")).first
    ).to_be_attached()


def _send_nothing(visit: Visit) -> None:
    visit.page.locator("main form button[type=submit]").click()
    expect(visit.page.get_by_role("alert").first).to_be_visible()


def _choose_who_has_it(visit: Visit) -> None:
    _choose(visit, "Northbridge University")
    expect(visit.page.locator("main form a[href*='/my-results#']")).to_be_visible()


def _take_back(visit: Visit) -> None:
    visit.stage.take_back("C1_ADVANCED", "lakeside")


def _fill_in(visit: Visit) -> None:
    _choose(visit, "Lakeside College")
    visit.page.get_by_role("radio").last.check()


def _share(visit: Visit) -> None:
    _choose(visit, "Lakeside College")
    visit.page.locator("main form button[type=submit]").click()
    expect(visit.page.locator("main form")).to_have_count(0)


CANDIDATES: Final = (
    View("my results", CANDIDATE, _RESULTS, is_main=True),
    View("my results, ended shares", CANDIDATE, _RESULTS, _open_ended),
    View("my results, withdraw", CANDIDATE, _RESULTS, _ask_to_withdraw),
    View("my results, none", UNTESTED, _RESULTS),
    View("share", CANDIDATE, _FORM),
    View("share, type-ahead", CANDIDATE, _FORM, _type_ahead),
    View("share, no such organisation", CANDIDATE, _FORM, _look_in_vain),
    View("share, refused", CANDIDATE, _FORM, _send_nothing),
    View("share, shared already", CANDIDATE, _FORM, _choose_who_has_it),
    View("share, filled in", CANDIDATE, _FORM, _fill_in, _take_back),
    View("share, done", CANDIDATE, _FORM, _share, _take_back),
    View("share, no such result", CANDIDATE, "/my-results/{nothing}/share"),
    View("profile of a candidate", CANDIDATE, "/your-account"),
)
