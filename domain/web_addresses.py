"""Which addresses may be links in an e-mail: plain http or https, and nothing in disguise."""

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 200


def require(url: str) -> None:
    """Refuse anything that is not one plain http or https address. Raises ValueError."""
    if len(url) > LONGEST:
        raise ValueError(f"A link in an e-mail has at most {LONGEST} characters.")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("A link in an e-mail must be an http or https address.")
    if not url.isascii() or any(character in "<>\"'\\" or character <= " " for character in url):
        raise ValueError("A link in an e-mail must be plain ASCII without spaces or quotes.")
