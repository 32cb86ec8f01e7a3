"""One-time links: what each is for, where it leads, and how long it is good."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final


class LinkPurpose(StrEnum):
    """What a link lets its holder do, once."""

    INVITATION = "INVITATION"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - the name of a kind
    EMAIL_CHANGE = "EMAIL_CHANGE"
    REGISTRATION = "REGISTRATION"


# Links by which a password is chosen.
PASSWORD: Final = frozenset({LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET})

LIFETIMES: Final[Mapping[LinkPurpose, timedelta]] = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.EMAIL_CHANGE: timedelta(hours=24),
    LinkPurpose.REGISTRATION: timedelta(hours=48),
}

# Pages that show a form: programs that read e-mails fetch an address, and must not use it up.
PATHS: Final[Mapping[LinkPurpose, str]] = {
    LinkPurpose.INVITATION: "/set-password",
    LinkPurpose.PASSWORD_RESET: "/set-password",
    LinkPurpose.EMAIL_CHANGE: "/confirm-email",
    LinkPurpose.REGISTRATION: "/confirm-registration",
}
