"""Who may be asking: what a connection shows, before anybody has checked it."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.requests import HTTPConnection

from db.ids import new_id
from domain import devices
from domain.errors import Forbidden
from domain.texts import Language
from server.pages import languages

# No page of another origin can add this header without asking first (CORS preflight).
CSRF_HEADER: Final = "x-rvs-request"
# A page says for whom it believes to ask: another tab may have signed in somebody else since.
EXPECTED_USER_HEADER: Final = "x-rvs-user"
_CORRELATION_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """At most one of authorization and session cookie is set: what is explicit wins.

    `expected_user`: the global id of the user whom the page shows; the cookie must be theirs.
    `can_set_cookie`: the answer is an HTTP response, and to a page of ours if to any.
    """

    authorization: str | None = field(repr=False)
    session_cookie: str | None = field(repr=False)
    origin: str | None
    client_address: str | None
    correlation_id: str
    language: Language
    can_set_cookie: bool = True
    expected_user: str | None = None
    is_cookie_for_trusted_only: bool = False
    device: str | None = None

    @property
    def trusted_only(self) -> bool:
        """Whether the cookie is what authenticates, and good for trusted documents alone."""
        return self.session_cookie is not None and self.is_cookie_for_trusted_only


@dataclass(frozen=True, slots=True)
class Origins:
    """Whose pages may call, as browsers write them: our own, and others without our cookie."""

    own: frozenset[str]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """How the session cookie is called and set, and whether it opens trusted documents alone."""

    name: str = "__Host-rvs_session"
    is_secure: bool = True
    max_age_seconds: int = 12 * 3600
    is_for_trusted_only: bool = False


class CrossSite(Forbidden):
    """The cookie came along with a request that our own pages did not make."""

    reason = "request.cross_site"


def of_request(
    request: HTTPConnection, correlation_id: str, cookie: SessionCookie, origins: Origins
) -> Credentials:
    """Credentials of a POST. CrossSite if only the cookie authenticates, and not from our page."""
    shown = _shown(request, correlation_id, cookie)
    is_ours = request.headers.get(CSRF_HEADER) == "1" and shown.origin in origins.own
    if shown.session_cookie is not None and not is_ours:
        raise CrossSite
    return replace(shown, can_set_cookie=shown.origin is None or shown.origin in origins.own)


def of_handshake(
    websocket: HTTPConnection, correlation_id: str, cookie: SessionCookie, origins: Origins
) -> Credentials | None:
    """Credentials of a WebSocket; None if a page of a foreign origin opens it.

    The cookie counts for pages of ours alone; everybody else authenticates in `connection_init`.
    """
    shown = _shown(websocket, correlation_id, cookie)
    if shown.origin in origins.own:
        return replace(shown, can_set_cookie=False)
    if shown.origin is None or shown.origin in origins.others:
        return replace(shown, session_cookie=None, can_set_cookie=False)
    return None


def correlation_id_of(connection: HTTPConnection) -> str:
    """The client's `X-Request-Id` if it is a plain token, else a new one."""
    given = connection.headers.get("x-request-id", "")
    return given if _CORRELATION_ID.fullmatch(given) else new_correlation_id()


def language_of(connection: HTTPConnection) -> Language:
    """What the browser prefers, of the languages that we speak; English otherwise."""
    return languages.preferred(connection.headers.get("accept-language", ""))


def new_correlation_id() -> str:
    """Sorts by time, like every id of the service."""
    return str(new_id())


def _shown(connection: HTTPConnection, correlation_id: str, cookie: SessionCookie) -> Credentials:
    authorization = connection.headers.get("authorization")
    return Credentials(
        authorization=authorization,
        session_cookie=None if authorization else connection.cookies.get(cookie.name) or None,
        origin=connection.headers.get("origin"),
        client_address=connection.client.host if connection.client else None,
        correlation_id=correlation_id,
        language=language_of(connection),
        expected_user=connection.headers.get(EXPECTED_USER_HEADER),
        is_cookie_for_trusted_only=cookie.is_for_trusted_only,
        device=devices.named(connection.headers.get("user-agent")),
    )
