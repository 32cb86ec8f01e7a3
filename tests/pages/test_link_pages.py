"""The pages of the links in letters: safe with any value, complete in both languages."""

import pytest
from starlette.responses import HTMLResponse

from domain.texts import Language
from server.pages import rendering

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>\ud800\0&lt;"
FORMS = ("set_password", "confirm_email", "reset_password")


def form(kind: str, language: Language, value: str = "", refusal: str = "") -> HTMLResponse:
    return rendering.page(
        f"{kind}.html",
        language,
        is_demo=False,
        has_form=True,
        address=value,
        minimum=15,
        maximum=128,
        refusal=refusal,
    )


def text_of(page: HTMLResponse) -> str:
    return bytes(page.body).decode()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_sent_by_post_to_this_service_alone_and_runs_nothing(
    kind: str, language: Language
) -> None:
    page = form(kind, language, HOSTILE, HOSTILE)
    text = text_of(page)

    assert text.count('<form method="post" class="form">') == text.count("</form>") == 1
    assert "<script" not in text
    assert "onerror='" not in text
    policy = page.headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert text.count("<h1>") == 1


@pytest.mark.parametrize("kind", ["set_password", "reset_password"])
def test_every_field_has_a_label_and_what_was_wrong_is_read_out_with_it(kind: str) -> None:
    text = text_of(form(kind, Language.EN, "a@b.example", "Choose other words."))

    assert text.count("<label for=") == text.count("<input ")
    assert '<p class="refusal" id="refusal" role="alert">Choose other words.</p>' in text
    assert "refusal" in text.partition("<form")[2]
    assert 'role="alert"' not in text_of(form(kind, Language.EN))


def test_a_password_manager_knows_what_it_is_asked_for() -> None:
    text = text_of(form("set_password", Language.EN, "a@b.example"))

    assert 'autocomplete="new-password"' in text
    assert 'value="a@b.example" autocomplete="username" readonly' in text
    assert "maxlength" not in text  # it would cut what is pasted, in silence
    assert "15 to 128 characters" in text


@pytest.mark.parametrize("language", list(Language))
def test_every_end_says_what_to_do_next_and_has_no_form(language: Language) -> None:
    ends = [
        *(
            rendering.page("link_done.html", language, is_demo=False, kind=kind)
            for kind in ("password_set", "email_confirmed", "reset_asked")
        ),
        *(
            rendering.page("link_fault.html", language, is_demo=False, kind=kind)
            for kind in ("unknown", "used", "expired")
        ),
    ]
    for page in ends:
        text = text_of(page)
        assert 'href="/sign-in"' in text
        assert "<form" not in text
        assert "form-action 'none'" in page.headers["content-security-policy"]
    assert len({text_of(page) for page in ends}) == len(ends)
