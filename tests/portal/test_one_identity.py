"""The portal, the server's pages, the e-mails and the statements show one mark in one palette."""

import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IDENTITY = ROOT / "portal" / "src" / "design" / "identity"
MARK = (IDENTITY / "mark.svg").read_text("utf-8")
TOKENS = (ROOT / "portal" / "src" / "design" / "tokens.css").read_text("utf-8")
STATEMENT = (ROOT / "workers" / "statements" / "statement.css").read_text("utf-8")
COLOUR = re.compile(r"#[0-9a-f]{6}")
MILLIMETRES = 0.25  # for each of the 32 units of the drawing


def rule(css: str, selector: str) -> dict[str, str]:
    body = re.search(rf"^\{selector} \{{(.*?)\}}", css, re.DOTALL | re.MULTILINE)
    assert body is not None, selector
    pairs = (line.split(":", 1) for line in body.group(1).split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def units(css: dict[str, str], name: str) -> float:
    return float(css[name].removesuffix("mm")) / MILLIMETRES


def test_the_pages_of_the_server_show_the_mark_of_the_portal() -> None:
    assert (ROOT / "server" / "pages" / "static" / "mark.svg").read_text("utf-8") == MARK


def test_the_logo_draws_the_mark_in_its_colours() -> None:
    drawing = (IDENTITY / "Mark.tsx").read_text("utf-8")
    assert re.findall(r' d="([^"]+)"', drawing) == re.findall(r' d="([^"]+)"', MARK)
    assert 'width="32" height="32" rx="5"' in drawing

    named = [re.search(rf"--mark-{part}: (#\w+);", TOKENS) for part in ("tile", "lines", "check")]
    assert [found and found.group(1) for found in named] == COLOUR.findall(MARK)


def test_the_statement_draws_the_same_mark_out_of_boxes() -> None:
    """WeasyPrint would tag an SVG as a figure; boxes are no content of a tagged PDF."""
    tile, line, tick = (rule(STATEMENT, name) for name in (".mark", ".line", ".tick"))
    second = line | rule(STATEMENT, ".second")
    colours = [tile["background"], line["background"], tick["border"].removeprefix("solid ")]
    assert colours == COLOUR.findall(MARK)
    assert (units(tile, "width"), units(tile, "border-radius")) == (32, 5)

    # "M7 8.5h11M7 14.5h6.5" with a pen of 3
    boxes = [
        [units(css, name) for name in ("left", "top", "width", "height")] for css in (line, second)
    ]
    assert boxes == [[7, 7, 11, 3], [7, 13, 6.5, 3]]
    assert "M7 8.5h11M7 14.5h6.5" in MARK

    # "M6.5 20.5l6 5.5 14.3-15.6" with a pen of 4: a right angle, turned about its corner
    assert "M6.5 20.5l6 5.5 14.3-15.6" in MARK
    across, up = (
        float(part.removesuffix("mm")) / MILLIMETRES for part in tick["transform-origin"].split()
    )
    turn = math.radians(float(tick["transform"].removeprefix("rotate(").removesuffix("deg)")))
    corner = (units(tick, "left") + across, units(tick, "top") + up)
    assert corner == pytest.approx((12.5, 26), abs=0.05)
    start = (corner[0] - across * math.cos(turn), corner[1] - across * math.sin(turn))
    end = (corner[0] + up * math.sin(turn), corner[1] - up * math.cos(turn))
    assert start == pytest.approx((6.5, 20.5), abs=0.05)
    assert end == pytest.approx((26.8, 10.4), abs=0.05)


@pytest.mark.parametrize(
    "path",
    [
        "server/pages/static/pages.css",
        "workers/mail/templates/layout.html",
        "workers/statements/statement.css",
    ],
)
def test_every_colour_is_one_of_the_palette(path: str) -> None:
    found = set(COLOUR.findall((ROOT / path).read_text("utf-8")))
    assert found - set(COLOUR.findall(TOKENS)) - {"#000000"} == set()
