"""What people change of their own account: the language, kept per user."""

from typing import Any, Final

import pytest

from domain.permissions import Scope
from domain.texts import Language
from resolvers import authentication
from resolvers.context import Viewer
from tests.api import Answer, Api

UPDATE: Final = """mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { user { email language } userErrors { code } } }"""
VIEWER: Final = "{ viewer { user { language } } }"
EMAILS: Final = (
    "candidate@demo.example",
    "member@northbridge.example",
    "primary@northbridge.example",
    "approver@issuer.example",
    "publisher@issuer.example",
    "auditor@issuer.example",
)


async def update(api: Api, viewer: Viewer, **changes: Any) -> Answer:
    """What `updateProfile` answers."""
    payload: Answer = (await api.data(UPDATE, viewer, input=changes))["updateProfile"]
    return payload


@pytest.mark.parametrize("email", EMAILS)
async def test_everybody_who_is_signed_in_keeps_a_language(api: Api, email: str) -> None:
    token = await api.token(email)
    viewer = await api.signed_in(token)

    for language in (Language.FR, Language.EN, Language.FR):
        payload = await update(api, viewer, language=language)

        assert payload == {"user": {"email": email, "language": language}, "userErrors": []}
        assert (await api.data(VIEWER, viewer))["viewer"]["user"]["language"] == language
        found = await authentication.by_token(api.services, token)
        assert found is not None
        assert found[1] is language


async def test_the_language_of_nobody_else_is_changed(api: Api, member: Viewer) -> None:
    others = "SELECT id, language FROM users WHERE id <> $1 ORDER BY id"
    before = await api.sql(others, member.account_id)

    await update(api, member, language="FR")

    assert await api.sql(others, member.account_id) == before


@pytest.mark.parametrize("changes", [{}, {"language": None}])
async def test_what_is_left_out_stays_as_it_is(
    api: Api, member: Viewer, changes: dict[str, Any]
) -> None:
    await update(api, member, language="FR")

    assert (await update(api, member, **changes))["user"]["language"] == "FR"


@pytest.mark.parametrize(
    "changes", [{"language": "DE"}, {"language": "fr"}, {"language": 1}, {"role": "PRIMARY"}]
)
async def test_what_is_no_language_is_refused(
    api: Api, member: Viewer, changes: dict[str, Any]
) -> None:
    before = await api.sql("SELECT * FROM users ORDER BY id")

    assert await api.code(UPDATE, member, input=changes) == "BAD_USER_INPUT"
    assert await api.sql("SELECT * FROM users ORDER BY id") == before


async def test_an_api_client_has_no_profile(api: Api) -> None:
    client = await api.client(*Scope)

    assert await api.code(UPDATE, client, input={"language": "FR"}) == "FORBIDDEN"


async def test_the_change_is_on_record(api: Api, member: Viewer) -> None:
    await update(api, member, language="FR")

    row = await api.one("SELECT operation, actor_id, subject_ids FROM audit_rows")
    assert tuple(row) == ("updateProfile", member.account_id, [member.account_id])
