"""WCAG 2.2 AA as far as a machine can tell: axe finds nothing, on any screen in any state."""

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser import gallery, stage, visits
from tests.browser.people import People
from tests.browser.stage import Stage
from tests.browser.visits import LOCALES, View
from tests.browser.words import Language
from tests.running import Running

ROOT: Final = Path(__file__).parents[2]
AXE: Final = ROOT / "portal" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The editor of GraphiQL is made by others, and the page on accessibility says what it lacks.
OF_OTHERS: Final = ".graphiql-sessions"
RUN: Final = """
  async ([tags, ofOthers]) => {
    const found = await axe.run({ include: [document], exclude: [ofOthers] }, {
      runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
    })
    return found.violations.map(({ id, help, nodes }) => ({
      id, help, nodes: nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary),
    }))
  }"""
PLANTED: Final = """
  () => {
    const field = document.createElement('input')
    field.type = 'text'
    document.querySelector('main').append(field)
  }"""


@pytest.fixture(scope="module", name="stage")
def made_stage(service: Running) -> Stage:
    return stage.set_up(service)


@pytest.mark.parametrize("view", gallery.MAIN, ids=gallery.identifier)
def test_a_main_screen_has_no_violations(people: People, stage: Stage, view: View) -> None:
    assert violations(view.show(people, stage)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("view", gallery.VIEWS, ids=gallery.identifier)
def test_every_screen_and_state_has_no_violations_in_light_and_dark(
    people: People, stage: Stage, view: View, language: Language
) -> None:
    page = view.show(people, stage, language)
    light = violations(page)
    visits.change_scheme(page, "dark")

    assert (light, violations(page)) == ([], [])


def test_a_field_without_a_label_is_found(people: People, stage: Stage) -> None:
    page = gallery.view("sign in").show(people, stage)

    page.evaluate(PLANTED)

    assert [each["id"] for each in violations(page)] == ["label"]


def test_pale_text_is_found_in_the_dark(people: People, stage: Stage) -> None:
    page = gallery.view("sign in").show(people, stage, scheme="dark")

    page.evaluate("() => { document.querySelector('h1').style.color = '#444' }")

    assert [each["id"] for each in violations(page)] == ["color-contrast"]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds; brought in by the driver, since the page's policy takes no foreign code."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN, [RULES, OF_OTHERS])
    return found
