"""A valid call of every mutation that takes an idempotency key, each by somebody who may."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import pyotp

from db.engine import plain_url
from db.keyring import KeyRing
from domain import global_ids
from domain.global_ids import Kind
from domain.permissions import Role
from domain.states import UserState
from resolvers import authentication
from resolvers.second_factors import seed_place
from tests import factories

PRIMARY: Final = "primary@northbridge.example"
MEMBER: Final = "member@northbridge.example"
URL: Final = "http://127.0.0.1:8099/in"

# What each call asks back of what it has changed.
_ANSWERS: Final[Mapping[str, str]] = {
    "shareResult": "share { id state result { id } organisation { id } }",
    "withdrawShare": "share { id state organisation { id } }",
    "markViewed": "sharedResults { id viewedAt candidate { familyName } }",
    "createExport": "export { id state format rowsTotal createdAt }",
    "createWebhookEndpoint": "endpoint { id url eventTypes createdAt } secret",
    "updateNotificationPreferences":
        "preferences { isOn everyCandidate dailySummary weeklySummary }",
    "updateProfile": "user { id language }",
    "revokeSession": "id",
    "acceptTerms": "duties",
    "enableTotp": "secret otpauthUri qrCode",
    "confirmTotp": "recoveryCodes duties",
    "disableTotp": "",
    "renewRecoveryCodes": "recoveryCodes",
    "addUser": "user { id email state role }",
    "resendInvitation": "user { id state }",
    "updateUser": "user { id firstName familyName jobTitle }",
    "disableUser": "user { id state }",
    "enableUser": "user { id state }",
    "transferPrimary": "user { id role }",
    "removeUser": "id",
}  # fmt: skip
NAMES: Final = tuple(_ANSWERS)
# Of the input of these the key is all there is.
WITHOUT_CHOICE: Final = frozenset({"enableTotp", "disableTotp", "renewRecoveryCodes"})
# What answers show once.
SECRETS: Final = frozenset({"secret", "otpauthUri", "qrCode", "recoveryCodes"})
SEED: Final = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass(frozen=True, slots=True)
class MutationCall:
    """Who calls with what. `other`: further input of this mutation that could be meant.

    `adds`: how many rows the call writes into which tables.
    """

    name: str
    bearer: str = field(repr=False)
    input: dict[str, Any]
    other: dict[str, Any]
    adds: Mapping[str, int] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """The operation; its only variable is `input`."""
        return document(self.name, _ANSWERS[self.name])


def document(name: str, answer: str = "") -> str:
    """An operation of one mutation that asks this of its payload, and for the refusals."""
    type_ = f"{name[0].upper()}{name[1:]}Input"
    return (
        f"mutation ($input: {type_}!) {{ {name}(input: $input)"
        f" {{ {answer} userErrors {{ field code }} }} }}"
    )


async def of_all(superuser_url: str, keyring: KeyRing) -> dict[str, MutationCall]:
    """The calls on a database with the sample data, by the name of the mutation."""
    connection = await asyncpg.connect(plain_url(superuser_url))
    try:
        calls = [
            *await _of_candidates(connection, superuser_url),
            *await _of_a_member(connection, superuser_url),
            await _of_a_new_member(connection, superuser_url),
            *await _of_two_step_sign_in(superuser_url, keyring),
            *await _of_a_primary_user(connection, superuser_url),
        ]
    finally:
        await connection.close()
    return {call.name: call for call in calls}


async def _of_candidates(
    connection: "asyncpg.Connection[asyncpg.Record]", superuser_url: str
) -> Sequence[MutationCall]:
    rows = await connection.fetch(_ACTIVE, 2)
    first, second = (global_ids.encode(Kind.SHARE, row["id"]) for row in rows)
    ending = await _candidate(superuser_url, rows[0]["candidate_id"])
    result_id, sharing = await _newcomer(superuser_url)
    one, other = (
        {"resultId": result_id, "organisationId": global_ids.encode(Kind.ORGANISATION, row["id"])}
        for row in await connection.fetch(_RECEIVERS, ["lakeside.example", "saonelle.example"])
    )
    told = {"events": 1}
    return [
        MutationCall("shareResult", sharing, one, other, {**told, "shares": 1}),
        MutationCall("withdrawShare", ending, {"id": first}, {"id": second}, told),
    ]


async def _of_a_member(
    connection: "asyncpg.Connection[asyncpg.Record]", superuser_url: str
) -> Sequence[MutationCall]:
    user = await _user(connection, MEMBER)
    bearer = await _session(superuser_url, user["id"])
    rows = await connection.fetch(_UNOPENED, user["organisation_id"], user["id"])
    ids = [global_ids.encode(Kind.SHARE, row["id"]) for row in rows]
    file = {"format": "CSV", "selection": {"ids": ids[:3]}}
    choice = {"isOn": True, "everyCandidate": True, "dailySummary": False, "weeklySummary": True}
    return [
        MutationCall("markViewed", bearer, {"ids": ids[:2]}, {"ids": ids[2:]}, {"share_views": 2}),
        MutationCall(
            "createExport",
            bearer,
            file,
            {**file, "format": "XLSX"},
            {"exports": 1, "export_subjects": 3},
        ),
        MutationCall("updateNotificationPreferences", bearer, choice, {**choice, "isOn": False}),
        MutationCall("updateProfile", bearer, {"language": "FR"}, {"language": "EN"}),
        MutationCall("revokeSession", bearer, *await _other_sessions(superuser_url, user["id"])),
    ]


async def _of_a_primary_user(
    connection: "asyncpg.Connection[asyncpg.Record]", superuser_url: str
) -> Sequence[MutationCall]:
    user = await _user(connection, PRIMARY)
    bearer = await _session(superuser_url, user["id"])
    endpoint = {"url": URL, "eventTypes": ["SHARE_CREATED"]}
    return [
        MutationCall(
            "createWebhookEndpoint",
            bearer,
            endpoint,
            {"url": URL},
            {"webhook_endpoints": 1, "events": 1, "webhook_deliveries": 1},
        ),
        *await _of_users(superuser_url),
    ]


async def _of_users(superuser_url: str) -> Sequence[MutationCall]:
    """Each in an organisation of its own, where one acts at a time, and about one colleague."""
    letter = {"links": 1, "letters": 1, "sign_in_attempts": 1}
    new, other = (
        {"firstName": "Ines", "familyName": "Duarte", "email": f"{secrets.token_hex(6)}@a.example"}
        for _ in range(2)
    )
    bearer, _ = await _managed(superuser_url, UserState.ACTIVE)
    calls = [MutationCall("addUser", bearer, new, other, {**letter, "users": 1})]
    for name, state, more, adds in (
        ("resendInvitation", UserState.INVITED, {}, letter),
        ("updateUser", UserState.ACTIVE, {"familyName": "Moreau", "jobTitle": "Registrar"}, {}),
        ("disableUser", UserState.ACTIVE, {}, {}),
        ("enableUser", UserState.DISABLED, {}, {}),
        ("transferPrimary", UserState.ACTIVE, {"keepMine": True}, {"letters": 1}),
        ("removeUser", UserState.ACTIVE, {}, {}),
    ):
        bearer, ids = await _managed(superuser_url, state)
        first, second = ({"id": id_, **more} for id_ in ids)
        calls.append(MutationCall(name, bearer, first, second, adds))
    return calls


async def _managed(superuser_url: str, state: UserState) -> tuple[str, list[str]]:
    """The token of a new organisation's primary user, and the ids of two colleagues."""
    organisation = factories.organisation()
    counter = factories.counter(organisation.id)
    primary = factories.user(role=Role.PRIMARY, organisation_id=organisation.id)
    colleagues = [factories.user(organisation_id=organisation.id, state=state) for _ in range(2)]
    accepted = factories.acceptance(primary.id)
    await factories.save(superuser_url, organisation, counter, primary, *colleagues, accepted)
    ids = [global_ids.encode(Kind.USER, row.id) for row in colleagues]
    return await _session(superuser_url, primary.id), ids


