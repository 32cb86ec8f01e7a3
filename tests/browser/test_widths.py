"""Nothing is cut off or too small: from a phone to a wide screen, with large text, on paper."""

from io import BytesIO
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import gallery, stage, visits
from tests.browser.people import People
from tests.browser.stage import Stage
from tests.browser.visits import LOCALES, View
from tests.browser.words import Language
from tests.running import Running

PHONE: Final = 320
DESK: Final = 1280
WIDTHS: Final = (1920, DESK, 768, PHONE)
SMALLEST_TARGET: Final = 24
# What is wider than the window, save for what scrolls by itself.
TOO_WIDE: Final = """
  () => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const isOut = (element) => element.getBoundingClientRect().right > root.clientWidth + 1
    const out = [...document.body.querySelectorAll('*')].filter(isOut)
    return [`${root.scrollWidth} px`, ...out.slice(-3).map((element) => element.outerHTML)]
  }"""
# Text in a box that hides what does not fit; the editor of GraphiQL, made by others, scrolls.
CUT_OFF: Final = """
  () => [...document.body.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element)
    const { width, height } = element.getBoundingClientRect()
    if (style.visibility === 'hidden' || width < 2 || height < 2) return false
    if (element.closest('.graphiql-sessions') !== null) return false
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip'
    const isTall = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2
    const isWide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 2
    return element.innerText && (isTall || isWide)
  }).map((element) => element.outerHTML.slice(0, 300))"""
# WCAG 2.5.8. A link within a sentence is exempt; a control with a label is as large as both.
SMALL: Final = """
  (smallest) => {
    const controls = 'a[href], button, input, select, textarea, summary, [role=option]'
    const areaOf = (element) => {
      const label = element.labels?.[0]
      const boxes = [element, ...(label ? [label] : [])].map((each) => each.getBoundingClientRect())
      return [Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height))]
    }
    const isInText = (element) =>
      element.matches('a') && getComputedStyle(element).display === 'inline' &&
      element.parentElement.innerText.trim() !== element.innerText.trim()
    const isSeen = (element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
      element.getBoundingClientRect().width > 1
    const isOfOthers = (element) => element.closest('.graphiql-sessions') !== null
    const isSmall = (element) => areaOf(element).some((side) => side < smallest - 0.5)
    return [...document.querySelectorAll(controls)]
      .filter((element) => isSeen(element) && !isOfOthers(element))
      .filter((element) => !isInText(element) && isSmall(element))
      .map((element) => `${areaOf(element)} ${element.outerHTML.slice(0, 300)}`)
  }"""


@pytest.fixture(scope="module", name="stage")
def made_stage(service: Running) -> Stage:
    return stage.set_up(service)


@pytest.mark.parametrize("view", gallery.MAIN, ids=gallery.identifier)
def test_a_main_screen_fits_a_phone_and_a_desk(people: People, stage: Stage, view: View) -> None:
    page = view.show(people, stage)

    assert misfits(page, DESK, PHONE) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("view", gallery.VIEWS, ids=gallery.identifier)
def test_every_screen_and_state_fits_every_width(
    people: People, stage: Stage, view: View, language: Language
) -> None:
    page = view.show(people, stage, language)

    assert misfits(page, *WIDTHS) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("view", gallery.VIEWS, ids=gallery.identifier)
def test_every_screen_and_state_works_with_text_of_twice_the_size(
    people: People, stage: Stage, view: View
) -> None:
    page = view.show(people, stage, "fr")

    enlarge_text(page)

    assert (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF)) == ([], [])


@pytest.mark.parametrize("view", gallery.MAIN, ids=gallery.identifier)
def test_a_main_screen_works_with_text_of_twice_the_size(
    people: People, stage: Stage, view: View
) -> None:
    page = view.show(people, stage, "fr")

    enlarge_text(page)

    assert (page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF)) == ([], [])
    navigation = page.locator("header nav a")
    if not navigation.first.is_visible():
        page.locator("header button[aria-expanded]").first.click()
    expect(navigation.first).to_be_visible()
    navigation.last.click()
    expect(page).to_have_url(f"{stage.service.base_url}/help")


@pytest.mark.parametrize("language", LOCALES)
def test_the_navigation_of_an_institution_is_one_line_on_a_desk(
    people: People, stage: Stage, language: Language
) -> None:
    page = gallery.view("shared results").show(people, stage, language)

    places = page.locator("header nav a")
    expect(places).to_have_count(5)
    tops = {box["y"] for box in (place.bounding_box() for place in places.all()) if box}
    assert len(tops) == 1
    line_height = "(link) => link.getClientRects().length"
    assert {place.evaluate(line_height) for place in places.all()} == {1}


def test_what_does_not_fit_is_found(people: People, stage: Stage) -> None:
    page = gallery.view("terms").show(people, stage)

    page.evaluate("() => { document.querySelector('h1').style.width = '700px' }")

    assert misfits(page, DESK) == {}
    assert list(misfits(page, PHONE)) == [PHONE]


def test_a_target_that_is_too_small_is_found(people: People, stage: Stage) -> None:
    page = gallery.view("sign in").show(people, stage)

    page.evaluate(
        """() => {
          const small = document.createElement('button')
          Object.assign(small.style, { height: '12px', minHeight: '0', padding: '0' })
          small.textContent = 'small'
          document.querySelector('main').append(small)
        }"""
    )

    assert len(page.evaluate(SMALL, SMALLEST_TARGET)) == 1


def test_details_are_one_sheet_of_paper_without_navigation(people: People, stage: Stage) -> None:
    page = gallery.view("details, verified").show(people, stage)

    paper = PdfReader(BytesIO(page.pdf(format="A4", print_background=False)))
    (sheet,) = paper.pages
    text = sheet.extract_text()

    assert "MARCHETTI" in text
    assert "Verified: this result is genuine" in text
    for word in ("Candidate Search", "Back to Shared Results", "Print", "Terms of Use"):
        assert word not in text


def misfits(page: Page, *widths: int) -> dict[int, Any]:
    """By width what is too wide and which targets are too small."""
    found = {}
    for width in widths:
        visits.resize(page, width)
        wrong = page.evaluate(TOO_WIDE) + page.evaluate(SMALL, SMALLEST_TARGET)
        if wrong:
            found[width] = wrong
    return found


def enlarge_text(page: Page) -> None:
    """Twice the size that the browser is set to, as people who see badly set it."""
    driver = page.context.new_cdp_session(page)
    driver.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    visits.rest(page)
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"
