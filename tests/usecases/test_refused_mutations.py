"""A mutation that is refused, however it is, writes nothing and leaves its key free."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from graphql import GraphQLInputObjectType, is_non_null_type, is_required_input_field

from domain import global_ids
from domain.exports import MAXIMUM_ROWS, ExportFormat
from domain.global_ids import Kind
from domain.states import ResultState
from resolvers.context import Viewer
from resolvers.webhooks import MAXIMUM_ENDPOINTS
from schema import service
from schema.execution import core
from schema.user_errors import UserErrorCode
from tests import factories, mutation_calls
from tests.api import Answer, Api
from tests.mutation_calls import NAMES, PRIMARY, SEED, MutationCall, code_of
from tests.services import superuser_url
from tests.usecases import lists, people
from tests.usecases.whole_database import digests

ABSENT: Final = "0193a5c1d2e37c4f8a9b0c1d2e3f4a5b"
SCHEMA: Final = core(service.build())
SIGN_IN: Final = {"email": PRIMARY, "password": "x", "wantsToken": True}
# Mutations without a key, and a valid input of each.
TRIED: Final = {"signIn": SIGN_IN, "confirmIdentity": {"password": "x"}}
TOP_LEVEL: Final = {"UNAUTHENTICATED", "FORBIDDEN", "BAD_USER_INPUT", "CONFLICT", "RATE_LIMITED"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that somebody who may call is refused, with the code: of the payload or top-level.

    `viewer` None: whoever makes the valid call.
    """

    what: str
    input: dict[str, Any]
    code: str
    viewer: Viewer | None = None


@pytest.fixture
async def calls(api: Api) -> dict[str, MutationCall]:
    """A valid call of each mutation."""
    return await mutation_calls.of_all(superuser_url(api.urls), api.services.keyring)


async def of_share_result(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Not mine, not there, not out, not open, or shared already."""
    given = call.input
    for what, id_ in _wrong(Kind.RESULT, (await people.person(api)).result):
        yield Refusal(f"result {what}", {**given, "resultId": id_}, "NOT_FOUND")
    await api.sql("UPDATE organisations SET state = 'SUSPENDED' WHERE email_domain LIKE 'saone%'")
    suspended = await people.organisation(api, "saonelle.example")
    for what, id_ in _wrong(Kind.ORGANISATION, suspended):
        yield Refusal(f"organisation {what}", {**given, "organisationId": id_}, "NOT_FOUND")
    for state, code in (
        (ResultState.WITHHELD, "WITHHELD"),
        (ResultState.REVOKED, "NOT_SHAREABLE"),
        (ResultState.PENDING, "NOT_FOUND"),
    ):
        person = await people.person(api, state=state)
        yield Refusal(state, {**given, "resultId": person.result}, code, person.viewer)
    person = await people.person(api)
    await people.shared(api, person, given["organisationId"])
    yield Refusal(
        "shared already", {**given, "resultId": person.result}, "ALREADY_SHARED", person.viewer
    )
    yield Refusal("over before", {**given, "expiresAt": "2020-01-01T00:00:00Z"}, "INVALID")


async def of_withdraw_share(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Not mine, not there, or over."""
    other = await people.person(api)
    organisation = await people.organisation(api)
    theirs = await people.shared(api, other, organisation)
    for what, id_ in _wrong(Kind.SHARE, theirs):
        yield Refusal(what, {"id": id_}, "NOT_FOUND")
    ended, overdue = await people.people(api, 2)
    share = await people.shared(api, ended, organisation)
    await people.withdraw(api, ended.viewer, share)
    yield Refusal("withdrawn", {"id": share}, "ALREADY_ENDED", ended.viewer)
    share = await people.shared(api, overdue, organisation)
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '1 day',"
        " expires_at = now() - interval '1 second' WHERE id = $1",
        people.uuid_of(share),
    )
    yield Refusal("overdue", {"id": share}, "ALREADY_ENDED", overdue.viewer)


