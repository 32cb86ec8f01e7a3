"""Every operation × every kind of viewer: refused exactly where the table has no cell."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import pytest

from db import ids
from domain import permissions
from domain.errors import DutyOpen, Forbidden, NotFound, Unauthenticated
from domain.permissions import TABLE
from resolvers import exports, photos
from resolvers.context import Context, Viewer
from schema.errors import Refused
from tests.api import Api
from tests.permissions.viewers import KINDS, Kind, Viewers, one

# The least that is valid of each root field; the ids are well formed and name nothing.
_DOCUMENTS: Final = """
{ node(id: "share_#") { id } }
{ nodes(ids: ["share_#"]) { id } }
{ service { name } }
{ viewer { role } }
{ exams { code } }
{ organisationDirectory(search: "no") { edges { cursor } } }
{ sharedResults(first: 1) { edges { cursor } } }
{ newShareCount { count } }
{ myResults { totalCount } }
{ exports(first: 1) { edges { cursor } } }
{ webhookEndpoints { totalCount } }
{ events(first: 1) { edges { cursor } } }
{ auditLog(first: 1) { edges { cursor } } }
mutation { signIn(input: {email: "nobody@nowhere.example", password: "x"}) { token } }
{ sessions { totalCount } }
mutation { signOut { userErrors { code } } }
mutation { setPassword(input: {token: "x", password: "x"}) { email } }
mutation { requestPasswordReset(input: {email: "nobody@nowhere.example"}) { userErrors { code } } }
mutation { changePassword(input: {currentPassword: "x", newPassword: "x"}) { userErrors { code } } }
mutation { requestEmailChange(input: {email: "x", password: "x"}) { userErrors { code } } }
mutation { confirmEmailChange(input: {token: "x"}) { email } }
mutation { revokeSession(input: {id: "session_#"}) { id } }
mutation { confirmIdentity(input: {password: "x"}) { userErrors { code } } }
mutation { acceptTerms(input: {version: "0"}) { userErrors { code } } }
mutation { enableTotp(input: {}) { userErrors { code } } }
mutation { confirmTotp(input: {code: "x"}) { userErrors { code } } }
mutation { disableTotp(input: {}) { userErrors { code } } }
mutation { renewRecoveryCodes(input: {}) { userErrors { code } } }
{ users(first: 1) { totalCount } }
mutation { addUser(input: {firstName: "A", familyName: "B", email: "x"}) { user { id } } }
mutation { resendInvitation(input: {id: "user_#"}) { user { id } } }
mutation { updateUser(input: {id: "user_#"}) { user { id } } }
mutation { disableUser(input: {id: "user_#"}) { user { id } } }
mutation { enableUser(input: {id: "user_#"}) { user { id } } }
mutation { transferPrimary(input: {id: "user_#"}) { user { id } } }
mutation { removeUser(input: {id: "user_#"}) { id } }
mutation { markViewed(input: {ids: ["share_#"]}) { userErrors { code } } }
mutation { createExport(input: {format: CSV, selection: {ids: ["share_#"]}}) { export { id } } }
mutation { createWebhookEndpoint(input: {url: "no address"}) { secret } }
mutation { updateNotificationPreferences(input: {isOn: true, everyCandidate: true,\
 dailySummary: true, weeklySummary: true}) { preferences { isOn } } }
mutation { updateProfile(input: {language: EN}) { user { language } } }
mutation { shareResult(input: {resultId: "result_#", organisationId: "organisation_#"}) {\
 share { id } } }
mutation { withdrawShare(input: {id: "share_#"}) { share { id } } }
subscription { resultShared { cursor } }
subscription { shareChanged { cursor } }
subscription { organisationEvents { cursor } }
subscription { exportProgress(id: "export_#") { id } }
"""

# By the name of the root field.
DOCUMENTS: Final = {
    re.split(r"\W+", document.partition("{")[2].strip())[0]: document.replace("#", "0193" * 8)
    for document in _DOCUMENTS.strip().splitlines()
}

# With what an operation is refused before anything of it has run.
AT_THE_DOOR: Final = frozenset(
    {"FORBIDDEN", "UNAUTHENTICATED", "DUTY_OPEN", "REAUTHENTICATION_REQUIRED"}
)

# Files are fetched outside the schema.
DOWNLOADS: Final[dict[str, Callable[[Context, UUID], Awaitable[object]]]] = {
    "downloadExport": exports.download,
    "downloadPhoto": photos.photo,
}


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("operation", TABLE)
async def test_a_viewer_is_refused_exactly_where_the_table_has_no_cell(
    api: Api, viewers: Viewers, operation: str, kind: Kind
) -> None:
    viewer = await one(api, kind) if operation == "signOut" else viewers[kind]

    code = await refusal(api, operation, viewer)

    if permissions.is_allowed(operation, kind.role, kind.scopes):
        assert code is None
    else:
        assert code == ("FORBIDDEN" if viewer else "UNAUTHENTICATED")


async def refusal(api: Api, operation: str, viewer: Viewer | None) -> str | None:
    """The code with which the door refuses; None when the operation ran, whatever came of it."""
    if operation in DOWNLOADS:
        return await _refused_download(api, operation, viewer)
    document = DOCUMENTS[operation]
    if document.startswith("subscription"):
        return await _refused_stream(api, document, viewer)
    answer = await api.answer(document, viewer)
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    assert "INTERNAL" not in codes
    return next((code for code in codes if code in AT_THE_DOOR), None)


async def _refused_download(api: Api, operation: str, viewer: Viewer | None) -> str | None:
    with pytest.raises((Forbidden, Unauthenticated, DutyOpen, NotFound)) as raised:
        await DOWNLOADS[operation](api.context(viewer), ids.new_id())
    return None if raised.type is NotFound else raised.value.code


async def _refused_stream(api: Api, document: str, viewer: Viewer | None) -> str | None:
    try:
        async with asyncio.timeout(0.1):
            await anext(api.watch(document, viewer))
    except TimeoutError:
        return None  # it waits for something to happen
    except Refused as refused:
        code = str(refused.formatted[0]["extensions"]["code"])
        return None if code == "BAD_USER_INPUT" else code  # there is no such export
    return None
