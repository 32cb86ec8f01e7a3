"""The sentences that people read, by language and key; a new language is one more catalogue file.

Catalogues are package data and are read once, at import: after that this module is pure.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final


class Language(StrEnum):
    """A language of portal, e-mails and statements (ISO 639-1, upper case)."""

    EN = "EN"
    FR = "FR"


def text(language: Language, key: str, **values: object) -> str:
    """The sentence of a key such as `errors.NOT_FOUND`, with `{name}` filled in from `values`.

    A number in `count` chooses between the keys `….one` and `….other`.
    """
    sentences = CATALOGUES[language]
    if key not in sentences and "count" in values:
        key = f"{key}.{'one' if values['count'] == 1 else 'other'}"
    return sentences[key].format_map(values)


def has_text(key: str) -> bool:
    """Whether the catalogues know this key."""
    return key in CATALOGUES[Language.EN]


def _load(language: Language) -> Mapping[str, str]:
    source = files("domain").joinpath("locales", f"{language.value.lower()}.toml")
    return dict(_flatten(tomllib.loads(source.read_text("utf-8"))))


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in tree.items():
        path = f"{prefix}{name}"
        pairs += _flatten(value, f"{path}.") if isinstance(value, dict) else [(path, value)]
    return pairs


CATALOGUES: Final = {language: _load(language) for language in Language}
