"""One screen in one state: who looks at it, where it is, and what brings the state about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser import words
from tests.browser.people import People, Person, Scheme
from tests.browser.stage import Stage
from tests.browser.words import Language

VISITOR: Final = ""
_REST: Final = """async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const moving = () => document.getAnimations().filter((each) => each instanceof CSSTransition)
  do {
    await drawn()
    await drawn()
  } while (moving().length > 0)
}"""
LOCALES: Final[dict[Language, str]] = {"en": "en-GB", "fr": "fr-FR"}


@dataclass(frozen=True, slots=True)
class Visit:
    """A person on the way to a screen."""

    person: Person
    stage: Stage
    language: Language

    @property
    def page(self) -> Page:
        """What the person looks at."""
        return self.person.page

    def said(self, text: str) -> re.Pattern[str]:
        """An English text in the language of this visit."""
        return words.said(text, self.language)

    def button(self, text: str) -> Locator:
        """The first of this name."""
        return self.page.get_by_role("button", name=self.said(text)).first

    def press(self, text: str) -> None:
        """The button of this name."""
        self.button(text).click()


Act = Callable[[Visit], None]


def nothing(visit: Visit) -> None:
    """The state is there from the beginning."""


@dataclass(frozen=True, slots=True)
class View:
    """`path` may name an id of the stage, as in `/shared-results/{verified}`."""

    name: str
    email: str
    path: str
    # When the page is there.
    act: Act = nothing
    # Before the page is opened.
    prepare: Act = nothing
    # Looked at in every run of the tests, not in the exhaustive one alone.
    is_main: bool = False

    def show(
        self,
        people: People,
        stage: Stage,
        language: Language = "en",
        *,
        scheme: Scheme = "light",
        width: int = 1280,
    ) -> Page:
        """Bring a new person there; returns when nothing moves any more."""
        person = people.person(language=LOCALES[language], scheme=scheme, width=width)
        return self.show_to(Visit(person, stage, language))

    def show_to(self, visit: Visit) -> Page:
        """The same for a person who is there already."""
        self.prepare(visit)
        path = self.path.format_map(visit.stage.ids)
        if self.email == VISITOR:
            visit.person.open(path)
        else:
            visit.stage.come_back(self.email, visit.language)
            visit.person.enter(self.email, path)
        settle(visit.page)
        self.act(visit)
        settle(visit.page)
        return visit.page


def settle(page: Page) -> None:
    """Until there is a heading, nothing is on its way, and no picture is half there."""
    expect(page.locator("h1").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    rest(page)


def change_scheme(page: Page, scheme: Scheme) -> None:
    """As if the person had told the device; returns when every colour has changed."""
    page.emulate_media(color_scheme=scheme)
    rest(page)


def resize(page: Page, width: int, height: int = 900) -> None:
    """Change the window; returns when the page is laid out anew."""
    page.set_viewport_size({"width": width, "height": height})
    rest(page)


def rest(page: Page) -> None:
    """Until all is drawn, and what changes gradually has changed."""
    page.evaluate(_REST)
