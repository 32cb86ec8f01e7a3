"""Every catalogue says everything: the same keys, the same values, a sentence for each refusal."""

import importlib
import pkgutil
import string
from collections.abc import Iterator

import pytest

import domain
from domain.errors import DomainError
from domain.texts import CATALOGUES, Language, text


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for found in kind.__subclasses__():
        yield found
        yield from refusals(found)


@pytest.fixture(scope="module", autouse=True)
def whole_domain() -> None:
    """A refusal counts wherever in domain/ it is declared."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)


def test_every_catalogue_has_the_same_keys() -> None:
    english = CATALOGUES[Language.EN]
    for language, catalogue in CATALOGUES.items():
        assert set(catalogue) ^ set(english) == set(), language


def test_a_sentence_mentions_the_same_values_in_every_language() -> None:
    for key, sentence in CATALOGUES[Language.EN].items():
        for language, catalogue in CATALOGUES.items():
            assert placeholders(catalogue[key]) == placeholders(sentence), (language, key)


def test_no_sentence_is_empty() -> None:
    for language, catalogue in CATALOGUES.items():
        assert [key for key, sentence in catalogue.items() if not sentence.strip()] == [], language


def test_every_refusal_has_a_sentence() -> None:
    codes = {kind.code for kind in refusals() if hasattr(kind, "code")}

    assert codes
    assert {code for code in codes if f"errors.{code}" not in CATALOGUES[Language.EN]} == set()


def test_a_count_chooses_singular_or_plural() -> None:
    assert text(Language.EN, "pages.inbox.count", count=1) == "1 message"
    assert text(Language.EN, "pages.inbox.count", count=2) == "2 messages"
    assert text(Language.EN, "pages.inbox.count", count=0) == "0 messages"
