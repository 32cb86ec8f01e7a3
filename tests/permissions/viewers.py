"""Every kind of viewer there is: each role, and API clients with each scope and with none."""

from dataclasses import dataclass
from typing import Final

from domain.permissions import Role, Scope
from resolvers.context import Viewer
from tests.api import Api

_EMAILS: Final = {
    Role.CANDIDATE: "candidate@demo.example",
    Role.MEMBER: "member@northbridge.example",
    Role.PRIMARY: "primary@northbridge.example",
    Role.ISSUER_APPROVER: "approver@issuer.example",
    Role.ISSUER_PUBLISHER: "publisher@issuer.example",
    Role.ISSUER_AUDITOR: "auditor@issuer.example",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A role, and for an API client the scopes that it was given."""

    role: Role
    scopes: frozenset[Scope] = frozenset()

    def __str__(self) -> str:
        return "-".join([self.role.value, *sorted(scope.value for scope in self.scopes)])


Viewers = dict[Kind, Viewer | None]

KINDS: Final = (
    *(Kind(role) for role in Role),
    *(Kind(Role.API_CLIENT, frozenset({scope})) for scope in Scope),
)


async def every_kind(api: Api) -> Viewers:
    """One viewer of each kind; a visitor is None. A role without an account is a KeyError."""
    return {kind: await one(api, kind) for kind in KINDS}


async def one(api: Api, kind: Kind) -> Viewer | None:
    """A viewer of this kind with a session or key of its own."""
    if kind.role is Role.VISITOR:
        return None
    if kind.role is Role.API_CLIENT:
        return await api.client(*kind.scopes)
    return await api.viewer(_EMAILS[kind.role])
