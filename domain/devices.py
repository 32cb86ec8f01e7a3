"""What a browser says of itself, in two words that its user knows: `Firefox, Linux`.

Only names from these lists are kept, never what was sent: that would tell more than people need to
know their own sessions, and anybody may send anything.
"""

from collections.abc import Sequence
from typing import Final

# The sign in the header, and the name. Browsers claim to be their forebears: newest first.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_LONGEST: Final = 1_000


def named(user_agent: str | None) -> str | None:
    """Browser and system of a `User-Agent` header; None when neither is known."""
    sent = (user_agent or "")[:_LONGEST]
    found = [name for name in (_first(_BROWSERS, sent), _first(_SYSTEMS, sent)) if name]
    return ", ".join(found) or None


def _first(signs: Sequence[tuple[str, str]], sent: str) -> str | None:
    return next((name for sign, name in signs if sign in sent), None)
