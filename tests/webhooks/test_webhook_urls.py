"""Which URLs an endpoint may have, and the sentence that each refusal leads to."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from domain import texts
from domain.errors import InvalidInput
from webhooks import urls

REFUSED = [
    ("", "scheme"),
    ("hooks.university.edu", "scheme"),
    ("https:hooks.university.edu", "scheme"),
    ("http://hooks.university.edu/", "scheme"),
    ("ftp://hooks.university.edu/", "scheme"),
    ("file:///etc/passwd", "scheme"),
    (" https://hooks.university.edu/", "scheme"),
    ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
    ("https://user:word@hooks.university.edu/", "userinfo"),
    ("https://@hooks.university.edu/", "userinfo"),
    ("https://hooks.university.edu@127.0.0.1/", "userinfo"),
    ("https://hooks.university.edu/#part", "fragment"),
    ("https://hooks.university.edu/#", "fragment"),
    ("https://127.0.0.1/", "ip"),
    ("https://8.8.8.8/", "ip"),
    ("https://127.1/", "ip"),
    ("https://2130706433/", "ip"),
    ("https://017700000001/", "ip"),
    ("https://0177.0.0.1/", "ip"),
    ("https://0x7f000001/", "ip"),
    ("https://0x7f.0.0.0x1/", "ip"),
    ("https://0X7F.1/", "ip"),
    ("https://127.0.0.1./", "ip"),
    ("https://[::1]/", "ip"),
    ("https://[::ffff:127.0.0.1]/", "ip"),
    ("https://[::127.0.0.1]:8443/", "ip"),
    ("https://[fe80::1%25eth0]/", "ip"),
    ("https://１２７.０.０.１/", "ip"),
    ("https://127。0。0。1/", "ip"),
    ("https://①②⑦.0.0.1/", "ip"),
    ("https://169.254.169.254/latest/meta-data", "ip"),
    ("https://hooks.1.2.3.4/", "ip"),
    ("https://", "host"),
    ("https:///path", "host"),
    ("https://:8443/", "host"),
    ("https://::1/", "host"),
    ("https://intranet/", "host"),
    ("https://hooks.university.edu./", "host"),
    ("https://.university.edu/", "host"),
    ("https://hooks..university.edu/", "host"),
    ("https://-hooks.university.edu/", "host"),
    ("https://hooks_1.university.edu/", "host"),
    ("https://%31%32%37.0.0.1.nip.io/", "host"),
    ("https://hooks.university.edu%00.evil.edu/", "host"),
    ("https://hooks.university.edu\n.evil.edu/", "host"),
    ("https://" + "a" * 64 + ".edu/", "host"),
    ("https://" + ".".join(["a" * 60] * 5) + ".edu/", "host"),
    ("https://xn--a.edu/", "host"),
    ("https://xn--.edu/", "host"),
    ("https://\ud800.edu/", "host"),
    ("https://localhost/", "host"),
    ("https://api.localhost/", "internal"),
    ("https://printer.local/", "internal"),
    ("https://vault.internal/", "internal"),
    ("https://hooks.example.com/", "internal"),
    ("https://northbridge.example/", "internal"),
    ("https://router.home.arpa/", "internal"),
    ("https://1.0.0.127.in-addr.arpa/", "internal"),
    ("https://hidden.onion/", "internal"),
    ("https://db.corp/", "internal"),
    ("https://ｈｏｏｋｓ.university.edu/", "host_form"),
    ("https://université.fr/", "host_form"),
    ("https://hooks。university.edu/", "host_form"),
    ("https://hooks.univer\u00adsity.edu/", "host_form"),
    ("https://hooks.university.edu:/", "port"),
    ("https://hooks.university.edu:0/", "port"),
    ("https://hooks.university.edu:22/", "port"),
    ("https://hooks.university.edu:80/", "port"),
    ("https://hooks.university.edu:0443/", "port"),
    ("https://hooks.university.edu:+443/", "port"),
    ("https://hooks.university.edu:４４３/", "port"),
    ("https://hooks.university.edu:65536/", "port"),
    ("https://hooks.university.edu:6667/", "port"),
    ("https://hooks.university.edu:443:443/", "port"),
    ("https://hooks.university.edu\\@127.0.0.1/", "characters"),
    ("https://hooks.university.edu/a b", "characters"),
    ("https://hooks.university.edu/\r\nHost: evil", "characters"),
    ("https://hooks.university.edu/%zz", "characters"),
    ("https://hooks.university.edu/é", "characters"),
    ("https://hooks.university.edu/?q=\x00", "characters"),
    ("https://hooks.university.edu/" + "a" * 2000, "length"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_a_url_in_disguise_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        urls.checked(text, allow_loopback=False, field=("input", "url"))

    assert refusal.value.reason == f"reasons.webhook_url_{reason}"
    assert refusal.value.field == ("input", "url")
    for language in texts.Language:
        assert texts.text(language, refusal.value.reason, **refusal.value.values)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_demo_mode_opens_nothing_but_two_names_for_this_machine(text: str, reason: str) -> None:
    if text in {"https://127.0.0.1/", "https://localhost/"}:
        assert urls.checked(text, allow_loopback=True) == text
        return
    with pytest.raises(InvalidInput):
        urls.checked(text, allow_loopback=True)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("https://hooks.university.edu", "https://hooks.university.edu/"),
        ("HTTPS://Hooks.University.EDU:443/In?a=1", "https://hooks.university.edu/In?a=1"),
        ("https://hooks.university.edu?a=1", "https://hooks.university.edu/?a=1"),
        ("https://hooks.university.edu:8443/a%20b/../c", None),
        ("https://xn--universit-j4a.fr/r", None),
        ("https://3com.edu/", None),
        ("https://ab--cd.netlify.app/", None),
    ],
)
def test_a_good_url_is_kept_in_one_form(text: str, canonical: str | None) -> None:
    assert urls.checked(text, allow_loopback=False) == (canonical or text)


@pytest.mark.parametrize(
    "text",
    ["http://127.0.0.1:8080/hook", "http://localhost:9000/hook", "https://localhost:9443/hook"],
)
def test_loopback_is_for_demo_mode_only(text: str) -> None:
    assert urls.checked(text, allow_loopback=True) == text
    with pytest.raises(InvalidInput):
        urls.checked(text, allow_loopback=False)


def test_a_foreign_form_is_told_the_right_one() -> None:
    with pytest.raises(InvalidInput) as refusal:
        urls.checked("https://université.fr/", allow_loopback=False)

    assert refusal.value.values == {"host": "xn--universit-j4a.fr"}


_HOSTS = st.text("abz019.-_:@%[]\\/xＡ１。é\u200d\ud800", max_size=30)


@given(st.one_of(st.text(max_size=60), _HOSTS, _HOSTS.map(lambda host: f"https://{host}/p?q")))
@example("https://xn--0.xn--1/")
def test_whatever_comes_is_refused_or_read_alike_by_the_client(text: str) -> None:
    try:
        canonical = urls.checked(text, allow_loopback=False)
    except InvalidInput:
        return

    assert urls.checked(canonical, allow_loopback=False) == canonical
    parsed = URL(canonical, encoded=True)
    assert str(parsed) == canonical
    assert parsed.scheme == "https"
    assert canonical.startswith(
        (f"https://{parsed.raw_host}/", f"https://{parsed.raw_host}:{parsed.port}/")
    )
