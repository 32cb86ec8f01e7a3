"""What is built in comes with its licences."""

from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "server" / "portal_files" / "assets"


@pytest.mark.parametrize(
    "words",
    ["react 19.", "graphiql 5.", "SIL OPEN FONT LICENSE", "Atkinson Hyperlegible", "noto-sans"],
)
def test_what_is_built_in_comes_with_its_licence(words: str) -> None:
    assert words.casefold() in (ASSETS / "licences.txt").read_text().casefold()
