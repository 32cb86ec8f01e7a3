"""The e-mails that exist: for each kind the values that its templates may use, and no others.

A new kind of share mail is a member of `MailKind`, a frozen dataclass listed in `KINDS`, the
templates `<name>.txt` and `<name>.html`, and the texts `mail.<name>.*` of every catalogue;
`<name>` is the kind in lower case. The kinds of letters stand in `domain/letters.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain import letters, web_addresses
from domain.letters import LetterKind, LetterValues
from domain.notifications import MailKind


@dataclass(frozen=True, slots=True)
class ShareCreated:
    """A new candidate has shared a result. No more of the result may ever stand in an e-mail."""

    first_name: str
    exam_name: str
    base_url: str

    def __post_init__(self) -> None:
        web_addresses.require(self.base_url)


MailValues = ShareCreated | LetterValues

KINDS: Final[Mapping[MailKind | LetterKind, type[MailValues]]] = {
    MailKind.SHARE_CREATED: ShareCreated,
    **dict(letters.KINDS.items()),
}


def section(kind: MailKind | LetterKind) -> str:
    """File name without ending of the kind's templates, and its section of the catalogues."""
    return kind.value.lower()
