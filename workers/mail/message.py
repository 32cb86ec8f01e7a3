"""An outgoing e-mail: text and HTML twins from one catalogue, headers that nothing can break."""

from dataclasses import dataclass, fields
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from typing import Final
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain import mail_addresses
from domain.letters import LetterKind
from domain.notifications import MailKind
from domain.texts import Language, text
from workers.mail import headers, kinds
from workers.mail.kinds import MailValues

_TEMPLATES: Final = Environment(
    loader=PackageLoader("workers.mail", "templates"),
    autoescape=select_autoescape(("html",), disabled_extensions=("txt",), default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Postmark:
    """What identifies one mail. Composing it again gives the same bytes, so a repeat is known.

    `mail_id` is the id of the outgoing row, `date` an aware time.
    """

    mail_id: UUID
    sender_address: str
    date: datetime


def compose(
    kind: MailKind | LetterKind,
    language: Language,
    recipient: str,
    values: MailValues,
    *,
    postmark: Postmark,
) -> EmailMessage:
    """One message to one recipient, ready to send.

    Raises UnusableAddress for a recipient to whom nothing can be sent, and TypeError for the
    values of another kind.
    """
    if type(values) is not kinds.KINDS[kind]:
        raise TypeError(f"{kind} takes {kinds.KINDS[kind].__name__}, not {type(values).__name__}")
    section = kinds.section(kind)
    cleaned = {
        field.name: headers.one_line(getattr(values, field.name)) for field in fields(values)
    }
    message = EmailMessage(policy=SMTP)
    message["Subject"] = headers.one_line(text(language, f"mail.{section}.subject", **cleaned))
    message["To"] = _address(recipient)
    message.set_content(_render(f"{section}.txt", language, cleaned), cte="quoted-printable")
    html = _render(f"{section}.html", language, cleaned)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"twins-{postmark.mail_id.hex}")
    _stamp(message, language, postmark)
    return message


def _address(address: str, display_name: str = "") -> Address:
    local, _, domain = mail_addresses.canonical(address).rpartition("@")
    return Address(display_name, local, domain)


def _stamp(message: EmailMessage, language: Language, postmark: Postmark) -> None:
    sender = _address(postmark.sender_address, text(language, "service.name"))
    message["From"] = sender
    message["Date"] = postmark.date
    message["Message-ID"] = f"<{postmark.mail_id}@{sender.domain}>"
    message["Content-Language"] = language.value.lower()
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _render(template: str, language: Language, values: dict[str, str]) -> str:
    return _TEMPLATES.get_template(template).render(
        values, language=language.value.lower(), t=partial(text, language)
    )