async def _of_a_new_member(
    connection: "asyncpg.Connection[asyncpg.Record]", superuser_url: str
) -> MutationCall:
    """Of somebody who has accepted no terms yet."""
    colleague = await _user(connection, MEMBER)
    user = factories.user(organisation_id=colleague["organisation_id"])
    await factories.save(superuser_url, user)
    bearer = await _session(superuser_url, user.id)
    version = await connection.fetchval(_CURRENT_TERMS)
    given, other = {"version": version}, {"version": "0"}
    return MutationCall("acceptTerms", bearer, given, other, {"terms_acceptances": 1})


async def _of_two_step_sign_in(superuser_url: str, keyring: KeyRing) -> Sequence[MutationCall]:
    """Each of somebody who has got so far."""
    begun = {"confirmed_at": None, "last_step": None}
    code = {"code": code_of(SEED, 1)}
    ten = {"recovery_codes": 10}
    first, confirming, leaving, renewing = [
        await two_step_user(superuser_url, keyring, changes) for changes in (None, begun, {}, {})
    ]
    return [
        MutationCall("enableTotp", first, {}, {}, {"second_factors": 1}),
        MutationCall("confirmTotp", confirming, code, {"code": code_of(SEED, 9)}, ten),
        MutationCall("disableTotp", leaving, {}, {}),
        MutationCall("renewRecoveryCodes", renewing, {}, {}, ten),
    ]


