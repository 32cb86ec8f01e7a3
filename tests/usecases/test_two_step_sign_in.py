"""Signing in in two steps: set up, used, used twice, lost, switched off."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree

import pyotp
import pytest

from db.engine import Identity
from domain.links import LinkPurpose
from resolvers import links
from resolvers.context import Viewer
from schema.execution import Operation
from tests import api as apis
from tests import factories
from tests.api import Answer, Api
from tests.factories import now
from tests.services import PASSWORD
from tests.usecases.test_statement_counts import counting
from tests.usecases.whole_database import digests

EMAIL: Final = "member@northbridge.example"
OTHER: Final = "primary@lakeside.example"
SIGN_IN: Final = """mutation ($input: SignInInput!) { signIn(input: $input) {
  token user { email } userErrors { field code message } } }"""
ENABLE: Final = """mutation { enableTotp(input: {}) { secret otpauthUri qrCode
  userErrors { code } } }"""
CONFIRM: Final = """mutation ($code: String!) { confirmTotp(input: {code: $code}) {
  recoveryCodes duties userErrors { field code } } }"""
RENEW: Final = "mutation { renewRecoveryCodes(input: {}) { recoveryCodes userErrors { code } } }"
DISABLE: Final = "mutation { disableTotp(input: {}) { userErrors { code message } } }"
STANDING: Final = "{ viewer { secondFactor { isEnabled isDemanded recoveryCodesLeft } } }"


@dataclass
class Clock:
    """A time that stands until it is moved."""

    moment: datetime = field(default_factory=now)

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Armed:
    """An account with two-step sign-in, at a clock that stands."""

    api: Api
    clock: Clock
    viewer: Viewer
    seed: str
    recovery_codes: list[str]

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or so many steps of time later."""
        return pyotp.TOTP(self.seed).at(self.clock.moment + timedelta(seconds=30 * steps))

    def pass_time(self, seconds: int = 30) -> None:
        """Let the clock go on; sessions stay fresh."""
        self.clock.moment += timedelta(seconds=seconds)


@pytest.fixture
async def armed(api: Api) -> Armed:
    """The member of Northbridge, who has set it up a minute ago."""
    clock = Clock()
    still = replace(api, services=replace(api.services, clock=clock))
    viewer = await still.viewer(EMAIL)
    seed = (await still.data(ENABLE, viewer))["enableTotp"]["secret"]
    confirmed = await still.data(CONFIRM, viewer, code=pyotp.TOTP(seed).at(clock.moment))
    assert confirmed["confirmTotp"]["userErrors"] == []
    codes = confirmed["confirmTotp"]["recoveryCodes"]
    clock.moment += timedelta(minutes=1)
    return Armed(still, clock, await still.viewer(EMAIL), seed, codes)


async def sign_in(
    api: Api,
    code: str | None = None,
    *,
    email: str = EMAIL,
    password: str = PASSWORD,
    address: str = "192.0.2.7",
) -> Answer:
    """The whole answer."""
    given = {"email": email, "password": password, "wantsToken": True, "code": code}
    context = api.context(client_address=address)
    return await api.service.execute(
        api.service.prepare(Operation(SIGN_IN, {"input": given}), context)
    )


def code_of(answer: Answer) -> str:
    """OK, or the code of the refusal."""
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    (payload,) = answer["data"].values()
    return str(payload["userErrors"][0]["code"]) if payload["userErrors"] else "OK"


async def outcome(api: Api, code: str | None = None, **more: Any) -> str:
    """What became of signing in."""
    return code_of(await sign_in(api, code, **more))


async def test_an_app_is_set_up_and_counts_only_when_it_was_confirmed(api: Api) -> None:
    viewer = await api.viewer(EMAIL)
    begun = (await api.data(ENABLE, viewer))["enableTotp"]
    assert await outcome(api) == "OK"

    app = pyotp.parse_uri(begun["otpauthUri"])
    assert isinstance(app, pyotp.TOTP)
    assert (app.name, app.issuer) == (EMAIL, "Results Verification Service")
    assert app.secret == begun["secret"]
    assert len(begun["secret"]) == 32
    confirmed = (await api.data(CONFIRM, viewer, code=app.now()))["confirmTotp"]

    assert len(set(confirmed["recoveryCodes"])) == 10
    assert all(re.fullmatch(r"[0-9a-z]{5}-[0-9a-z]{5}", x) for x in confirmed["recoveryCodes"])
    assert confirmed["duties"] == []
    assert await outcome(api) == "SECOND_FACTOR_REQUIRED"
    standing = await api.data(STANDING, await api.viewer(EMAIL))
    assert standing["viewer"]["secondFactor"] == {
        "isEnabled": True,
        "isDemanded": False,
        "recoveryCodesLeft": 10,
    }


