"""A person without a mouse: goes to things by Tab, presses them by Enter or Space."""

from typing import Final

from playwright.sync_api import Locator, Page, expect

_FURTHEST: Final = 120
_HAS_FOCUS: Final = "(element) => element === document.activeElement"
_IS_SEEN: Final = """() => {
  const style = getComputedStyle(document.activeElement)
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return outline || style.boxShadow !== 'none'
}"""


def go_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until it has the focus, which is seen there; fails when it cannot be reached."""
    expect(target).to_be_visible()
    for _ in range(_FURTHEST):
        if target.evaluate(_HAS_FOCUS):
            assert page.evaluate(_IS_SEEN), f"The focus is not seen on {target}"
            return
        page.keyboard.press(key)
    raise AssertionError(f"Not reached by {key}: {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go there and press it."""
    go_to(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    """Go there and type."""
    go_to(page, target)
    page.keyboard.type(text)
