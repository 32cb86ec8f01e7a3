"""French is whole: no English is left on a screen, and an account keeps its language."""

import re

from playwright.sync_api import Page, expect

from tests.browser import translations
from tests.browser.people import People
from tests.browser.wire import Sharer
from tests.parties import CANDIDATE, MEMBER, PRIMARY
from tests.running import Running

FRENCH = "primary@saonelle.example"
SCREENS = {
    "/shared-results": "Résultats partagés",
    "/candidate-search": "Recherche de candidat",
    "/downloads": "Téléchargements",
    "/your-organisation": "Coordonnées",
    "/your-organisation/users": "Utilisateurs",
    "/your-organisation/api": "API",
    "/your-organisation/recognised-exams": "Examens et tests reconnus",
    "/your-organisation/webhooks": "Webhooks",
    "/your-account": "Votre profil",
    "/your-account/email-notifications": "Notifications par e-mail",
    "/help": "Aide",
    "/terms": "Conditions d’utilisation",
    "/privacy": "Confidentialité",
    "/accessibility": "Accessibilité",
    "/about": "À propos et contact",
}
PUBLIC = ("/", "/sign-in", "/register", "/check-a-document", "/help", "/terms")


def test_no_english_is_left_on_the_screens_of_an_institution(people: People) -> None:
    person = people.person(language="fr-FR")
    page = person.enter(FRENCH, "/shared-results")
    expect(page.locator("main table")).to_be_visible()
    navigation = page.get_by_role("navigation", name="Navigation principale")

    left = {}
    for path, heading in SCREENS.items():
        person.open(path)
        expect(person.heading()).to_have_text(heading)
        settle(page)
        left[path] = translations.english_left_on(page)

    assert {path: found for path, found in left.items() if found} == {}
    assert navigation.get_by_role("link").all_inner_texts() == [
        *("Résultats partagés", "Recherche de candidat", "Téléchargements"),
        *("Votre établissement", "Aide"),
    ]


def test_no_english_is_left_where_one_checks_and_downloads(people: People) -> None:
    person = people.person(language="fr-FR")
    page = person.enter(FRENCH, "/shared-results")
    options = page.get_by_role("button", name="Options de recherche")
    options.click()
    page.locator("main tbody tr").first.get_by_role("checkbox").check()
    settle(page)
    assert translations.english_left_on(page) == set()

    page.get_by_role("button", name=re.compile("Options de téléchargement")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert translations.english_left_on(page) == set()
    page.keyboard.press("Escape")
    page.locator("main tbody tr a").first.click()
    expect(page.locator("main h2").first).to_contain_text("résultat")
    settle(page)
    assert translations.english_left_on(page) == set()


def test_no_english_is_left_where_a_candidate_shares(people: People, sharer: Sharer) -> None:
    sharer.share("B2_FIRST")
    person = people.person(language="fr-FR")
    page = person.enter(CANDIDATE, "/my-results")
    try:
        page.get_by_role("button", name="Français").click()
        expect(person.heading()).to_have_text("Mes résultats")
        settle(page)
        assert translations.english_left_on(page) == set()
        page.get_by_role("button", name=re.compile("^Retirer")).click()
        expect(page.get_by_role("alertdialog")).to_be_visible()
        assert translations.english_left_on(page) == set()
        page.keyboard.press("Escape")
        page.get_by_role("link", name=re.compile("^Partager .*C1 Advanced")).click()
        page.locator("main form button[type=submit]").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        assert translations.english_left_on(page) == set()
    finally:
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en-GB")


def test_no_english_is_left_on_the_public_pages(people: People) -> None:
    person = people.person(language="fr-FR")

    left = {}
    for path in PUBLIC:
        page = person.open(path)
        expect(person.heading()).to_be_visible()
        settle(page)
        left[path] = translations.english_left_on(page)

    assert {path: found for path, found in left.items() if found} == {}


def test_a_language_is_kept_with_the_account_for_every_browser(
    people: People, service: Running
) -> None:
    here, there = people.person(), people.person()
    page = here.enter(MEMBER, "/shared-results")
    page.get_by_role("button", name="Français").click()
    expect(here.heading()).to_have_text("Résultats partagés")
    expect(page).to_have_title(re.compile("^Résultats partagés"))
    settle(page)

    other = there.enter(MEMBER, "/downloads")
    expect(there.heading()).to_have_text("Téléchargements")
    other.get_by_role("button", name="English").click()
    expect(there.heading()).to_have_text("Downloads")
    settle(other)
    page.reload()
    expect(here.heading()).to_have_text("Shared Results")


def test_a_choice_of_language_is_made_before_signing_in(people: People) -> None:
    person = people.person()
    page = person.open("/sign-in")

    page.get_by_role("button", name="Français").click()

    expect(page.get_by_label("Mot de passe", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Mot de passe", exact=True)).to_be_visible()
    assert PRIMARY not in page.content()


def settle(page: Page) -> None:
    """Until nothing is awaited any more: what comes late is read as well."""
    page.wait_for_load_state("networkidle")