async def test_the_picture_is_an_svg_that_a_page_can_show(api: Api) -> None:
    begun = (await api.data(ENABLE, await api.viewer(EMAIL)))["enableTotp"]

    head, _, drawn = begun["qrCode"].partition(",")
    assert head == "data:image/svg+xml;charset=utf-8"
    assert ElementTree.fromstring(unquote(drawn)).tag == "{http://www.w3.org/2000/svg}svg"
    assert "script" not in drawn


async def test_a_seed_that_was_not_confirmed_is_replaced(api: Api) -> None:
    viewer = await api.viewer(EMAIL)
    first = (await api.data(ENABLE, viewer))["enableTotp"]["secret"]
    second = (await api.data(ENABLE, viewer))["enableTotp"]["secret"]

    old, new = pyotp.TOTP(first).now(), pyotp.TOTP(second).now()

    refused = (await api.data(CONFIRM, viewer, code=old))["confirmTotp"]
    assert refused["userErrors"] == [{"field": ["code"], "code": "INVALID_CODE"}]
    assert (await api.data(CONFIRM, viewer, code=new))["confirmTotp"]["userErrors"] == []


async def test_seed_and_codes_are_nowhere_readable(armed: Armed) -> None:
    await sign_in(armed.api, armed.recovery_codes[0])

    for table in ("second_factors", "recovery_codes", "audit_rows", "sessions"):
        for row in await armed.api.sql(f"SELECT x::text AS line FROM {table} x"):
            for secret in (armed.seed, *armed.recovery_codes):
                plain = secret.replace("-", "")
                assert plain not in row["line"]
                assert plain.encode().hex() not in row["line"]


async def test_without_a_code_nothing_is_started_and_the_page_is_told_to_ask_for_one(
    armed: Armed,
) -> None:
    before = await digests(armed.api, "sign_in_attempts")

    for code in (None, "", "  "):
        payload = (await sign_in(armed.api, code))["data"]["signIn"]
        (error,) = payload["userErrors"]
        assert (payload["token"], payload["user"]) == (None, None)
        assert (error["code"], error["field"]) == ("SECOND_FACTOR_REQUIRED", ["code"])
        assert "authenticator app" in error["message"]

    assert await digests(armed.api, "sign_in_attempts") == before
    row = await armed.api.one("SELECT max(failures) AS most FROM sign_in_attempts")
    assert row["most"] == 0
    assert await outcome(armed.api, armed.code()) == "OK"


async def test_a_code_signs_in_once_and_no_older_one_after_it(armed: Armed) -> None:
    assert await outcome(armed.api, armed.code(1)) == "OK"

    assert await outcome(armed.api, armed.code(1)) == "INVALID_CODE"
    assert await outcome(armed.api, armed.code(0)) == "INVALID_CODE"
    armed.pass_time(60)
    assert await outcome(armed.api, armed.code()) == "OK"


async def test_the_code_that_confirmed_the_app_does_not_sign_in(api: Api) -> None:
    clock = Clock()
    still = replace(api, services=replace(api.services, clock=clock))
    viewer = await still.viewer(EMAIL)
    seed = (await still.data(ENABLE, viewer))["enableTotp"]["secret"]
    code = pyotp.TOTP(seed).at(clock.moment)
    await still.data(CONFIRM, viewer, code=code)

    assert await outcome(still, code) == "INVALID_CODE"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [(-2, "INVALID_CODE"), (-1, "OK"), (0, "OK"), (1, "OK"), (2, "INVALID_CODE")],
)
async def test_the_clock_of_a_phone_may_be_a_step_off(
    armed: Armed, steps: int, expected: str
) -> None:
    assert await outcome(armed.api, armed.code(steps)) == expected


