"""The demo's page at `/demo`: where the parts are, the accounts, and what to try."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from domain.permissions import Role
from domain.texts import Language
from server.pages import languages, rendering

# The order of the journey, and the account that takes the step. Each name is an operation in
# `templates/examples` and a pair of texts.
_JOURNEY: Final = ("sign_in", "my_results", "watch", "share", "shared_results", "export")

_JSON: Final = "Content-Type: application/json"
# Steps that are also shown as a command, with its headers. One may sign in by any client, but to
# watch needs one that keeps the answer open.
_COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sign_in": (_JSON,),
    "watch": (_JSON, "Accept: text/event-stream", "Authorization: Bearer MEMBER_TOKEN"),
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that anybody may use, because nothing real is behind it."""

    role: Role
    email: str
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """The accounts and their one password."""

    password: str
    accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """The accounts, and whole addresses of the parts.

    `health_url`: of the check that says whether the service can do its work.
    """

    demo: DemoAccess
    portal_url: str
    inbox_url: str
    graphiql_url: str
    graphql_url: str
    schema_url: str
    health_url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try, with the operation to copy."""

    name: str
    operation: str


def welcome(page: WelcomePage, language: Language) -> HTMLResponse:
    """The page for people who want to try the demonstration."""
    steps = journey(page.demo)
    return rendering.page(
        "welcome.html",
        language,
        is_demo=True,
        page=page,
        demo=page.demo,
        steps=steps,
        commands={each.name: _curl(page, each) for each in steps if each.name in _COMMANDS},
    )


def journey(demo: DemoAccess) -> tuple[Step, ...]:
    """The main job, step by step, as operations that run as they stand."""
    candidate = next(
        (account.email for account in demo.accounts if account.role is Role.CANDIDATE), ""
    )
    values = {"email": candidate, "password": demo.password}
    return tuple(
        Step(name, rendering.render(f"examples/{name}.graphql", **values)) for name in _JOURNEY
    )


def route(page: WelcomePage) -> Route:
    """The route of `/demo`."""

    async def serve(request: Request) -> HTMLResponse:
        return welcome(page, languages.language_of(request))

    return Route("/demo", serve)


def _curl(page: WelcomePage, step: Step) -> str:
    body = json.dumps({"query": " ".join(step.operation.split())})
    parts = (
        f"curl -sN {shlex.quote(page.graphql_url)}",
        *(f"-H {shlex.quote(header)}" for header in _COMMANDS[step.name]),
        f"-d {shlex.quote(body)}",
    )
    return " \\\n  ".join(parts)