async def two_step_user(
    superuser_url: str, keyring: KeyRing, changes: Mapping[str, Any] | None
) -> str:
    """The token of a new candidate with an app of the seed `SEED`; None: without one."""
    who = factories.candidate()
    user = factories.user(role=Role.CANDIDATE, candidate_id=who.id)
    await factories.save(superuser_url, who, user)
    if changes is not None:
        given = {"seed": keyring.seal(seed_place(user.id), SEED), **changes}
        await factories.save(superuser_url, factories.second_factor(user.id, **given))
    return await _session(superuser_url, user.id)


def code_of(seed: str, steps_later: int = 0) -> str:
    """What an app shows now, or so many steps of time later."""
    moment = factories.now() + timedelta(seconds=30 * steps_later)
    return pyotp.TOTP(seed).at(moment)


async def _newcomer(superuser_url: str) -> tuple[str, str]:
    """A candidate with one result that can be shared: its global id, and a token."""
    who, centre = factories.candidate(), factories.centre()
    result = factories.result(who.id, centre.id)
    version = factories.result_version(result.id)
    await factories.save(superuser_url, who, centre, result, version)
    return global_ids.encode(Kind.RESULT, result.id), await _candidate(superuser_url, who.id)


async def _candidate(superuser_url: str, candidate_id: UUID) -> str:
    """The token of a new account of a candidate who has none."""
    user = factories.user(role=Role.CANDIDATE, candidate_id=candidate_id)
    await factories.save(superuser_url, user)
    return await _session(superuser_url, user.id)


async def _session(superuser_url: str, user_id: UUID) -> str:
    token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
    row = factories.session(user_id, token_hash=authentication.hash_of(token))
    await factories.save(superuser_url, row)
    return token


async def _other_sessions(superuser_url: str, user_id: UUID) -> list[dict[str, Any]]:
    """Two more sessions of the same user."""
    rows = [factories.session(user_id) for _ in range(2)]
    await factories.save(superuser_url, *rows)
    return [{"id": global_ids.encode(Kind.SESSION, row.id)} for row in rows]


async def _user(connection: "asyncpg.Connection[asyncpg.Record]", email: str) -> asyncpg.Record:
    statement = "SELECT id, organisation_id FROM users WHERE email_key = $1"
    (row,) = await connection.fetch(statement, email)
    return row


_CURRENT_TERMS: Final = """
  SELECT id FROM terms_versions WHERE applies_from <= now() ORDER BY applies_from DESC LIMIT 1"""

_RECEIVERS: Final = """
  SELECT id FROM organisations WHERE email_domain = ANY($1) ORDER BY email_domain"""

# Shares that last, of candidates without an account, with whom no other call here has to do.
_ACTIVE: Final = """
  SELECT DISTINCT ON (candidate_id) id, candidate_id FROM shares s
  WHERE state = 'ACTIVE' AND (expires_at IS NULL OR expires_at > now() + interval '1 day')
    AND NOT EXISTS (SELECT FROM users u WHERE u.candidate_id = s.candidate_id)
    AND organisation_id = (SELECT id FROM organisations WHERE email_domain = 'saonelle.example')
  ORDER BY candidate_id LIMIT $1"""

# Active shares of organisation $1 that user $2 has not opened.
_UNOPENED: Final = """
  SELECT id FROM shares s
  WHERE organisation_id = $1 AND state = 'ACTIVE'
    AND (expires_at IS NULL OR expires_at > now() + interval '1 day')
    AND NOT EXISTS (SELECT FROM share_views v WHERE v.share_id = s.id AND v.user_id = $2)
  ORDER BY id LIMIT 5"""
