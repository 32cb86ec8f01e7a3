"""The e-mails that exist: for each kind the values that its templates may use, and no others.

A new kind is a member of `MailKind`, a frozen dataclass listed in `KINDS`, the templates
`<name>.txt` and `<name>.html`, and the texts `mail.<name>.*` of every catalogue; `<name>` is the
kind in lower case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from domain.notifications import MailKind
from workers.mail.headers import MAX_VALUE_CHARACTERS


@dataclass(frozen=True, slots=True)
class ShareCreated:
    """A new candidate has shared a result. No more of the result may ever stand in an e-mail."""

    first_name: str
    exam_name: str
    base_url: str

    def __post_init__(self) -> None:
        _require_web_address(self.base_url)


MailValues = ShareCreated

KINDS: Final[Mapping[MailKind, type[MailValues]]] = {MailKind.SHARE_CREATED: ShareCreated}


def section(kind: MailKind) -> str:
    """File name without ending of the kind's templates, and its section of the catalogues."""
    return kind.value.lower()


def _require_web_address(url: str) -> None:
    """Refuse anything that is not one plain http or https address. Raises ValueError."""
    if len(url) > MAX_VALUE_CHARACTERS:
        raise ValueError(f"A link in an e-mail has at most {MAX_VALUE_CHARACTERS} characters.")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("A link in an e-mail must be an http or https address.")
    if not url.isascii() or any(character in "<>\"'\\" or character <= " " for character in url):
        raise ValueError("A link in an e-mail must be plain ASCII without spaces or quotes.")
