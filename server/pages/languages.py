"""In which language a page answers: what the address asks for, else what the browser prefers."""

from collections.abc import Iterator
from typing import Final

from starlette.requests import HTTPConnection

from domain.texts import Language

DEFAULT: Final = Language.EN
_MOST_PREFERENCES: Final = 20


def language_of(request: HTTPConnection) -> Language:
    """The language of `?lang=`, or the best of `Accept-Language`, or English."""
    asked = _known(request.query_params.get("lang", ""))
    return asked or preferred(request.headers.get("accept-language", ""))


def preferred(accept_language: str) -> Language:
    """The known language with the highest weight; what cannot be read does not count."""
    best, best_weight = DEFAULT, 0.0
    for language, weight in _preferences(accept_language):
        if weight > best_weight:
            best, best_weight = language, weight
    return best


def _preferences(accept_language: str) -> Iterator[tuple[Language, float]]:
    for preference in accept_language.split(",")[:_MOST_PREFERENCES]:
        tag, _, weight = preference.partition(";")
        language = _known(tag.strip().partition("-")[0])
        if language is not None:
            yield language, _weight(weight)


def _known(code: str) -> Language | None:
    return next((language for language in Language if language.value == code.upper()), None)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if name == "q" else 0.0
    except ValueError:
        return 0.0
