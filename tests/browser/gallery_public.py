"""The screens that everybody may see, the server's own pages, and what may lie over any screen."""

from typing import Final

from playwright.sync_api import expect

from tests.browser import acts, records, visits
from tests.browser.visits import VISITOR, View, Visit
from tests.parties import CANDIDATE, MEMBER

# The newest: programs of the same account go on.
_END_SESSION: Final = """
  UPDATE sessions SET expires_at = now() - interval '1 second'
  WHERE id = (
    SELECT sessions.id FROM sessions JOIN users ON users.id = user_id
    WHERE email_key = $1 ORDER BY sessions.created_at DESC LIMIT 1
  ) RETURNING id"""
_LOST: Final = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION"


def _be_refused(visit: Visit) -> None:
    with visit.person.forgiving(acts.REFUSED):
        visit.person.fill_in_sign_in("nobody@northbridge.example", "not the password")
        expect(visit.page.get_by_role("alert")).to_be_visible()


def _expect_no_page(visit: Visit) -> None:
    with visit.person.forgiving(acts.REFUSED):
        pass


def _open_navigation(visit: Visit) -> None:
    visits.resize(visit.page, 390, 844)
    visit.press("Menu")


def _open_account_menu(visit: Visit) -> None:
    visit.page.locator("header [aria-haspopup]").last.click()
    expect(visit.page.get_by_role("menuitem").first).to_be_visible()


def _install_clock(visit: Visit) -> None:
    visit.page.clock.install()


def _wait_for_the_warning(visit: Visit) -> None:
    visit.page.clock.fast_forward("28:30")
    expect(visit.page.get_by_role("alertdialog")).to_be_visible()


def _end_session(visit: Visit) -> None:
    with visit.person.forgiving(acts.REFUSED, acts.SOCKET):
        assert records.rows(visit.stage.service, _END_SESSION, CANDIDATE)
        visit.page.reload()


def _end_session_over_the_page(visit: Visit) -> None:
    with visit.person.forgiving(acts.REFUSED, acts.SOCKET):
        assert records.rows(visit.stage.service, _END_SESSION, MEMBER)
        expect(visit.page.get_by_role("dialog").locator("input[name=password]")).to_be_visible()


def _lose_the_network(visit: Visit) -> None:
    with visit.person.forgiving(acts.REFUSED, acts.SOCKET, _LOST):
        visit.person.context.set_offline(True)
        expect(visit.page.get_by_text(visit.said("Reconnecting…"))).to_be_visible()


PUBLIC: Final = (
    View("landing", VISITOR, "/", is_main=True),
    View("landing, navigation of a phone", VISITOR, "/", _open_navigation),
    View("sign in", VISITOR, "/sign-in", is_main=True),
    View("sign in, refused", VISITOR, "/sign-in", _be_refused),
    View("sign in, signed in already", MEMBER, "/sign-in"),
    View("sign in, in place of a screen", VISITOR, "/shared-results"),
    View("register", VISITOR, "/register"),
    View("check a document", VISITOR, "/check-a-document"),
    View("help", VISITOR, "/help"),
    View("help, of an institution", MEMBER, "/help"),
    View("terms", VISITOR, "/terms"),
    View("privacy", VISITOR, "/privacy"),
    View("accessibility", VISITOR, "/accessibility"),
    View("about", VISITOR, "/about"),
    View("not for you", CANDIDATE, "/shared-results"),
)

SERVER: Final = (
    View("design", VISITOR, "/design"),
    View("demo", VISITOR, "/demo"),
    View("inbox", VISITOR, "/inbox"),
    View("not found", VISITOR, "/no/such/page", prepare=_expect_no_page),
    View("graphiql", VISITOR, "/graphiql"),
    View("graphiql, signed in", MEMBER, "/graphiql"),
)

OVER: Final = (
    View("menu of the account", MEMBER, "/downloads", _open_account_menu),
    View("session ends soon", MEMBER, "/downloads", _wait_for_the_warning, _install_clock),
    View("session has ended", MEMBER, "/downloads", _end_session_over_the_page),
    View("session has ended before", CANDIDATE, "/my-results", _end_session),
    View("reconnecting", MEMBER, "/downloads", _lose_the_network),
)