async def test_a_code_may_be_typed_in_the_digits_of_the_keyboard(armed: Armed) -> None:
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    first = armed.code().translate(full_width)

    assert await outcome(armed.api, f" {first[:3]}　{first[3:]} ") == "OK"
    armed.pass_time()
    assert await outcome(armed.api, armed.code().translate(arabic)) == "OK"


@pytest.mark.parametrize(
    "code", ["\0", "12345\0", "\ud800", "x", "½½½½½½", "0" * 10_000, "' OR 1=1 --"], ids=ascii
)
async def test_what_is_no_code_is_a_wrong_one(armed: Armed, code: str) -> None:
    assert await outcome(armed.api, code) == "INVALID_CODE"
    assert await outcome(armed.api, armed.code()) == "OK"


async def test_of_twenty_who_bring_one_code_at_once_one_gets_in(armed: Armed) -> None:
    before = await armed.api.one("SELECT count(*) AS number FROM sessions")
    code = armed.code()
    networks = [f"198.51.{n}.9" for n in range(20)]

    answers = await apis.all_of(outcome(armed.api, code, address=each) for each in networks)

    assert answers.count("OK") == 1
    assert set(answers) == {"OK", "INVALID_CODE", "RATE_LIMITED"}
    after = await armed.api.one("SELECT count(*) AS number FROM sessions")
    assert after["number"] == before["number"] + 1


async def test_a_recovery_code_is_good_once_however_many_bring_it(armed: Armed) -> None:
    code, another = armed.recovery_codes[:2]
    networks = [f"198.51.{n}.9" for n in range(9)]

    answers = await apis.all_of(outcome(armed.api, code, address=each) for each in networks)

    assert Counter(answers) == {"OK": 1, "INVALID_CODE": 8}
    assert await outcome(armed.api, code) == "INVALID_CODE"
    typed = another.upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert await outcome(armed.api, typed) == "OK"
    left = await armed.api.data(STANDING, armed.viewer)
    assert left["viewer"]["secondFactor"]["recoveryCodesLeft"] == 8


async def test_a_recovery_code_is_its_accounts_alone(armed: Armed) -> None:
    other = await armed.api.viewer(OTHER)
    seed = (await armed.api.data(ENABLE, other))["enableTotp"]["secret"]
    code = pyotp.TOTP(seed).at(armed.clock.moment)
    await armed.api.data(CONFIRM, other, code=code)

    assert await outcome(armed.api, armed.recovery_codes[0], email=OTHER) == "INVALID_CODE"
    assert await outcome(armed.api, armed.code(), email=OTHER) == "INVALID_CODE"
    stolen = "UPDATE recovery_codes SET user_id = $1, number = number + 10 WHERE user_id = $2"
    await armed.api.sql(stolen, other.account_id, armed.viewer.account_id)
    assert await outcome(armed.api, armed.recovery_codes[0], email=OTHER) == "INVALID_CODE"


async def test_codes_are_good_after_the_keys_were_rotated(armed: Armed) -> None:
    ring = armed.api.services.keyring.rotated()
    rotated = replace(armed.api, services=replace(armed.api.services, keyring=ring))

    assert await outcome(rotated, armed.code()) == "OK"
    assert await outcome(rotated, armed.recovery_codes[3]) == "OK"


async def test_new_recovery_codes_replace_those_before(armed: Armed) -> None:
    assert await outcome(armed.api, armed.recovery_codes[0]) == "OK"

    new = (await armed.api.data(RENEW, armed.viewer))["renewRecoveryCodes"]["recoveryCodes"]

    assert not set(new) & set(armed.recovery_codes)
    assert await outcome(armed.api, armed.recovery_codes[1]) == "INVALID_CODE"
    assert await outcome(armed.api, new[0]) == "OK"
    row = await armed.api.one("SELECT count(*) AS number FROM recovery_codes")
    assert row["number"] == 10


