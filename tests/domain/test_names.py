"""Search keys, the ranges that find their prefixes, and what may be a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import names, texts

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
KEYS = st.text(st.characters(codec="utf-8"), max_size=8)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ŁUKASZ Żółć", "lukasz zolc"),
        ("Søren Kjær", "soren kjaer"),
        ("IŞIK", "isik"),
        ("Weiß", "weiss"),
        ("ΝΙΚΟΣ Νίκος", "νικοσ νικοσ"),
        ("O’Connor", "o'connor"),
        ("Smith‑Jones", "smith-jones"),
        ("  Lê \t Văn\u00a0 Đức\n", "le van duc"),
        ("محمّد", "محمد"),
        ("ＡＢＣ ｶﾅ", "abc カナ"),
        ("a\u202eb\u200bc\x00d\ud800e", "abcde"),
        ("葛\U000e0100城", "葛城"),
        ("\u0301\u0302", ""),
    ],
)
def test_every_way_of_typing_a_name_has_one_key(text: str, key: str) -> None:
    assert names.search_key(text) == unicodedata.normalize("NFKD", key)


def test_vowel_signs_that_spell_a_name_stay() -> None:
    assert names.search_key("कुमार") != names.search_key("कमार")
    assert names.search_key("สุมาลี") != names.search_key("สมาลี")


@given(ANY_TEXT)
def test_a_key_is_its_own_key(text: str) -> None:
    key = names.search_key(text)
    assert names.search_key(key) == key


@given(ANY_TEXT)
def test_a_key_can_be_stored_and_indexed(text: str) -> None:
    key = names.search_key(text)
    assert len(key.encode("utf-8")) <= 4 * names.MAX_KEY_LENGTH
    assert key == " ".join(key.split())
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in key)


@given(st.text(max_size=30))
def test_composed_and_decomposed_text_have_one_key(text: str) -> None:
    assert (
        len({names.search_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1
    )


def test_the_longest_expansion_is_cut() -> None:
    assert len(names.search_key("\ufdfa" * 200)) <= names.MAX_KEY_LENGTH


@given(KEYS, KEYS)
def test_the_range_holds_exactly_the_keys_with_the_prefix(prefix: str, key: str) -> None:
    lower, upper = (bound.encode("utf-8") for bound in names.prefix_range(prefix))
    assert (lower <= key.encode("utf-8") < upper) == key.startswith(prefix)


@given(KEYS, st.text(st.sampled_from("a\ud7ff\ue000\U0010ffff"), max_size=6))
def test_the_range_holds_every_longer_key(prefix: str, rest: str) -> None:
    rest = "".join(character for character in rest if not "\ud800" <= character <= "\udfff")
    lower, upper = names.prefix_range(prefix)
    assert lower.encode() <= (prefix + rest).encode() < upper.encode()


@pytest.mark.parametrize("prefix", ["", "a", "\ud7ff", "\U0010ffff", "a\U0010ffff", "\U0010fffe"])
def test_the_edges_of_a_range_are_sharp(prefix: str) -> None:
    lower, upper = names.prefix_range(prefix)
    upper.encode("utf-8")
    longest = prefix + "\U0010ffff" * (names.MAX_KEY_LENGTH - len(prefix))
    assert lower <= prefix <= longest < upper
    assert not upper.startswith(prefix) or prefix.strip("\U0010ffff") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Anna  Lena ", "Anna Lena"),
        ("Zoe\u0308", "Zoë"),
        ("می\u200cنا", "می\u200cنا"),
        ("X" * 200, "X" * 200),
        ("O", "O"),
    ],
)
def test_a_name_is_kept_composed_and_single_spaced(text: str, name: str) -> None:
    assert names.clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names.EMPTY"),
        (" \u2003 ", "names.EMPTY"),
        ("X" * 201, "names.TOO_LONG"),
        ("X" * 10**6, "names.TOO_LONG"),
        ("\u0301\u0302", "names.NO_LETTER"),
        ("123 -", "names.NO_LETTER"),
        ("An\x00na", "names.CONTROL_CHARACTERS"),
        ("An\nna", "names.CONTROL_CHARACTERS"),
        ("\u202eannA", "names.CONTROL_CHARACTERS"),
        ("\u2066Anna", "names.CONTROL_CHARACTERS"),
        ("An\ud800na", "names.CONTROL_CHARACTERS"),
        ("An\uffffna", "names.CONTROL_CHARACTERS"),
        ("An\ufdd0na", "names.CONTROL_CHARACTERS"),
        ("An\u2028na", "names.CONTROL_CHARACTERS"),
    ],
)
def test_what_is_no_name_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        names.clean_name(text)
    assert texts.has_text(reason)


@given(ANY_TEXT)
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = names.clean_name(text)
    except ValueError:
        return
    assert names.clean_name(name) == name
    name.encode("utf-8")
