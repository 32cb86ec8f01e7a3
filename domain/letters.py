"""Letters: e-mails about an account, each to one address, and what each kind may say.

A new kind is a member of `LetterKind`, a frozen dataclass listed in `KINDS`, the templates
`workers/mail/templates/<name>.txt` and `.html`, and the texts `mail.<name>.*` of every catalogue;
`<name>` is the kind in lower case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain import web_addresses
from domain.texts import Language


class LetterKind(StrEnum):
    """The kinds of letters; none has the name of a kind of share mail."""

    INVITATION = "INVITATION"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - the name of a kind
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 - the name of a kind
    EMAIL_CHANGE = "EMAIL_CHANGE"
    EMAIL_CHANGE_ASKED = "EMAIL_CHANGE_ASKED"
    EMAIL_TAKEN = "EMAIL_TAKEN"
    PRIMARY_NAMED = "PRIMARY_NAMED"


@dataclass(frozen=True, slots=True)
class LetterValues:
    """What a letter says: lines of text, among them always one address to go to."""

    link: str

    def __post_init__(self) -> None:
        web_addresses.require(self.link)


@dataclass(frozen=True, slots=True)
class Invitation(LetterValues):
    """An account was made for the reader, who is to choose its password. `days`: of the link."""

    organisation_name: str
    days: str


@dataclass(frozen=True, slots=True)
class PasswordReset(LetterValues):
    """Somebody, we hope the reader, wants to choose a new password. `minutes`: of the link."""

    minutes: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(LetterValues):
    """The password is another now. The link leads to where it can be chosen anew."""


@dataclass(frozen=True, slots=True)
class EmailChange(LetterValues):
    """To a new address: confirm that it is yours. `hours`: of the link."""

    hours: str


@dataclass(frozen=True, slots=True)
class EmailChangeAsked(LetterValues):
    """To the address of an account: somebody with its password wants to give it another."""


@dataclass(frozen=True, slots=True)
class EmailTaken(LetterValues):
    """To an address that has an account: somebody wanted to use it for another."""


@dataclass(frozen=True, slots=True)
class PrimaryNamed(LetterValues):
    """The reader manages the organisation from now on. The link leads to the portal."""

    organisation_name: str


KINDS: Final[Mapping[LetterKind, type[LetterValues]]] = {
    LetterKind.INVITATION: Invitation,
    LetterKind.PASSWORD_RESET: PasswordReset,
    LetterKind.PASSWORD_CHANGED: PasswordChanged,
    LetterKind.EMAIL_CHANGE: EmailChange,
    LetterKind.EMAIL_CHANGE_ASKED: EmailChangeAsked,
    LetterKind.EMAIL_TAKEN: EmailTaken,
    LetterKind.PRIMARY_NAMED: PrimaryNamed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A letter to be posted. After `useful_until` it is not sent any more: its link is dead."""

    address: str
    language: Language
    values: LetterValues
    useful_until: datetime | None = None

    @property
    def kind(self) -> LetterKind:
        """The kind to which the values belong."""
        return next(kind for kind, values in KINDS.items() if values is type(self.values))
