"""Names that are markup, turn the writing round or never end: text, and nothing breaks."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import acts, newcomers
from tests.browser.newcomers import Member, Sitter
from tests.browser.people import People, Person
from tests.running import Running

MARKUP = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
OVERRIDE = "\u202eGNP.\u2066\u202b"
LONG = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF" * 6
NAMES = {
    "markup": (MARKUP, f"{SCRIPT}&amp;{{{{7*7}}}}${{1}}"),
    "bidi": (f"ANNA{OVERRIDE}", f"{OVERRIDE}ÅSTRÖM"),
    "Arabic": ("فاطمة الزهراء", "المنصوري"),
    "200 characters": (LONG[:200], f"O’{LONG}"[:200]),
    "marks": ("Z" + "\u0351\u0352\u0313\u033e" * 40, "Ç̷̖" * 20),
}
# The widest last: what follows has all of the page.
WIDTHS = (320, 1280)


@dataclass(frozen=True, slots=True)
class World:
    """An organisation and its candidates, whose names are all of that kind."""

    member: Member
    sitters: dict[str, Sitter]


@pytest.fixture(scope="module")
def world(service: Running) -> World:
    member = newcomers.member(
        service,
        name=f"{MARKUP} {OVERRIDE} {LONG}"[:200],
        town=LONG[:200],
        user_first_name=f"{MARKUP}{LONG}"[:200],
        user_family_name=f"{OVERRIDE}{LONG}"[:200],
    )
    sitters = {
        kind: newcomers.sitter(service, first_name=first, family_name=family)
        for kind, (first, family) in NAMES.items()
    }
    for sitter in sitters.values():
        newcomers.share(service, sitter, member.organisation)
    return World(member, sitters)


def test_the_list_shows_them_as_text(people: People, world: World) -> None:
    person = people.person()
    page = person.enter(world.member.user.email, "/shared-results")

    for first, family in NAMES.values():
        row = page.locator("main tbody tr").filter(has=text_of(page, first))
        expect(text_of(row, first)).to_be_visible()
        expect(text_of(row, family)).to_be_visible()
        assert is_isolated(text_of(row, first))
        expect(row).to_contain_text("C1 Advanced")
    expect_to_fit(page)
    expect_no_markup(person)


@pytest.mark.parametrize("kind", NAMES)
def test_the_details_show_them_as_text(people: People, world: World, kind: str) -> None:
    first, family = NAMES[kind]
    person = people.person()
    page = person.enter(world.member.user.email, "/shared-results")
    row = page.locator("main tbody tr").filter(has=text_of(page, first))
    row.get_by_role("link", name=re.compile("^View")).click()

    expect(person.heading()).to_contain_text(first)
    expect(person.heading()).to_contain_text(family)
    panel = page.locator("main dl").filter(has=page.get_by_text("Candidate ID"))
    assert is_isolated(text_of(panel, family))
    expect_to_fit(page)
    assert first not in page.title()
    expect_no_markup(person)


def test_the_candidates_pages_show_an_organisation_as_text(people: People, world: World) -> None:
    name = world.member.organisation.name
    person = people.person()
    page = person.enter(world.sitters["bidi"].user.email, "/my-results")

    held = text_of(page.locator("main"), name).first
    expect(held).to_be_visible()
    assert is_isolated(held)
    expect_to_fit(page)
    page.get_by_role("button", name=re.compile("^Withdraw")).click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text(name)
    expect_to_fit(page)
    asked.get_by_role("button", name="Keep sharing").click()
    expect_no_markup(person)


def test_the_directory_offers_an_organisation_as_text(people: People, world: World) -> None:
    person = people.person()
    page = person.enter(world.sitters["markup"].user.email, "/my-results")
    acts.open_share_form(page)

    page.get_by_role("combobox", name="Name of the organisation").press_sequentially("img")
    offer = page.get_by_role("option").filter(has_text=MARKUP)
    expect(offer).to_be_visible()
    expect_to_fit(page)
    offer.click()

    expect(page.get_by_text("You share this result with this organisation already")).to_be_visible()
    expect_to_fit(page)
    expect_no_markup(person)


def test_own_pages_show_them_as_text(people: People, world: World) -> None:
    person = people.person()
    page = person.enter(world.member.user.email, "/your-account")

    for path in ("/your-account", "/your-organisation", "/candidate-search"):
        person.open(path)
        expect(person.heading()).to_be_visible()
        expect_to_fit(page)
    expect_no_markup(person)


def test_a_search_for_markup_finds_the_person_and_says_it_as_text(
    people: People, world: World
) -> None:
    person = people.person()
    page = person.enter(world.member.user.email, "/shared-results")

    page.get_by_role("button", name="Search options").click()
    page.get_by_role("searchbox").fill(MARKUP)
    page.keyboard.press("Enter")

    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text(MARKUP)
    assert "onerror" not in page.url
    expect_no_markup(person)


def text_of(within: Page | Locator, text: str) -> Locator:
    """The innermost element whose text is just this."""
    return within.locator("bdi, [dir=auto]").filter(
        has_text=re.compile(rf"^\s*{re.escape(' '.join(text.split()))}\s*$")
    )


def is_isolated(element: Locator) -> bool:
    """Whether its direction stays within it."""
    style = element.first.evaluate("(element) => getComputedStyle(element).unicodeBidi")
    return style in {"isolate", "isolate-override", "plaintext"}


def expect_to_fit(page: Page) -> None:
    """At every width: nothing makes the page scroll sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert acts.does_not_scroll_sideways(page), f"at {width} px"


def expect_no_markup(person: Person) -> None:
    """Nothing of a name became an element; what ran would have been told by the policy, too."""
    expect(person.page.locator("img[src=x]")).to_have_count(0)
    expect(person.page.locator("body script")).to_have_count(
        person.page.locator("body > script[type=module]").count()
    )
