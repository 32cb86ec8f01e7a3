"""What is built in comes with its licences."""

from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "server" / "portal_files" / "assets"
BETWEEN_ENTRIES = f"\n\n{'=' * 80}\n\n"


def licences() -> str:
    return (ASSETS / "licences.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "react 19.",
        "graphiql 5.",
        "SIL OPEN FONT LICENSE",
        "Atkinson Hyperlegible",
        "noto-sans",
        # Its package has a text of another name; monaco's notices are of what it has built in.
        "Copyright Mathias Bynens",
        "THIRD-PARTY SOFTWARE NOTICES",
        # Their packages have no text.
        "Copyright (c) Anton Korzunov",
        "Copyright (c) the authors of @graphiql/plugin-history",
        "free and unencumbered software",
    ],
)
def test_what_is_built_in_comes_with_its_licence(words: str) -> None:
    assert words.casefold() in licences().casefold()


def test_every_package_that_is_built_in_has_a_text() -> None:
    entries = licences().split(BETWEEN_ENTRIES)

    texts = {head: text for head, _, text in (each.partition("\n\n") for each in entries)}
    assert len(texts) > 50
    assert [head for head, text in texts.items() if len(text.strip()) < 200] == []
