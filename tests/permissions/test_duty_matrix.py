"""Every cell of the table × every duty, and each with a proof of identity that is old."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from domain import permissions
from domain.duties import Duty
from domain.permissions import ISSUER, TABLE, Role
from resolvers.context import Viewer
from tests.api import Api
from tests.factories import now
from tests.permissions.test_operations_listed import SCHEMA
from tests.permissions.test_role_matrix import refusal
from tests.permissions.viewers import KINDS, Kind, Viewers, one

PERSONS: Final = tuple(each for each in KINDS if each.role not in {Role.VISITOR, Role.API_CLIENT})
# What the table refuses is refused whatever is owed: `test_role_matrix` tries those cells.
CELLS: Final = tuple(
    pytest.param(operation, kind, id=f"{operation}-{kind}")
    for operation in TABLE
    for kind in KINDS
    if permissions.is_allowed(operation, kind.role, kind.scopes)
)
OF_PERSONS: Final = tuple(cell for cell in CELLS if cell.values[1] in PERSONS)


async def person(api: Api, viewers: Viewers, operation: str, kind: Kind) -> Viewer:
    """Somebody of this kind; for signing out with a session that nobody else needs."""
    found = await one(api, kind) if operation == "signOut" else viewers[kind]
    assert found is not None
    return found


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize(("operation", "kind"), OF_PERSONS)
async def test_who_owes_something_is_let_through_only_where_the_table_says_so(
    api: Api, viewers: Viewers, operation: str, kind: Kind, duty: Duty
) -> None:
    owing = replace(await person(api, viewers, operation, kind), duties=(duty,))

    code = await refusal(api, operation, owing)

    assert code == (None if TABLE[operation].despite_duties else "DUTY_OPEN")


@pytest.mark.parametrize(("operation", "kind"), CELLS)
async def test_a_sensitive_operation_wants_a_proof_of_identity_that_is_not_old(
    api: Api, viewers: Viewers, operation: str, kind: Kind
) -> None:
    viewer = await one(api, kind) if operation == "signOut" else viewers[kind]
    if viewer is not None and viewer.session_ends is not None:
        old = replace(viewer.session_ends, confirmed_until=now() - timedelta(milliseconds=1))
        viewer = replace(viewer, session_ends=old)

    code = await refusal(api, operation, viewer)

    is_refused = kind in PERSONS and TABLE[operation].is_sensitive
    assert code == ("REAUTHENTICATION_REQUIRED" if is_refused else None)


def test_whoever_owes_something_can_do_it_and_leave() -> None:
    for operation in ("viewer", "service", "signOut", "confirmIdentity", "acceptTerms"):
        assert TABLE[operation].despite_duties
    for operation in ("enableTotp", "confirmTotp"):
        assert TABLE[operation].despite_duties
        assert TABLE[operation].roles == permissions.SIGNED_IN


def test_nothing_that_shows_results_is_open_to_who_owes_something() -> None:
    free = {name for name, grant in TABLE.items() if grant.despite_duties}

    assert not free & {"node", "nodes", "sharedResults", "myResults", "downloadExport", "exports"}


def test_no_stream_is_for_the_issuers_staff() -> None:
    """Whoever adds one lets `live_credentials.among` look for their duties, too."""
    assert SCHEMA.subscription_type is not None

    for name in SCHEMA.subscription_type.fields:
        assert not TABLE[name].roles & ISSUER
