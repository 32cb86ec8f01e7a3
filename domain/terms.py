"""The versions of the Terms of Use, and which of them applies. Their text lives with the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """A version, and the day (UTC) from whose beginning it applies."""

    id: str
    applies_from: date


def applying(versions: Iterable[TermsVersion], today: date) -> TermsVersion | None:
    """The newest version that applies on a day; None before the first."""
    begun = [version for version in versions if version.applies_from <= today]
    return max(begun, key=lambda version: version.applies_from, default=None)
