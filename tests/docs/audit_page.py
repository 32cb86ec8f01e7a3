"""Writes the tables of `docs/audit.md` from the permissions: `python -m tests.docs.audit_page`."""

from collections.abc import Iterator
from typing import Final

from graphql import GraphQLObjectType, build_schema

from domain.permissions import TABLE
from tests.docs import documents

PAGE: Final = "docs/audit.md"
HEADING: Final = "## Which operation leaves a row\n"
_NEXT: Final = "\n## "

# Operations that leave no row, each with its reason.
WITHOUT_ROW: Final = {
    "service": "published facts",
    "viewer": "shows people themselves and their own organisation",
    "exams": "published facts",
    "organisationDirectory": "names and places of institutions",
    "newShareCount": "a number",
    "exports": "the history of files: who asked for them and when, nothing of what is in them",
    "webhookEndpoints": "ids and codes",
    "events": "ids and codes",
    "organisationEvents": "ids and codes",
    "exportProgress": "how far a file is",
}
# Of the others, whose ids the row holds; a mutation that is not named: what it changed.
SUBJECTS: Final = {
    "node": "the shares, users or results that are shown",
    "nodes": "the same as `node`, under that name, a row for each kind",
    "sharedResults": "the shares of the page that show a person",
    "myResults": "the results of the page",
    "sessions": "the account",
    "users": "the accounts on the page",
    "auditLog": "the accounts whose acts are on the page",
    "signIn": "the account; a wrong password of a known account is recorded, too",
    "confirmIdentity": "the account; a wrong password is recorded, too",
    "resultShared": "the shares, each time when some are sent",
    "shareChanged": "the shares that show a person, each time when some are sent",
    "createExport": "the shares in the file",
    "downloadExport": "the shares in the file",
    "downloadPhoto": "the share",
}


def page() -> str:
    """The page as it must be: its own words, with the tables of the code."""
    text = documents.text(PAGE)
    before, _, after = text.partition(HEADING)
    return before + HEADING + "\n".join(_tables()) + "\n" + _NEXT + after.partition(_NEXT)[2]


def _tables() -> Iterator[str]:
    yield "\n| operation | whose ids it holds |\n|---|---|"
    for operation in TABLE:
        if operation not in WITHOUT_ROW:
            yield f"| `{operation}` | {_subjects(operation)} |"
    yield "\nThese leave none:\n\n| operation | because it shows |\n|---|---|"
    for operation in TABLE:
        if operation in WITHOUT_ROW:
            yield f"| `{operation}` | {WITHOUT_ROW[operation]} |"


def _subjects(operation: str) -> str:
    """A KeyError asks whoever adds a reading operation to say what its row holds."""
    if operation in SUBJECTS or operation not in _mutations():
        return SUBJECTS[operation]
    return "what it changed"


def _mutations() -> set[str]:
    root = build_schema(documents.text("schema.graphql")).mutation_type
    return set(root.fields) if isinstance(root, GraphQLObjectType) else set()


if __name__ == "__main__":
    (documents.ROOT / PAGE).write_text(page(), "utf-8")
