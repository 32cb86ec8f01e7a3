"""A password is long and not what is tried first; nothing else is asked of it."""

import unicodedata

import pytest

from domain import passwords
from domain.errors import InvalidInput

OWN = ["maya.silva@northbridge.example", "Maya", "Sílva", "Northbridge University"]
FIFTEEN = "tulip-anvil-qxz"


def reason(password: str, *, has_totp: bool = False) -> str | None:
    """Why a password will not do; None when it will."""
    try:
        passwords.check(password, has_totp=has_totp, own=OWN)
    except InvalidInput as refusal:
        return refusal.reason.removeprefix("reasons.password_")
    return None


def test_the_limits_are_15_or_12_with_a_second_factor_and_128() -> None:
    assert len(FIFTEEN) == 15
    assert reason(FIFTEEN) is None
    assert reason(FIFTEEN[:14]) == "short"
    assert reason(FIFTEEN[:12], has_totp=True) is None
    assert reason(FIFTEEN[:11], has_totp=True) == "short"
    assert reason("".join(map(chr, range(0x4E00, 0x4E00 + 128)))) is None
    assert reason("".join(map(chr, range(0x4E00, 0x4E00 + 129)))) == "long"
    assert reason("x" * 1_000_000) == "long"
    assert reason("") == "short"


def test_length_is_the_same_however_a_keyboard_writes_accents() -> None:
    composed = "éàùçêîôûëïüâ"  # twelve
    apart = unicodedata.normalize("NFD", composed)

    assert len(apart) == 24
    assert reason(apart) == reason(composed) == "short"
    longest = (composed * 11)[:128]
    assert passwords.normalised(unicodedata.normalize("NFD", longest)) == longest
    assert reason(unicodedata.normalize("NFD", longest)) != "long"


@pytest.mark.parametrize("character", ["\0", "\t", "\n", "\x7f", "\x85", "\ud800"], ids=ascii)
def test_control_characters_are_refused(character: str) -> None:
    assert reason(f"{FIFTEEN}{character}") == "control"


@pytest.mark.parametrize(
    "password",
    [
        "tulip anvil qxz brook",
        "密码是一条很长的河流向东方去吧",
        "🦊🌲🔑🚲🎻🍋🧵🪐🦔🕰🪁🧊🥁🌵🪞",
        "ελαιόλαδο και θυμάρι",
        "Zr9!kQ2#vL7@wX4",
        "   six   spaces   kept",
        "no capital no digit no sign",
    ],
)
def test_any_kind_of_character_will_do(password: str) -> None:
    assert reason(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "password123456789",
        "P@ssw0rd12345678",
        "PASSWORDPASSWORD",
        "qwertyuiop123456",
        "1q2w3e4r5t6y7u8i",
        "azertyuiopqsdfgh",
        "aaaaaaaaaaaaaaaaaaaaaa",
        "xkfxkfxkfxkfxkfxkf",
        "letmeinletmein2024",
        "motdepasse123456",
        "Correct Horse Battery Staple",
        "January2026February",
        "maya.silva@northbridge.example",
        "MayaSilva-1-2-3-",
        "MAYA SILVA 1999!",
        "Northbridge2026!!",
        "N0rthbr1dge-Un1vers1ty",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert reason(password) == "common"


def test_the_same_words_will_do_where_nobody_would_try_them() -> None:
    passwords.check("northbridge ferry 4", has_totp=False, own=[])
    assert reason("northbridge quiz glow ferry") is None
