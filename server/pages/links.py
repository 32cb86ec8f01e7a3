"""The pages of the links in letters, without JavaScript.

Programs that read e-mails fetch every address in them: GET shows a form and changes nothing, only
its POST uses a link up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from domain import passwords
from domain.errors import DomainError, InvalidInput, LinkExpired, LinkUnknown, LinkUsed, RateLimited
from domain.links import PASSWORD, LinkPurpose
from domain.texts import text
from resolvers import email_change, links, password_links
from resolvers.context import Context
from server.pages import forms, rendering

_METHODS: Final = ["GET", "HEAD", "POST"]
_FAULTS: Final[dict[type[DomainError], tuple[str, int]]] = {
    LinkUnknown: ("unknown", 404),
    LinkUsed: ("used", 410),
    LinkExpired: ("expired", 410),
}
_LINK_FAULTS: Final = tuple(_FAULTS)

OfVisitor = Callable[[Request], Context]


@dataclass(frozen=True, slots=True)
class LinkPages:
    """The pages. `of_visitor`: the context of a request, whatever its cookies say."""

    of_visitor: OfVisitor

    def routes(self) -> list[Route]:
        """Their routes; the token is part of the path, of which the log keeps the pattern alone."""
        return [
            Route("/set-password/{token}", self.set_password, methods=_METHODS),
            Route("/confirm-email/{token}", self.confirm_email, methods=_METHODS),
            Route("/reset-password", self.reset_password, methods=_METHODS),
        ]

    async def set_password(self, request: Request) -> HTMLResponse:
        """Choose a password; one that will not do leaves the link as it was."""
        context, token = self.of_visitor(request), request.path_params["token"]
        if request.method != "POST":
            return await self._looked(context, token, "set_password", PASSWORD)
        given = await forms.fields(request, context.services.base_url)
        try:
            await password_links.set_password(context, token, given.get("password", ""))
        except _LINK_FAULTS as fault:
            return _fault(context, fault)
        except (InvalidInput, RateLimited) as refusal:
            return await self._looked(context, token, "set_password", PASSWORD, refusal)
        return _done(context, "password_set")

    async def confirm_email(self, request: Request) -> HTMLResponse:
        """Confirm that the mailbox is one's own."""
        context, token = self.of_visitor(request), request.path_params["token"]
        if request.method != "POST":
            return await self._looked(context, token, "confirm_email", email_change.PURPOSES)
        await forms.fields(request, context.services.base_url)
        try:
            await email_change.confirm(context, token)
        except _LINK_FAULTS as fault:
            return _fault(context, fault)
        except InvalidInput as refusal:
            purposes = email_change.PURPOSES
            return await self._looked(context, token, "confirm_email", purposes, refusal)
        return _done(context, "email_confirmed")

    async def reset_password(self, request: Request) -> HTMLResponse:
        """Ask for a letter; the answer is the same for every address."""
        context = self.of_visitor(request)
        if request.method != "POST":
            return _form(context, "reset_password")
        given = await forms.fields(request, context.services.base_url)
        try:
            await password_links.request(context, given.get("email", ""))
        except RateLimited as refusal:
            return _form(context, "reset_password", refusal)
        return _done(context, "reset_asked")

    async def _looked(
        self,
        context: Context,
        token: str,
        kind: str,
        purposes: frozenset[LinkPurpose],
        refusal: DomainError | None = None,
    ) -> HTMLResponse:
        """The form of a link that is good, or what is the matter with it."""
        try:
            link = await links.look(context, token, purposes)
        except _LINK_FAULTS as fault:
            return _fault(context, fault)
        return _form(context, kind, refusal, address=links.address(context, link))


def routes(of_visitor: OfVisitor) -> list[Route]:
    """The routes of the pages."""
    return LinkPages(of_visitor).routes()


def _form(
    context: Context, kind: str, refusal: DomainError | None = None, *, address: str = ""
) -> HTMLResponse:
    """A form, with what was wrong with what it sent."""
    return rendering.page(
        f"{kind}.html",
        context.language,
        is_demo=context.services.is_demo,
        status=_status(refusal),
        has_form=True,
        address=address,
        minimum=passwords.SHORTEST,
        maximum=passwords.LONGEST,
        refusal=_sentence(context, refusal) if refusal else "",
    )


def _done(context: Context, kind: str) -> HTMLResponse:
    return rendering.page(
        "link_done.html", context.language, is_demo=context.services.is_demo, kind=kind
    )


def _fault(context: Context, fault: DomainError) -> HTMLResponse:
    kind, status = _FAULTS[type(fault)]
    return rendering.page(
        "link_fault.html",
        context.language,
        is_demo=context.services.is_demo,
        status=status,
        kind=kind,
    )


def _status(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return 429 if isinstance(refusal, RateLimited) else 422


def _sentence(context: Context, refusal: DomainError) -> str:
    reason = getattr(refusal, "reason", f"errors.{refusal.code}")
    return text(context.language, reason, **refusal.values)
