"""Every text colour of pages and e-mails stands out from its ground by 4.5 : 1, light and dark."""

import re
from importlib.resources import files

import pytest

# Text on its ground; the names of the custom properties in pages.css.
TEXTS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("on-accent", "accent"),
    ("on-soft", "soft"),
    ("on-notice", "notice"),
    ("on-code", "code"),
]
# What is not text needs 3 : 1 (WCAG 1.4.11).
SHAPES = [("focus", "paper"), ("focus", "surface"), ("edge", "paper"), ("edge", "surface")]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    css = files("server.pages").joinpath("static", "pages.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    return {"light": light, "dark": dark}


def mail_palettes() -> dict[str, dict[str, tuple[str, ...]]]:
    html = files("workers.mail").joinpath("templates", "layout.html").read_text("utf-8")
    light, dark = html.split("@media", 1)
    rule = re.compile(r"([\w., ]+) \{([^{}]*)\}")
    return {
        scheme: {
            selector.strip(): tuple(re.findall(r"#[0-9a-f]{6}", body))
            for selector, body in rule.findall(css)
            if "#" in body
        }
        for scheme, css in (("light", light), ("dark", dark))
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_page_is_readable(scheme: str) -> None:
    palette = palettes()[scheme]
    for text, ground in TEXTS:
        assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    for shape, ground in SHAPES:
        assert contrast(palette[shape], palette[ground]) >= 3, (shape, ground)


def test_both_schemes_name_the_same_colours_and_the_rules_use_no_others() -> None:
    light, dark = palettes()["light"], palettes()["dark"]
    assert light.keys() == dark.keys()

    css = files("server.pages").joinpath("static", "pages.css").read_text("utf-8")
    rules = re.sub(r":root \{.*?\}|@media print \{.*\n\}", "", css, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) <= light.keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_mail_is_readable(scheme: str) -> None:
    colours = mail_palettes()[scheme]
    ground, ink = colours["body"]
    sheet = colours[".sheet"][0]
    assert contrast(ground, ink) >= 4.5
    assert contrast(sheet, ink) >= 4.5
    assert contrast(*colours[".action"]) >= 4.5
    for selector, found in colours.items():
        if selector not in {"body", ".sheet", ".action", ".rule"}:
            assert contrast(found[0], sheet) >= 4.5, selector
