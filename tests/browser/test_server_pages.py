"""Pages that need no script: what is not there, in both languages, and the portal without one."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.people import People


@pytest.mark.parametrize(
    ("language", "heading", "home"),
    [
        ("en-GB", "This page does not exist", "To the start page"),
        ("fr-FR", "Cette page n’existe pas", "Vers l’accueil"),
    ],
)
def test_an_unknown_address_is_told_without_scripts_in_both_languages(
    people: People, language: str, heading: str, home: str
) -> None:
    person = people.person(language=language, has_scripts=False)

    with person.forgiving(acts.REFUSED):
        page = person.open("/no/such/page?<script>alert(1)</script>")

    expect(person.heading()).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    expect(page.locator("main code")).to_have_text(re.compile(r"^[0-9a-f-]{20,}$"))
    expect(page.get_by_role("link", name=home)).to_be_visible()
    assert acts.does_not_scroll_sideways(page)


def test_the_portal_without_scripts_says_what_it_needs(people: People) -> None:
    page = people.person(has_scripts=False).open("/sign-in")

    told = page.locator("noscript p")
    expect(told.first).to_be_visible()
    expect(told.first).to_contain_text("This service needs JavaScript.")
    expect(told.last).to_contain_text("Ce service a besoin de JavaScript.")


def test_graphiql_without_scripts_leads_to_the_schema(people: People) -> None:
    page = people.person(has_scripts=False).open("/graphiql")

    page.get_by_role("link", name="schema.graphql").click()

    expect(page.locator("body")).to_contain_text("type SharedResult implements Node")


def test_an_address_within_a_screen_that_leads_nowhere_says_so(people: People) -> None:
    person = people.person()
    with person.forgiving(acts.REFUSED):
        answer = person.page.goto(f"{person.base_url}/shared-results/a/b")

    assert answer is not None
    assert answer.status == 404
    expect(person.heading()).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_demonstrations_pages_fit(people: People, width: int) -> None:
    person = people.person(width=width)
    for path in ("/demo", "/inbox"):
        page = person.open(path)
        expect(person.heading()).to_be_visible()
        assert acts.does_not_scroll_sideways(page)
