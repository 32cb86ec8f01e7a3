"""What a letter says in both languages, and that nothing in it breaks out of its line."""

import email
from dataclasses import fields
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from domain.letters import KINDS, EmailChange, Invitation, LetterKind, LetterValues
from domain.notifications import MailKind
from domain.texts import CATALOGUES, Language
from workers.mail.message import Postmark, compose

LINK = "https://results.example/set-password?token=rvs_link_" + "A-z_09" * 7
POSTMARK = Postmark(UUID(int=7), "no-reply@results.example", datetime(2026, 11, 23, 9, tzinfo=UTC))
HOSTILE = [
    "North\r\nBcc: victim@example.org",
    "North\n\nBcc: victim@example.org\r\n\r\nbody",
    "North\u2028Bcc: victim@example.org",
    "=?utf-8?q?North=0D=0ABcc:_victim@example.org?=",
    "North\0\x0b\x1b[31m",
    "North\ud800",
    "\u202eNorth\u2066",
    "{link} {0} %s {{ 7*7 }} {% raw %}",
    "大" * 400,
    "<script>alert(1)</script>\"'&",
]


def letter(kind: LetterKind, language: Language, given: str = "7") -> EmailMessage:
    """The letter as its reader parses it from the wire."""
    names = [field.name for field in fields(KINDS[kind]) if field.name != "link"]
    values = KINDS[kind](LINK, **dict.fromkeys(names, given))
    message = compose(kind, language, "new@northbridge.example", values, postmark=POSTMARK)
    raw = message.as_bytes(policy=policy.SMTP)
    return email.message_from_bytes(raw, policy=policy.default)


def twins(message: EmailMessage) -> tuple[str, str]:
    parts = (message.get_body(("plain",)), message.get_body(("html",)))
    plain, html = (str(part.get_content()) for part in parts if part is not None)
    return plain, html


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_letter_says_in_both_twins_what_it_is_about_and_where_to_go(
    kind: LetterKind, language: Language
) -> None:
    message = letter(kind, language)
    plain, html = twins(message)
    texts, section = CATALOGUES[language], f"mail.{kind.value.lower()}"

    assert message["Subject"] == texts[f"{section}.subject"]
    assert message["Content-Language"] == language.value.lower()
    for part in (plain, html):
        assert texts[f"{section}.heading"] in part
        assert LINK in part
        assert "notifications" not in part  # it cannot be switched off
    assert plain.count(LINK) == html.count(LINK) == 1
    assert texts["mail.layout.letter_why"] in html
    assert LINK in plain.splitlines()  # whole, on a line of its own


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_letter_fetches_nothing_and_tells_nobody_where_it_was_opened(kind: LetterKind) -> None:
    html = twins(letter(kind, Language.EN))[1].lower()

    for forbidden in ("<img", "<script", "url(", "<link", "@import", " src="):
        assert forbidden not in html
    assert html.count("<a ") == html.count('rel="noopener noreferrer"') == 1


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("kind", list(LetterKind))
def test_nothing_in_a_letter_breaks_out_of_its_line(kind: LetterKind, hostile: str) -> None:
    harmless, message = letter(kind, Language.EN), letter(kind, Language.EN, hostile)
    plain, html = twins(message)

    assert message.keys() == harmless.keys()
    assert message["Subject"] == harmless["Subject"]
    assert message["To"] == "new@northbridge.example"
    assert not any(line.startswith("Bcc:") for line in plain.splitlines())
    assert "<script>" not in html
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    assert "49" not in plain


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "//results.example/set-password",
        "https://results.example/\r\nBcc: victim@example.org",
        'https://results.example/" onclick="x',
        "https://results.example/" + "a" * 200,
    ],
)
def test_a_letter_whose_link_is_no_plain_address_cannot_be_written(link: str) -> None:
    with pytest.raises(ValueError, match="link in an e-mail"):
        EmailChange(link, "24")


def test_a_letter_goes_to_one_mailbox_whatever_its_address_hides() -> None:
    values = Invitation(LINK, "Northbridge", "7")
    for address in ("a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>"):
        with pytest.raises(ValueError, match="cannot be used"):
            compose(LetterKind.INVITATION, Language.EN, address, values, postmark=POSTMARK)


def test_every_kind_of_letter_has_values_of_its_own() -> None:
    assert set(KINDS) == set(LetterKind)
    assert len(set(KINDS.values())) == len(KINDS)
    assert all(issubclass(values, LetterValues) for values in KINDS.values())
    assert not {kind.value for kind in LetterKind} & {kind.value for kind in MailKind}
