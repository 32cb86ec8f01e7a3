"""What an e-mail says, and what it never says, in every language."""

import dataclasses
import email
import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from importlib.resources import files
from uuid import UUID

import pytest

from domain import texts
from domain.letters import LetterKind
from domain.mail_addresses import UnusableAddress, canonical
from domain.notifications import MailKind
from domain.texts import Language
from workers.mail.kinds import KINDS, ShareCreated, section
from workers.mail.message import Postmark, compose

BASE_URL = "https://results.example"
POSTMARK = Postmark(
    mail_id=UUID("01970000-0000-7000-8000-000000000001"),
    sender_address="no-reply@results.example",
    date=datetime(2026, 11, 5, 8, 0, tzinfo=UTC),
)


def share_created(
    first_name: str = "MAYA",
    language: Language = Language.EN,
    recipient: str = "member@northbridge.example",
    postmark: Postmark = POSTMARK,
) -> EmailMessage:
    values = ShareCreated(first_name, "C1 Advanced", BASE_URL)
    return compose(MailKind.SHARE_CREATED, language, recipient, values, postmark=postmark)


def arrived(message: EmailMessage) -> EmailMessage:
    """The message as its reader parses it from the wire."""
    return email.message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)


def twin(message: EmailMessage, kind: str) -> str:
    part = arrived(message).get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_mail_says_who_shared_which_exam_and_where_to_look() -> None:
    message = share_created()

    assert arrived(message)["Subject"] == "MAYA has shared a result: C1 Advanced"
    for kind in ("plain", "html"):
        body = twin(message, kind)
        assert "A new candidate has shared a result with you" in body
        assert "MAYA" in body
        assert "C1 Advanced" in body
        assert f"{BASE_URL}/" in body
        assert "Email Notifications" in body


def test_a_mail_in_french_is_french_throughout() -> None:
    message = share_created(language=Language.FR)

    assert arrived(message)["Subject"] == "MAYA a partagé un résultat : C1 Advanced"
    assert arrived(message)["Content-Language"] == "fr"
    assert "Un nouveau candidat a partagé un résultat avec vous" in twin(message, "plain")
    assert '<html lang="fr">' in twin(message, "html")
    for english in ("candidate has", "Sign in", "Open the service"):
        assert english not in twin(message, "plain") + twin(message, "html")


def test_first_name_and_exam_are_all_that_a_mail_can_say_of_a_candidate() -> None:
    assert [field.name for field in dataclasses.fields(ShareCreated)] == [
        "first_name",
        "exam_name",
        "base_url",
    ]


def test_a_mail_fetches_nothing_and_runs_nothing() -> None:
    html = twin(share_created(), "html").lower()

    for forbidden in ("<img", "<script", "url(", "<link", "@import", " src="):
        assert forbidden not in html


def test_a_machine_can_tell_that_a_machine_wrote_it() -> None:
    message = arrived(share_created())

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Results Verification Service <no-reply@results.example>"
    assert message["Date"] == "Thu, 05 Nov 2026 08:00:00 +0000"


def test_the_same_row_gives_the_same_bytes_again() -> None:
    first, second = share_created(), share_created()

    assert first["Message-ID"] == f"<{POSTMARK.mail_id}@results.example>"
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.parametrize(
    "hostile",
    [
        "EVE\r\nBcc: victim@example.org",
        "EVE\n\nBcc: victim@example.org\r\n\r\nbody",
        "EVE\u2028Bcc: victim@example.org",
        "EVE\u0085Bcc: victim@example.org",
        "=?utf-8?q?EVE=0D=0ABcc:_victim@example.org?=",
        "=?utf-8?b?RVZFDQpCY2M6IHhAeS56?=",
        "EVE\0\x0b\x1b[31m",
        "EVE\ud800",
        "\u202eEVE\u2066",
        "{base_url} {0} %s {{ 7*7 }} {% raw %}",
        "李" * 400,
    ],
)
def test_no_name_breaks_out_of_its_line(hostile: str) -> None:
    message = arrived(share_created(hostile))

    assert message.keys() == arrived(share_created()).keys()
    assert not any(mark in message["Subject"] for mark in "\r\n\0\x1b\u2028\u202e")
    assert len(message["Subject"]) <= 200
    lines = twin(message, "plain").splitlines()
    assert len(lines) == len(twin(share_created(), "plain").splitlines())
    assert "{{ 7*7 }}" in message["Subject"] or "7*7" not in hostile


def test_markup_in_a_name_stays_text() -> None:
    html = twin(share_created("<script>alert(1)</script>\"'&"), "html")

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_no_line_of_a_mail_is_longer_than_the_protocol_allows() -> None:
    raw = share_created("W" * 200, Language.FR).as_bytes(policy=policy.SMTP)

    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        '"a b"@example.org',
        "a..b@example.org",
        "a@[127.0.0.1]",
        "a@example..org",
        "a@example.org.",
        "a@exa mple.org",
        "a@-example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 64}.org",
        "a\ud800@example.org",
        "a\u202e@example.org",
        "<a@example.org>",
    ],
)
def test_an_unusable_address_gets_no_mail(address: str) -> None:
    with pytest.raises(UnusableAddress):
        share_created(recipient=address)


def test_a_domain_is_written_in_ascii() -> None:
    assert canonical("Jörg.O'Neil+x@BÜCHER.example") == "Jörg.O'Neil+x@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//x", "https://", "https://x/ y", "https://x/\r\nBcc: y"]
)
def test_a_link_is_an_http_address_or_nothing(url: str) -> None:
    with pytest.raises(ValueError, match="link in an e-mail"):
        ShareCreated("MAYA", "C1 Advanced", url)


def test_values_of_another_kind_are_refused() -> None:
    values = dataclasses.make_dataclass("Other", [("first_name", str)])("MAYA")

    with pytest.raises(TypeError):
        compose(MailKind.SHARE_CREATED, Language.EN, "a@b.example", values, postmark=POSTMARK)


def test_every_kind_has_values_templates_and_a_subject_in_every_language() -> None:
    assert set(KINDS) == {*MailKind, *LetterKind}
    templates = {file.name for file in files("workers.mail").joinpath("templates").iterdir()}
    for kind in KINDS:
        assert {f"{section(kind)}.txt", f"{section(kind)}.html"} <= templates
        for language in Language:
            assert f"mail.{section(kind)}.subject" in texts.CATALOGUES[language]


def test_every_value_of_a_kind_is_used_by_both_twins() -> None:
    for kind, values in KINDS.items():
        for ending in ("txt", "html"):
            template = files("workers.mail").joinpath("templates", f"{section(kind)}.{ending}")
            source = template.read_text("utf-8")
            for field in dataclasses.fields(values):
                used = rf"\{{\{{[^}}]*\b{field.name}\b"
                assert re.search(used, source), (kind, ending, field.name)