async def test_switched_off_the_password_is_enough_and_the_old_app_is_good_for_nothing(
    armed: Armed,
) -> None:
    assert (await armed.api.data(DISABLE, armed.viewer))["disableTotp"]["userErrors"] == []

    assert await outcome(armed.api) == "OK"
    rows = await armed.api.sql("SELECT seed, confirmed_at FROM second_factors")
    assert [tuple(row) for row in rows] == [(None, None)]
    viewer = await armed.api.viewer(EMAIL)
    seed = (await armed.api.data(ENABLE, viewer))["enableTotp"]["secret"]
    armed.pass_time()
    code = pyotp.TOTP(seed).at(armed.clock.moment)
    assert code_of(await armed.api.answer(CONFIRM, viewer, code=armed.code())) == "INVALID_CODE"
    assert code_of(await armed.api.answer(CONFIRM, viewer, code=code)) == "OK"
    assert await outcome(armed.api, armed.recovery_codes[0]) == "INVALID_CODE"
    assert await outcome(armed.api, armed.code(1)) == "INVALID_CODE"


async def test_of_two_who_confirm_at_once_one_is_shown_the_codes_that_are_good(api: Api) -> None:
    viewer = await api.viewer(EMAIL)
    seed = (await api.data(ENABLE, viewer))["enableTotp"]["secret"]
    code = pyotp.TOTP(seed).now()

    answers = await apis.all_of(api.answer(CONFIRM, viewer, code=code) for _ in range(5))

    assert Counter(map(code_of, answers)) == {"OK": 1, "ALREADY_ENABLED": 4}
    (shown,) = [each for each in answers if code_of(each) == "OK"]
    codes = shown["data"]["confirmTotp"]["recoveryCodes"]
    assert await outcome(api, codes[9]) == "OK"


async def test_wrong_codes_count_like_wrong_passwords(armed: Armed) -> None:
    assert [await outcome(armed.api, "000000") for _ in range(5)] == ["INVALID_CODE"] * 5

    assert await outcome(armed.api, armed.code()) == "RATE_LIMITED"
    assert await outcome(armed.api) == "RATE_LIMITED"
    assert await outcome(armed.api, armed.code(), address="203.0.113.9") == "OK"


async def test_asking_for_the_password_again_does_not_forgive_wrong_codes(armed: Armed) -> None:
    answers = []
    for _ in range(5):
        answers.append(await outcome(armed.api, "000000"))
        answers.append(await outcome(armed.api))

    assert answers[:8] == ["INVALID_CODE", "SECOND_FACTOR_REQUIRED"] * 4
    assert await outcome(armed.api, armed.code()) == "RATE_LIMITED"


async def test_codes_cannot_be_tried_from_one_network_after_the_other(armed: Armed) -> None:
    answers = [
        await outcome(armed.api, "000000", address=f"198.51.{network}.9") for network in range(11)
    ]

    assert answers == ["INVALID_CODE"] * 10 + ["RATE_LIMITED"]
    assert await outcome(armed.api, armed.code(), address="203.0.113.9") == "RATE_LIMITED"
    armed.pass_time(3)
    assert await outcome(armed.api, armed.code(), address="203.0.114.9") == "OK"
    assert await outcome(armed.api, "000000", address="203.0.115.9") == "INVALID_CODE"


async def test_nobody_without_the_password_counts_against_the_codes(armed: Armed) -> None:
    for network in range(15):
        wrong = {"password": "wrong", "address": f"198.51.{network}.9"}
        assert await outcome(armed.api, "000000", **wrong) == "INVALID_CREDENTIALS"

    assert await outcome(armed.api, armed.code(), address="203.0.113.9") == "OK"


async def test_a_wrong_password_says_and_takes_the_same_with_and_without_a_second_factor(
    armed: Armed,
) -> None:
    said, asked = [], []
    for email, code in ((EMAIL, None), (EMAIL, armed.code()), (OTHER, None), (OTHER, "123456")):
        with counting(armed.api) as seen:
            said.append(await sign_in(armed.api, code, email=email, password="wrong"))
        asked.append([re.sub(r"\d+", "", statement) for statement in seen])

    assert [each["data"]["signIn"]["userErrors"][0]["code"] for each in said] == [
        "INVALID_CREDENTIALS"
    ] * 4
    assert said == [said[0]] * 4
    assert asked == [asked[0]] * 4
    assert await outcome(armed.api, armed.code()) == "OK"


async def test_a_code_that_is_not_needed_does_no_harm(api: Api) -> None:
    assert await outcome(api, "123456", email=OTHER) == "OK"


