"""What the service writes e-mails about."""

from enum import StrEnum


class MailKind(StrEnum):
    """The kinds of e-mails."""

    SHARE_CREATED = "SHARE_CREATED"
