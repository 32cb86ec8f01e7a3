"""The screens of an institution, each in all its states."""

import json
import re
from typing import Final

from playwright.sync_api import Route, expect

from tests.browser import acts, asked
from tests.browser.stage import BUILDER, NEWCOMER
from tests.browser.visits import View, Visit
from tests.parties import MEMBER, PRIMARY

_LIST: Final = "/shared-results"
_NOTIFICATIONS: Final = "/your-account/email-notifications"
_WEBHOOKS: Final = "/your-organisation/webhooks"
_BUG: Final = {
    "message": "Something went wrong on our side.",
    "extensions": {"code": "INTERNAL", "correlationId": "01999999-aaaa-7bbb-8ccc-0123456789ab"},
}
_FILTERS: Final = "exam=C1_ADVANCED&exam=B2_FIRST&unopened=1&from=2020-01-01"


def _open_search(visit: Visit) -> None:
    visit.press("Search options")
    expect(visit.page.get_by_role("searchbox")).to_be_visible()
    visit.page.locator("main details summary").first.click()


def _search_in_vain(visit: Visit) -> None:
    visit.press("Search options")
    visit.page.get_by_role("searchbox").fill("Zzyzx-Qwortle")
    visit.page.locator("main form button[type=submit]").click()
    expect(visit.button("Remove all filters")).to_be_visible()


def _search_wrong_days(visit: Visit) -> None:
    visit.press("Search options")
    for place, digits in enumerate(("31", "2", "2024")):
        visit.page.locator("main form input[data-part]").nth(place).fill(digits)
    visit.page.locator("main form button[type=submit]").click()
    expect(visit.page.locator("main form [aria-invalid=true]").first).to_be_visible()


def _select(visit: Visit) -> None:
    for place in range(3):
        visit.page.locator("main tbody tr").nth(place).get_by_role("checkbox").check()


def _open_options(visit: Visit) -> None:
    _select(visit)
    visit.press("Download options")
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def _make_a_file(visit: Visit) -> None:
    _open_options(visit)
    visit.press("Make the file")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)


def _hear_of_one(visit: Visit) -> None:
    page = visit.page
    expect(visit.button("Pause")).to_be_visible()
    visit.stage.share_anew("B1_PRELIMINARY", "northbridge")
    expect(page.get_by_role("button", name=re.compile("^1 "))).to_be_visible()


def _pause(visit: Visit) -> None:
    visit.press("Pause")


def _see_it_end(visit: Visit) -> None:
    visit.stage.take_back("B1_PRELIMINARY", "northbridge")
    expect(visit.page.locator("main tbody tr").first.locator("bdi")).to_have_count(0)


def _share_before(visit: Visit) -> None:
    visit.stage.share_anew("B1_PRELIMINARY", "northbridge")


def _meet_a_bug(visit: Visit) -> None:
    def fail(route: Route) -> None:
        if asked.operation(route.request) == "SharedResultsPage":
            body = json.dumps({"errors": [_BUG]})
            route.fulfill(status=500, body=body, content_type="application/json")
        else:
            route.fallback()

    with visit.person.forgiving(acts.REFUSED):
        visit.page.route("**/graphql", fail)


def _make_a_statement(visit: Visit) -> None:
    visit.press("Download Statement of Results")


def _add_endpoint(visit: Visit) -> None:
    visit.press("Add an endpoint")
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def _add_without_address(visit: Visit) -> None:
    _add_endpoint(visit)
    visit.press("Add the endpoint")
    expect(visit.page.locator("[aria-invalid=true]").first).to_be_visible()


def _see_the_secret(visit: Visit) -> None:
    _add_endpoint(visit)
    visit.page.locator("dialog input[type=url]").fill("http://127.0.0.1:40009/gallery")
    visit.press("Add the endpoint")
    expect(visit.page.get_by_role("alertdialog")).to_be_visible()


def _open_attempts(visit: Visit) -> None:
    for summary in visit.page.locator("main details summary").all():
        summary.click()


