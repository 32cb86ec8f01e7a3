"""People in front of a browser, each with a profile, a language and colours of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

from tests.parties import SIGN_IN
from tests.services import PASSWORD

Scheme = Literal["light", "dark"]

WAIT_MS: Final = 10_000
# Each breach of the policy is told to the page itself, too.
_POLICY_WATCH: Final = """
  addEventListener('securitypolicyviolation',
    (event) => console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI))
"""


@dataclass(slots=True)
class Person:
    """One profile of the browser with one page open."""

    context: BrowserContext
    page: Page
    base_url: str
    # What went wrong in this profile, in order.
    faults: list[str] = field(default_factory=list)
    _forgiven: list[re.Pattern[str]] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address of the portal."""
        self.page.goto(f"{self.base_url}{path}")
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD, *, path: str = "/sign-in") -> Page:
        """By the form, as people do; returns when the start page is there."""
        page = self.open(path)
        self.fill_in_sign_in(email, password)
        expect(page.locator("input[name=password]")).to_have_count(0)
        expect(self.heading()).to_be_visible()
        return page

    def enter(self, email: str, path: str, password: str = PASSWORD) -> Page:
        """Signed in already, open an address: for tests of what comes after."""
        answer = self.context.request.post(
            f"{self.base_url}/graphql",
            data={"query": SIGN_IN, "variables": {"input": {"email": email, "password": password}}},
            headers={"origin": self.base_url, "x-rvs-request": "1"},
        )
        assert answer.json()["data"]["signIn"]["user"], answer.text()
        return self.open(path)

    def fill_in_sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Type both and press the button."""
        self.page.get_by_label(re.compile("^E-?mail|^Adresse")).fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form button[type=submit]").click()

    def heading(self) -> Locator:
        """The one heading of the first level."""
        return self.page.locator("main h1")

    @contextmanager
    def forgiving(self, *patterns: str) -> Iterator[None]:
        """Faults that the test itself causes, such as a lost network, are not held against it."""
        self._forgiven.extend(re.compile(pattern) for pattern in patterns)
        yield

    def unforgiven(self) -> list[str]:
        """What went wrong and was not expected."""
        return [
            fault
            for fault in self.faults
            if not any(pattern.search(fault) for pattern in self._forgiven)
        ]


class People:
    """Everybody in one test."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._everybody: list[Person] = []

    def person(
        self,
        *,
        language: str = "en-GB",
        scheme: Scheme = "light",
        width: int = 1280,
        height: int = 900,
        has_scripts: bool = True,
    ) -> Person:
        """A new profile; it is watched from its first request on."""
        context = self._browser.new_context(
            locale=language,
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            java_script_enabled=has_scripts,
        )
        context.set_default_timeout(WAIT_MS)
        context.add_init_script(_POLICY_WATCH)
        person = Person(context, context.new_page(), self._base_url)
        _watch(person)
        self._everybody.append(person)
        return person

    def leave(self) -> None:
        """Close every profile; fails with what went wrong in any."""
        faults = [fault for person in self._everybody for fault in person.unforgiven()]
        for person in self._everybody:
            person.context.close()
        assert not faults, "\n".join(faults)


def _watch(person: Person) -> None:
    own_host = urlsplit(person.base_url).netloc

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            person.faults.append(f"console {message.type}: {message.text}")

    def note_request(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in {"http", "https", "ws", "wss"} and target.netloc != own_host:
            person.faults.append(f"foreign request: {request.url}")

    def note_page(page: Page) -> None:
        page.on("pageerror", lambda error: person.faults.append(f"page error: {error}"))
        page.on("console", note_console)

    person.context.on("request", note_request)
    person.context.on("page", note_page)
    note_page(person.page)
