"""Which words of the portal must not be seen in French: the English ones that French replaces."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_PORTAL: Final = Path(__file__).parents[2] / "portal" / "src"
_ENTRY: Final = re.compile(r'^msgid ((?:".*"\s)+)msgstr ((?:".*"\s?)+)', re.MULTILINE)
# Each language is named in itself, so that it is found.
_NAMES_OF_LANGUAGES: Final = ("English", "Français")
_LINE: Final = re.compile(r'"(.*)"')
# Everything that is read or heard on its own: texts, names and hints of elements.
_READ: Final = """() => {
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent.closest('script, style, noscript, [lang=en]') === null) {
      found.push(walker.currentNode.data)
    }
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (element.closest('[lang=en]')) continue
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      found.push(element.getAttribute(name) ?? '')
    }
  }
  return found
}"""


def english_left_on(page: Page) -> set[str]:
    """English texts of the portal that stand on a page although French has others for them."""
    read = {" ".join(text.split()) for text in page.evaluate(_READ)}
    return (read & english_words()) | {document_language(page)} - {"fr"}


def document_language(page: Page) -> str:
    return page.locator("html").get_attribute("lang") or ""


@cache
def english_words() -> frozenset[str]:
    """Whole texts without gaps, of all catalogues; what is the same in French does not count."""
    pairs = dict(_pairs())
    also_french = {*pairs.values(), *_NAMES_OF_LANGUAGES}
    return frozenset(text for text in pairs if "{" not in text and text not in also_french)


def _pairs() -> Iterator[tuple[str, str]]:
    for catalogue in _PORTAL.rglob("locales/fr.po"):
        for english, french in _ENTRY.findall(catalogue.read_text("utf-8")):
            pieces = _parts(_joined(english)), _parts(_joined(french))
            yield from zip(*pieces, strict=False)


def _joined(lines: str) -> str:
    text = "".join(_LINE.findall(lines))
    return text.replace('\\"', '"').replace("\\n", " ")


def _parts(text: str) -> list[str]:
    """A text with elements in it stands on the page in pieces."""
    return [" ".join(part.split()) for part in re.split(r"</?\d+/?>", text) if part.strip()]