async def of_mark_viewed(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """None, too many, or one among them that is not there."""
    theirs = await lists.walked(api, await api.viewer("primary@lakeside.example"))
    for what, id_ in _wrong(Kind.SHARE, theirs[0]):
        yield Refusal(what, {"ids": [*call.input["ids"], id_]}, "NOT_FOUND")
    yield Refusal("none", {"ids": []}, "BAD_USER_INPUT")
    many = [f"share_{number:032x}" for number in range(101)]
    yield Refusal("too many", {"ids": many}, "BAD_USER_INPUT")


async def of_create_export(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Nothing, too much, both ways of choosing, or one that is not there."""
    ids = call.input["selection"]["ids"]
    theirs = await lists.walked(api, await api.viewer("primary@lakeside.example"))

    def selected(what: str, selection: dict[str, Any], code: str) -> Refusal:
        return Refusal(what, {**call.input, "selection": selection}, code)

    for what, id_ in _wrong(Kind.SHARE, theirs[0]):
        yield selected(what, {"ids": [*ids, id_]}, "NOT_FOUND")
    yield selected("none", {"ids": []}, "INVALID")
    yield selected("none found", {"filter": {"name": "nobody at all"}}, "INVALID")
    yield selected("no way", {}, "BAD_USER_INPUT")
    yield selected("null", {"ids": None}, "BAD_USER_INPUT")
    yield selected("both ways", {"ids": ids, "filter": {}}, "BAD_USER_INPUT")
    yield selected("unknown exam", {"filter": {"examCodes": ["C9_EXPERT"]}}, "BAD_USER_INPUT")
    many = [f"share_{number:032x}" for number in range(MAXIMUM_ROWS[ExportFormat.PDF] + 1)]
    pdf = {"format": "PDF", "selection": {"ids": many}}
    yield Refusal("too many", pdf, "LIMIT_REACHED")


async def of_create_webhook_endpoint(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """To nowhere on the internet, or one too many."""
    for url in ("", "no address", "ftp://a.example/", "https://10.0.0.1/", "https://a.local/\0"):
        yield Refusal(f"to {url!a}", {"url": url}, "INVALID")
    viewer = await api.viewer(PRIMARY)
    for number in range(MAXIMUM_ENDPOINTS):
        await api.data(call.document, viewer, input={"url": f"{mutation_calls.URL}/{number}"})
    yield Refusal("one too many", call.input, "LIMIT_REACHED")


async def of_enable_totp(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """On already."""
    yield Refusal("on", {}, "ALREADY_ENABLED", await _with_an_app(api, {}))


async def of_confirm_totp(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """A code that is none, of another time, of nothing, or too late."""
    code = call.input["code"]
    wrong = ("", "\0", "\ud800", "x" * 10_000, code[:5], f"{code}0", f"-{code[1:]}", "½²³४५६")
    for each in (*wrong, code_of(SEED, -4), code_of(SEED, 9)):
        yield Refusal(f"{each!a}", {"code": each}, "INVALID_CODE")
    yield Refusal("nothing begun", call.input, "NOT_ENABLED", await _with_an_app(api, None))
    off = {"seed": None, "confirmed_at": None, "last_step": None}
    yield Refusal("switched off", call.input, "NOT_ENABLED", await _with_an_app(api, off))
    yield Refusal("on", call.input, "ALREADY_ENABLED", await _with_an_app(api, {}))


async def of_disable_totp(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Off, or demanded."""
    begun = {"confirmed_at": None, "last_step": None}
    for what, changes in (("off", None), ("begun", begun)):
        yield Refusal(what, {}, "NOT_ENABLED", await _with_an_app(api, changes))
    user = await api.one("SELECT id, organisation_id FROM users WHERE email_key = $1", PRIMARY)
    await api.save(factories.second_factor(user["id"]))
    await api.sql("UPDATE organisations SET demands_second_factor = true")
    yield Refusal("demanded", {}, "SECOND_FACTOR_REQUIRED", await api.viewer(PRIMARY))


async def of_renew_recovery_codes(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Off, or not on yet."""
    begun = {"confirmed_at": None, "last_step": None}
    for what, changes in (("off", None), ("begun", begun)):
        yield Refusal(what, {}, "NOT_ENABLED", await _with_an_app(api, changes))


async def of_accept_terms(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Not the version that applies."""
    await api.sql("INSERT INTO terms_versions VALUES ('to come', current_date + 1)")
    for version in ("", "0", "to come", "\0", "\ud800", "x" * 10_000):
        yield Refusal(f"{version[:9]!a}", {"version": version}, "INVALID")


async def _with_an_app(api: Api, changes: dict[str, Any] | None) -> Viewer:
    url, keyring = superuser_url(api.urls), api.services.keyring
    return await api.signed_in(await mutation_calls.two_step_user(url, keyring, changes))


async def of_add_user(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Somebody without a name or an address, or with an account."""
    for email in ("", "nobody", "a@b@c.example", "a@northbridge.example\r\nBcc: b@c.example", "\0"):
        yield Refusal(f"address {email!a}", {**call.input, "email": email}, "INVALID")
    for email in (PRIMARY, PRIMARY.upper(), "primary@lakeside.example", "candidate@demo.example"):
        yield Refusal(f"has an account: {email}", {**call.input, "email": email}, "INVALID")
    for name in ("", " ", "\0", "\u202e", "1234", "x" * 201):
        yield Refusal(f"name {name[:5]!a}", {**call.input, "familyName": name}, "INVALID")


async def of_a_colleague(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """Somebody of another organisation, or nobody."""
    theirs = await api.viewer("primary@lakeside.example")
    for what, id_ in _wrong(Kind.USER, global_ids.encode(Kind.USER, theirs.account_id)):
        yield Refusal(what, {**call.input, "id": id_}, "NOT_FOUND")


async def of_update_user(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """The same, or a name that is none."""
    async for refusal in of_a_colleague(api, call):
        yield refusal
    for member in ("firstName", "familyName"):
        for name in ("", " ", "\0", "1234"):
            yield Refusal(f"{member} {name!a}", {**call.input, member: name}, "INVALID")


async def of_the_only_primary(api: Api, call: MutationCall) -> AsyncIterator[Refusal]:
    """The same, or the last who could manage the organisation."""
    async for refusal in of_a_colleague(api, call):
        yield refusal
    viewer = await api.viewer(PRIMARY)
    own = {"id": global_ids.encode(Kind.USER, viewer.account_id)}
    yield Refusal("last", own, "LAST_PRIMARY", viewer)


Refusals = Callable[[Api, MutationCall], AsyncIterator[Refusal]]

# Of the other mutations only the types can be wrong.
REFUSED: Final[dict[str, Refusals]] = {
    "shareResult": of_share_result,
    "withdrawShare": of_withdraw_share,
    "markViewed": of_mark_viewed,
    "createExport": of_create_export,
    "createWebhookEndpoint": of_create_webhook_endpoint,
    "acceptTerms": of_accept_terms,
    "enableTotp": of_enable_totp,
    "confirmTotp": of_confirm_totp,
    "disableTotp": of_disable_totp,
    "renewRecoveryCodes": of_renew_recovery_codes,
    "addUser": of_add_user,
    "resendInvitation": of_a_colleague,
    "updateUser": of_update_user,
    "disableUser": of_the_only_primary,
    "enableUser": of_a_colleague,
    "transferPrimary": of_a_colleague,
    "removeUser": of_the_only_primary,
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_refused_mutation_writes_nothing_and_leaves_its_key_free(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    call = calls[name]
    viewer = await api.signed_in(call.bearer)
    refusals = [refusal async for refusal in REFUSED[name](api, call)]
    before = await digests(api)

    for number, refusal in enumerate(refusals):
        given = {**refusal.input, "idempotencyKey": f"k{number}"}
        answer = await api.answer(
            mutation_calls.document(name), refusal.viewer or viewer, input=given
        )

        assert _code(answer) == refusal.code, refusal.what

    assert await digests(api) == before
    await api.sql("TRUNCATE webhook_endpoints CASCADE")  # room for one more
    valid = {**call.input, "idempotencyKey": "k0"}
    assert _code(await api.answer(call.document, viewer, input=valid)) is None


@pytest.mark.parametrize("name", [*NAMES, *TRIED])
async def test_input_of_the_wrong_shape_is_refused_with_a_code_and_writes_nothing(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    viewer = await api.signed_in(calls["updateProfile" if name in TRIED else name].bearer)
    valid = TRIED[name] if name in TRIED else calls[name].input
    before = await digests(api)

    for what, given in _malformed(name, valid):
        answer = await api.answer(mutation_calls.document(name), viewer, input=given)
        assert _code(answer) == "BAD_USER_INPUT", what
        assert "data" not in answer, what
    unsaid = await api.answer(f"mutation {{ {name} {{ userErrors {{ code }} }} }}", viewer)
    assert _code(unsaid) == "BAD_USER_INPUT"

    assert await digests(api) == before


async def test_sign_out_takes_no_argument(api: Api, member: Viewer) -> None:
    before = await digests(api)

    for arguments in ("(input: {})", "(input: null)", '(idempotencyKey: "k")'):
        document = f"mutation {{ signOut{arguments} {{ userErrors {{ code }} }} }}"
        assert _code(await api.answer(document, member)) == "BAD_USER_INPUT"

    assert await digests(api) == before


async def test_who_may_not_writes_nothing(api: Api, calls: dict[str, MutationCall]) -> None:
    nobody, program = None, await api.client()
    before = await digests(api)

    for call in calls.values():
        given = {**call.input, "idempotencyKey": "k"}
        for viewer, code in ((nobody, "UNAUTHENTICATED"), (program, "FORBIDDEN")):
            answer = await api.answer(call.document, viewer, input=given)
            assert _code(answer) == code, call.name
    for viewer, code in ((nobody, "UNAUTHENTICATED"), (program, "FORBIDDEN")):
        sign_out = "mutation { signOut { userErrors { code } } }"
        assert _code(await api.answer(sign_out, viewer)) == code

    assert await digests(api) == before


async def test_a_wrong_password_changes_nothing_but_the_count_of_tries(api: Api) -> None:
    before = await digests(api)

    for email in (PRIMARY, "nobody@nowhere.example", "", "\0", "\ud800"):
        given = {**SIGN_IN, "email": email}
        answer = await api.answer(mutation_calls.document("signIn"), None, input=given)
        assert _code(answer) == "INVALID_CREDENTIALS"

    assert await digests(api) == before


def _code(answer: Answer) -> str | None:
    """The code of the only refusal; None when it was done. A top-level error is told whole."""
    if "errors" in answer:
        codes = {error["extensions"]["code"] for error in answer["errors"]}
        assert all(len(error["extensions"]["correlationId"]) == 36 for error in answer["errors"])
        assert all(error["message"] for error in answer["errors"])
        assert codes <= TOP_LEVEL
        (code,) = codes
        return str(code)
    (payload,) = answer["data"].values()
    codes = {error["code"] for error in payload["userErrors"]}
    assert codes <= {code.value for code in UserErrorCode}
    return str(codes.pop()) if codes else None


def _wrong(kind: Kind, theirs: str) -> Iterator[tuple[str, str]]:
    """Ids that name nothing of mine: malformed, absent, of another type, of somebody else."""
    yield from (("empty", ""), ("malformed", f"{kind.value}_{ABSENT[1:]}"), ("NUL", "\0"))
    yield from (("half a pair", "\ud800"), ("long", "x" * 10_000))
    yield "absent", f"{kind.value}_{ABSENT}"
    yield "theirs", theirs
    other = next(each for each in Kind if each is not kind)
    yield "of another type", global_ids.encode(other, people.uuid_of(theirs))


def _malformed(name: str, valid: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Values that are no input of this mutation, though all but one member may be right."""
    yield from (("null", None), ("a list", []), ("a number", 5), ("a text", "x"))
    yield "an unknown member", {**valid, "colour": "red"}
    type_ = SCHEMA.type_map[f"{name[0].upper()}{name[1:]}Input"]
    assert isinstance(type_, GraphQLInputObjectType)
    for member, definition in type_.fields.items():
        yield f"{member} is an object", {**valid, member: {"x": 1}}
        if is_non_null_type(definition.type):
            yield f"{member} is null", {**valid, member: None}
        if is_required_input_field(definition):
            yield f"{member} is left out", {key: valid[key] for key in valid.keys() - {member}}
