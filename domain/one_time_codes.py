"""The codes of a second factor: six digits of an app (TOTP, RFC 6238), and codes for recovery."""

import hmac
import unicodedata
from datetime import datetime
from typing import Final

import pyotp

STEP_SECONDS: Final = 30
# How many steps a clock may be before or behind ours.
DRIFT: Final = 1
DIGITS: Final = 6

# A code for recovery: ten letters, none of which looks like another (50 bits).
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
RECOVERY_LETTERS: Final = 10
RECOVERY_CODES: Final = 10

# What people read for a letter that no code has.
_LOOK_ALIKES: Final = str.maketrans("oil", "011")

# More than any code has, however it is spaced: nothing longer is looked at.
LONGEST: Final = 40


def typed(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, digits of any script as 0 to 9.

    Empty when it is none: too long, or with anything else than letters and digits.
    """
    if len(code) > LONGEST:
        return ""
    letters = [_plain(letter) for letter in code.lower() if not (letter.isspace() or letter == "-")]
    return "".join(letters).translate(_LOOK_ALIKES) if all(letters) else ""


def step_of(moment: datetime) -> int:
    """The number of the step of time that a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def matching_step(seed: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """The step whose code this is, of those near the moment and after the last that was used.

    `code` is as `typed` gives it. None: a wrong code, or one that was used before.
    """
    if len(code) != DIGITS:
        return None
    app, now = pyotp.HOTP(seed, digits=DIGITS), step_of(moment)
    matching = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(app.at(step).encode(), code.encode())
    ]
    return next((step for step in matching if last_step is None or step > last_step), None)


def address(seed: str, account: str, issuer: str) -> str:
    """The `otpauth://` address that an app reads from the picture."""
    app = pyotp.TOTP(seed, digits=DIGITS, interval=STEP_SECONDS)
    return app.provisioning_uri(name=account, issuer_name=issuer)


def shown(recovery_code: str) -> str:
    """A code for recovery as people read it: `abcde-fghjk`."""
    half = RECOVERY_LETTERS // 2
    return f"{recovery_code[:half]}-{recovery_code[half:]}"


def _plain(letter: str) -> str:
    """The letter of a code; empty when it is none."""
    digit = unicodedata.decimal(letter, None)
    plain = str(digit) if digit is not None else unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else ""