def _edit(visit: Visit) -> None:
    visit.press("Edit")
    expect(visit.button("Save")).to_be_visible()


def _save(visit: Visit) -> None:
    _edit(visit)
    visit.page.get_by_role("checkbox").first.check()
    visit.press("Save")
    expect(visit.button("Edit")).to_be_visible()


def _leave_unsaved(visit: Visit) -> None:
    _edit(visit)
    visit.page.get_by_role("radio").last.check()
    visit.page.locator("header nav a").first.click()
    expect(visit.page.get_by_role("alertdialog")).to_be_visible()


SHARED_RESULTS: Final = (
    View("shared results", MEMBER, _LIST, is_main=True),
    View("shared results, filters open", MEMBER, _LIST, _open_search),
    View("shared results, filters on", MEMBER, f"{_LIST}?{_FILTERS}"),
    View("shared results, wrong days", MEMBER, _LIST, _search_wrong_days),
    View("shared results, nothing found", MEMBER, _LIST, _search_in_vain),
    View("shared results, none", NEWCOMER, _LIST),
    View("shared results, withdrawn", MEMBER, f"{_LIST}?access=withdrawn"),
    View("shared results, some selected", MEMBER, _LIST, _select),
    View("shared results, download options", MEMBER, _LIST, _open_options),
    View("shared results, file under way", MEMBER, _LIST, _make_a_file),
    View("shared results, one new", MEMBER, _LIST, _hear_of_one),
    View("shared results, paused", MEMBER, _LIST, _pause),
    View("shared results, one ended", MEMBER, _LIST, _see_it_end, _share_before),
    View("shared results, a bug", MEMBER, _LIST, prepare=_meet_a_bug),
)

DETAILS: Final = (
    View("details, verified", MEMBER, _LIST + "/{verified}", is_main=True),
    View("details, statement under way", MEMBER, _LIST + "/{verified}", _make_a_statement),
    View("details, no photo", MEMBER, _LIST + "/{without_photo}"),
    View("details, no scores", MEMBER, _LIST + "/{without_scores}"),
    View("details, absent", MEMBER, _LIST + "/{absent}"),
    View("details, amended", MEMBER, _LIST + "/{amended}"),
    View("details, revoked", MEMBER, _LIST + "/{revoked}"),
    View("details, withheld", MEMBER, _LIST + "/{withheld}"),
    View("details, access ended", MEMBER, _LIST + "/{ended}"),
    View("details, not found", MEMBER, _LIST + "/{nothing}"),
)

WORK: Final = (
    View("candidate search", MEMBER, "/candidate-search"),
    View("downloads", PRIMARY, "/downloads"),
    View("downloads, none", NEWCOMER, "/downloads"),
    View("organisation", PRIMARY, "/your-organisation"),
    View("organisation, users", PRIMARY, "/your-organisation/users"),
    View("organisation, api", PRIMARY, "/your-organisation/api"),
    View("organisation, recognised exams", PRIMARY, "/your-organisation/recognised-exams"),
    View("organisation, of a member", MEMBER, "/your-organisation"),
    View("webhooks", BUILDER, _WEBHOOKS),
    View("webhooks, none", NEWCOMER, _WEBHOOKS),
    View("webhooks, new", NEWCOMER, _WEBHOOKS, _add_endpoint),
    View("webhooks, new without address", NEWCOMER, _WEBHOOKS, _add_without_address),
    View("webhooks, secret", PRIMARY, _WEBHOOKS, _see_the_secret),
    View("webhooks, deliveries", BUILDER, _WEBHOOKS + "/{endpoint}", _open_attempts),
    View("webhooks, no such endpoint", BUILDER, _WEBHOOKS + "/{no_endpoint}"),
    View("notifications", PRIMARY, _NOTIFICATIONS),
    View("notifications, edited", PRIMARY, _NOTIFICATIONS, _edit),
    View("notifications, saved", PRIMARY, _NOTIFICATIONS, _save),
    View("notifications, left unsaved", PRIMARY, _NOTIFICATIONS, _leave_unsaved),
    View("profile", MEMBER, "/your-account"),
)
