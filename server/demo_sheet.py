"""What a person and a program need to try the demonstration: printed, and in `demo.json`."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from domain.permissions import Role
from server import demo_accounts, portal_build, private_files
from server.pages.welcome import DemoAccess

_POLL_SECONDS: Final = 0.05
_NO_PORTAL: Final = "  Portal    has not been built: make portal"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Addresses, accounts and the key of one demonstration."""

    base_url: str
    api_key: str
    access: DemoAccess
    has_portal: bool

    @property
    def graphql_url(self) -> str:
        """Where operations go."""
        return f"{self.base_url}/graphql"


def sheet(base_url: str, api_key: str) -> Sheet:
    """The sheet of the demonstration at this address."""
    has_portal = not portal_build.missing_parts(portal_build.DIRECTORY)
    return Sheet(base_url, api_key, demo_accounts.access(), has_portal)


def write(path: Path, shown: Sheet) -> None:
    """Write `demo.json` for this user alone."""
    accounts = [
        {"role": each.role.value, "email": each.email, "password": shown.access.password}
        for each in shown.access.accounts
    ]
    document = {
        "baseUrl": shown.base_url,
        "graphqlUrl": shown.graphql_url,
        "accounts": accounts,
        "apiKey": shown.api_key,
    }
    private_files.write(path, json.dumps(document, indent=2) + "\n")


def lines(path: Path, shown: Sheet) -> Iterator[str]:
    """The sheet for people."""
    yield ""
    yield "The Results Verification Service is ready. Its data is invented."
    yield ""
    yield f"  Portal    {shown.base_url}/" if shown.has_portal else _NO_PORTAL
    yield ""
    yield f"  Every account has the password {shown.access.password}"
    for account in shown.access.accounts:
        whose = account.organisation or ""
        yield f"    {account.role.value:<17} {account.email:<29} {whose}".rstrip()
    yield ""
    yield f"  E-mails   {shown.base_url}/inbox"
    yield f"  GraphiQL  {shown.base_url}/graphiql"
    yield f"  GraphQL   {shown.graphql_url}"
    yield f"  Schema    {shown.base_url}/schema.graphql"
    yield f"  Health    {shown.base_url}/readyz"
    yield f"  API key of Northbridge University, with all scopes: {shown.api_key}"
    yield ""
    yield from _next_steps(path, shown)


def wait_until_it_answers(base_url: str, seconds: float) -> bool:
    """Whether the service at this address says within this time that it is ready."""
    deadline = time.monotonic() + seconds
    while not _answers(base_url):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _next_steps(path: Path, shown: Sheet) -> Iterator[str]:
    query = '{"query":"{ sharedResults(first: 3) { totalCount } }"}'
    yield "Try next:"
    yield f"  Sign in to the portal as {_email(shown, Role.MEMBER)} and look at the shared results."
    yield f"  In a private window, sign in as {_email(shown, Role.CANDIDATE)} and share one more."
    yield f"  {shown.base_url}/demo has the main job in six operations, ready to copy."
    yield "  Ask as a program:"
    yield f"    curl -s {shown.graphql_url} -H 'Content-Type: application/json' \\"
    yield f"      -H 'Authorization: Bearer {shown.api_key}' -d '{query}'"
    yield ""
    yield f"{path} has the same for programs. Ctrl-C stops everything; the data stays."


def _email(shown: Sheet, role: Role) -> str:
    return next(account.email for account in shown.access.accounts if account.role is role)


def _answers(base_url: str) -> bool:
    try:
        with urlopen(f"{base_url}/readyz", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False
