"""More people than the sample data have: candidates with an account and a result of their own."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain import global_ids
from domain.global_ids import Kind
from domain.permissions import Role
from resolvers import authentication
from resolvers.context import Viewer
from tests import factories
from tests.api import Answer, Api

SHARE = """mutation ($result: ID!, $organisation: ID!, $expiresAt: DateTime, $key: String) {
  shareResult(input: {resultId: $result, organisationId: $organisation, expiresAt: $expiresAt,
      idempotencyKey: $key}) {
    share { id state expiresAt result { overallScore } }
    userErrors { field code message }
  }
}"""
WITHDRAW = """mutation ($id: ID!) {
  withdrawShare(input: {id: $id}) { share { state result { id } } userErrors { field code } }
}"""


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate who is signed in, and the global id of the result."""

    viewer: Viewer
    result: str


async def person(api: Api, *, name: tuple[str, str] = ("MAYA", "SILVA"), **result: Any) -> Person:
    """A candidate with one released C1 Advanced, unless `result` says otherwise."""
    return (await people(api, 1, name=name, **result))[0]


async def people(
    api: Api, count: int, *, name: tuple[str, str] = ("MAYA", "SILVA"), **result: Any
) -> list[Person]:
    """As many candidates, each with one result."""
    made = [_rows(name, result) for _ in range(count)]
    await api.save(*(row for _, _, rows in made for row in rows))
    found = [await authentication.by_token(api.services, token) for token, _, _ in made]
    return [
        Person(signed_in[0], global_ids.encode(Kind.RESULT, result_id))
        for signed_in, (_, result_id, _) in zip(found, made, strict=True)
        if signed_in
    ]


async def organisation(api: Api, domain: str = "northbridge.example") -> str:
    """The global id of a sample organisation."""
    row = await api.one("SELECT id FROM organisations WHERE email_domain = $1", domain)
    return global_ids.encode(Kind.ORGANISATION, row["id"])


async def share(api: Api, who: Person, organisation_id: str, **more: Any) -> Answer:
    """What `shareResult` answers."""
    answer = await api.data(
        SHARE, who.viewer, result=who.result, organisation=organisation_id, **more
    )
    payload: Answer = answer["shareResult"]
    return payload


async def shared(api: Api, who: Person, organisation_id: str, **more: Any) -> str:
    """The id of a share that is made now."""
    payload = await share(api, who, organisation_id, **more)
    assert payload["userErrors"] == []
    return str(payload["share"]["id"])


async def withdraw(api: Api, who: Viewer, share_id: str) -> Answer:
    """What `withdrawShare` answers."""
    payload: Answer = (await api.data(WITHDRAW, who, id=share_id))["withdrawShare"]
    return payload


def uuid_of(global_id: str) -> UUID:
    """The number in a global id."""
    decoded = global_ids.decode(global_id)
    assert decoded is not None
    return decoded[1]


def codes(payload: Answer) -> list[str]:
    """The codes of a payload's refusals."""
    return [error["code"] for error in payload["userErrors"]]


def _rows(name: tuple[str, str], changes: dict[str, Any]) -> tuple[str, UUID, list[Any]]:
    token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
    who = factories.candidate(first_name=name[0], family_name=name[1])
    user = factories.user(role=Role.CANDIDATE, candidate_id=who.id)
    session = factories.session(user.id, token_hash=authentication.hash_of(token))
    centre = factories.centre()
    result = factories.result(who.id, centre.id, **changes)
    version = factories.result_version(result.id)
    return token, result.id, [who, user, session, centre, result, version]