async def test_what_was_tried_is_on_record_without_the_code(armed: Armed) -> None:
    for code in (None, "000000", armed.code()):
        await sign_in(armed.api, code)

    rows = await armed.api.sql(
        "SELECT operation, outcome, subject_ids FROM audit_rows ORDER BY occurred_at, id"
    )
    whose = [armed.viewer.account_id]
    assert [tuple(row) for row in rows] == [
        ("enableTotp", "OK", whose),
        ("confirmTotp", "OK", whose),
        ("signIn", "SECOND_FACTOR_REQUIRED", whose),
        ("signIn", "INVALID_CODE", whose),
        ("signIn", "OK", whose),
    ]


async def test_signing_in_with_a_code_takes_no_more_statements_than_stated(armed: Armed) -> None:
    with counting(armed.api) as seen:
        assert await outcome(armed.api, armed.code()) == "OK"
    assert len(seen) <= 30

    with counting(armed.api) as seen:
        assert await outcome(armed.api, armed.recovery_codes[0]) == "OK"
    assert len(seen) <= 30


async def test_an_account_whose_seed_was_moved_from_another_lets_nobody_in(armed: Armed) -> None:
    other = await armed.api.viewer(OTHER)
    await armed.api.save(factories.second_factor(other.account_id))
    await armed.api.sql(
        "UPDATE second_factors SET seed = (SELECT seed FROM second_factors WHERE user_id = $1)",
        armed.viewer.account_id,
    )

    assert await outcome(armed.api, armed.code(), email=OTHER) == "INTERNAL"


async def test_changing_password_or_address_takes_a_code_as_well(armed: Armed) -> None:
    change = """mutation ($code: String) { changePassword(input: {code: $code,
      currentPassword: "demo-passphrase-2026", newPassword: "ferry anvil 4qz"}) {
      userErrors { code } } }"""
    move = """mutation ($code: String) { requestEmailChange(input: {code: $code,
      email: "new@northbridge.example", password: "demo-passphrase-2026"}) {
      userErrors { code } } }"""
    before = await digests(armed.api, "sign_in_attempts")

    for document in (change, move):
        for code, expected in ((None, "SECOND_FACTOR_REQUIRED"), ("000000", "INVALID_CODE")):
            assert code_of(await armed.api.answer(document, armed.viewer, code=code)) == expected
    assert await digests(armed.api, "sign_in_attempts") == before

    right = armed.code()
    assert code_of(await armed.api.answer(move, armed.viewer, code=right)) == "OK"
    assert code_of(await armed.api.answer(change, armed.viewer, code=right)) == "INVALID_CODE"
    recovery = armed.recovery_codes[0]
    assert code_of(await armed.api.answer(change, armed.viewer, code=recovery)) == "OK"


async def test_with_two_step_sign_in_twelve_characters_are_enough(armed: Armed) -> None:
    change = """mutation ($code: String!, $new: String!) { changePassword(input: {code: $code,
      currentPassword: "demo-passphrase-2026", newPassword: $new}) { userErrors { code } } }"""
    reset = """mutation ($token: String!, $new: String!) {
      setPassword(input: {token: $token, password: $new}) { userErrors { code } } }"""
    api, new, link = armed.api, "anvil 4qz bx", await _reset_token(armed)

    for code, given in zip(armed.recovery_codes, (new[:11], new), strict=False):
        answer = await api.answer(change, armed.viewer, code=code, new=given)
        assert code_of(answer) == ("OK" if given == new else "INVALID")
    assert await outcome(api, armed.code(), password=new) == "OK"
    assert code_of(await api.answer(reset, None, token=link, new=new)) == "LINK_USED"

    link, other = await _reset_token(armed), "brook 7wk fjo"
    for given in (other[:11], other[:12]):
        answer = await api.answer(reset, None, token=link, new=given)
        assert code_of(answer) == ("OK" if len(given) == 12 else "INVALID")
    armed.pass_time()
    assert await outcome(api, armed.code(), password=other[:12]) == "OK"


async def _reset_token(armed: Armed) -> str:
    """Of a link that was sent to the account."""
    user_id = armed.viewer.account_id
    async with armed.api.services.database.transaction(Identity(email=EMAIL)) as session:
        purpose = LinkPurpose.PASSWORD_RESET
        link = await links.issue(armed.api.context(), session, purpose, EMAIL, user_id=user_id)
    return link.url.rpartition("/")[2]
