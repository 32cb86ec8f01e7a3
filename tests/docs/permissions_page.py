"""Prints `docs/permissions.md` from the table: `python -m tests.docs.permissions_page`."""

from collections.abc import Iterator
from typing import Final

from graphql import GraphQLNamedType, GraphQLObjectType, build_schema

from domain.permissions import TABLE, Grant, Role
from tests.docs import documents

PAGE: Final = "docs/permissions.md"

_ROLES: Final = {
    Role.VISITOR: "visitor",
    Role.CANDIDATE: "candidate",
    Role.MEMBER: "member",
    Role.PRIMARY: "primary",
    Role.ISSUER_APPROVER: "approver",
    Role.ISSUER_PUBLISHER: "publisher",
    Role.ISSUER_AUDITOR: "auditor",
    Role.API_CLIENT: "API client",
}
_HEAD: Final = """# Permissions

Who may do what. Printed from `domain/permissions.py` by \
`python -m tests.docs.permissions_page`; a test compares them. An operation without a row is \
nobody's. What a role may do it may do only with what belongs to it: see \
[security.md](security.md).

Approver, publisher and auditor are staff of the awarding body. For an API client the table names \
the scope that its key needs; "yes" needs none.

Two columns tell when a person may not yet do what the role may. A person who **owes** something \
(new Terms of Use, a second factor where it is demanded) is refused with DUTY_OPEN everywhere but \
where "despite duties" says yes. What is **sensitive** is refused with REAUTHENTICATION_REQUIRED \
more than ten minutes after the sign-in or the last `confirmIdentity` of that session. API clients \
owe nothing and confirm nothing: [0028](decisions/0028-duties-and-proofs-at-the-door.md).
"""


def page() -> str:
    """The page as it must be."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    remaining = dict(TABLE)
    schema = build_schema(documents.text("schema.graphql"))
    for kind, root in (
        ("Queries", schema.query_type),
        ("Mutations", schema.mutation_type),
        ("Subscriptions", schema.subscription_type),
    ):
        names = [name for name in remaining if name in _fields(root)]
        yield from _section(kind, {name: remaining.pop(name) for name in names})
    yield from _section("Addresses outside the schema", remaining)


def _section(heading: str, rows: dict[str, Grant]) -> Iterator[str]:
    yield f"## {heading}\n"
    yield f"| operation | {' | '.join(_ROLES.values())} | despite duties | sensitive |"
    yield f"|---|{'---|' * (len(_ROLES) + 2)}"
    for operation, grant in rows.items():
        cells = [_cell(grant, role) for role in _ROLES]
        cells += ["yes" if each else "" for each in (grant.despite_duties, grant.is_sensitive)]
        yield f"| `{operation}` | {' | '.join(cells)} |"
    yield ""


def _cell(grant: Grant, role: Role) -> str:
    if role in grant.roles:
        return "yes"
    return f"`{grant.scope}`" if role is Role.API_CLIENT and grant.scope else ""


def _fields(root: GraphQLNamedType | None) -> set[str]:
    return set(root.fields) if isinstance(root, GraphQLObjectType) else set()


if __name__ == "__main__":
    (documents.ROOT / PAGE).write_text(page(), "utf-8")
