"""Every colour of the portal stands out from its ground, in the light and in the dark scheme."""

import re
from pathlib import Path

import pytest

DESIGN = Path(__file__).parents[2] / "portal" / "src" / "design"
GROUNDS = ("paper", "surface", "sunken")
KINDS = ("success", "warning", "danger", "info", "neutral")

# Text on its ground: 4.5 : 1 (WCAG 1.4.3).
TEXTS = [
    *((text, ground) for text in ("ink", "muted", "brand", "brand-strong") for ground in GROUNDS),
    *((f"{kind}-text", f"{kind}-surface") for kind in KINDS),
    *((f"{kind}-text", "paper") for kind in KINDS),
    *(("ink", f"{kind}-surface") for kind in KINDS),
    *(("muted", f"{kind}-surface") for kind in KINDS),
    *(("ink", f"level-{level}") for level in ("a1", "a2", "b1", "b2", "c1", "c2")),
    ("danger-text", "surface"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand-soft", "brand-soft"),
    ("brand", "brand-soft"),
    ("ink", "brand-soft"),
    ("on-accent-soft", "accent-soft"),
    ("on-solid", "success-solid"),
    ("on-solid", "danger-solid"),
    ("on-solid", "danger-strong"),
    ("warning-surface", "warning-text"),
]

# The edge of a control, a ring, a bar: 3 : 1 (WCAG 1.4.11).
SHAPES = [
    *((shape, ground) for shape in ("edge", "focus", "accent", "brand") for ground in GROUNDS),
    *((f"{kind}-edge", "paper") for kind in KINDS),
    ("danger-edge", "surface"),
    *(("score", f"level-{level}") for level in ("a1", "a2", "b1", "b2", "c1", "c2")),
    *(("score-overall", f"level-{level}") for level in ("a1", "a2", "b1", "b2", "c1", "c2")),
    ("mark-lines", "mark-tile"),
    ("mark-check", "mark-tile"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palette(scheme: str) -> dict[str, str]:
    css = (DESIGN / "tokens.css").read_text("utf-8")
    place = {"light": 0, "dark": 1}[scheme]
    colour = r"#[0-9a-f]{6}"
    pairs = re.findall(rf"--([\w-]+): light-dark\(({colour}), ({colour})\);", css)
    single = re.findall(rf"--([\w-]+): ({colour});", css)
    return {name: found[place] for name, *found in pairs} | dict(single)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_portal_is_readable(scheme: str) -> None:
    colours = palette(scheme)
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXTS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_edge_and_ring_of_the_portal_can_be_seen(scheme: str) -> None:
    colours = palette(scheme)
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}


def test_no_component_has_a_colour_of_its_own() -> None:
    tokens, base = DESIGN / "tokens.css", DESIGN / "base.css"
    # GraphiQL's editor is named by hues; it stands on a page of its own.
    folders = ("app", "design", "screens")
    sheets = {sheet for name in folders for sheet in (DESIGN.parent / name).rglob("*.css")} - {
        tokens
    }
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")

    own = {sheet.name: colour.findall(sheet.read_text("utf-8")) for sheet in sheets}

    assert own.pop(base.name) == ["#000000"], "the ink of the print style"
    assert {name: found for name, found in own.items() if found} == {}


def test_every_token_that_a_component_uses_exists() -> None:
    declared = re.compile(r"--([\w-]+):")
    used = re.compile(r"var\(--([\w-]+)[,)]")
    sheets = [sheet.read_text("utf-8") for sheet in DESIGN.parent.rglob("*.css")]

    set_by_code = re.compile(r'setProperty\("--([\w-]+)"')
    scripts = [script.read_text("utf-8") for script in DESIGN.parent.rglob("*.tsx")]

    known = {name for sheet in sheets for name in declared.findall(sheet)}
    known |= {name for script in scripts for name in set_by_code.findall(script)}

    assert {name for sheet in sheets for name in used.findall(sheet)} - known == set()
