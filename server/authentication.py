"""Who asks: from the credentials of a connection to the context of one call."""

from starlette.requests import HTTPConnection

from domain import global_ids
from domain.errors import Unauthenticated
from domain.global_ids import Kind
from domain.texts import Language
from resolvers import authentication
from resolvers.authentication import KEY_PREFIX, SESSION_PREFIX
from resolvers.context import Context, Services, Viewer
from server import graphql_credentials
from server.graphql_credentials import Credentials, SessionCookie
from server.pages import languages
from server.settings import Settings


async def authenticate(services: Services, credentials: Credentials) -> Context:
    """The context of a call; a visitor's without credentials.

    Raises `Unauthenticated` for an `Authorization` that is not, or no longer, good. A cookie that
    has had its day makes a visitor instead, and is cleared: its owner must be able to sign in. One
    of another user than the page shows is refused: a press must not be done as somebody else.
    """
    if credentials.authorization is not None:
        viewer, language = await _bearer(services, credentials)
        return _context(services, credentials, viewer, language)
    if credentials.session_cookie is None:
        return _context(services, credentials, None, credentials.language)
    found = await _session(services, credentials.session_cookie)
    if found is not None:
        _require_expected(found[0], credentials.expected_user)
        return _context(services, credentials, *found)
    visitor = _context(services, credentials, None, credentials.language)
    visitor.session_changes.append(None)
    return visitor


def session_cookie(settings: Settings) -> SessionCookie:
    """Tied to this host over https; only the demonstration does without, on loopback."""
    is_for_trusted_only = settings.trusted_documents_only
    if settings.public_url.startswith("https://"):
        return SessionCookie(is_for_trusted_only=is_for_trusted_only)
    return SessionCookie(
        name="rvs_session", is_secure=False, is_for_trusted_only=is_for_trusted_only
    )


def of_download(request: HTTPConnection, cookie: SessionCookie) -> Credentials:
    """What a request for a file shows. The cookie is enough: nothing is changed by it."""
    authorization = request.headers.get("authorization")
    return Credentials(
        authorization=authorization,
        session_cookie=None if authorization else request.cookies.get(cookie.name) or None,
        origin=request.headers.get("origin"),
        client_address=request.client.host if request.client else None,
        correlation_id=graphql_credentials.correlation_id_of(request),
        language=graphql_credentials.language_of(request),
    )


def of_visitor(services: Services, request: HTTPConnection) -> Context:
    """The context of a page of ours that asks for no account, in the language of the page."""
    return Context(
        services=services,
        viewer=None,
        language=languages.language_of(request),
        correlation_id=graphql_credentials.correlation_id_of(request),
        client_address=request.client.host if request.client else None,
        can_set_cookie=False,
    )


def _require_expected(viewer: Viewer, expected_user: str | None) -> None:
    if expected_user is not None and global_ids.encode(Kind.USER, viewer.account_id) != (
        expected_user
    ):
        raise Unauthenticated


async def _bearer(services: Services, credentials: Credentials) -> tuple[Viewer, Language]:
    scheme, _, token = (credentials.authorization or "").strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer":
        raise Unauthenticated
    if token.startswith(KEY_PREFIX):
        client = await authentication.by_key(services, token)
        if client is not None:
            return client, credentials.language
    found = await _session(services, token)
    if found is None:
        raise Unauthenticated
    return found


async def _session(services: Services, token: str) -> tuple[Viewer, Language] | None:
    if not token.startswith(SESSION_PREFIX):
        return None
    return await authentication.by_token(services, token)


def _context(
    services: Services, credentials: Credentials, viewer: Viewer | None, language: Language
) -> Context:
    return Context(
        services=services,
        viewer=viewer,
        language=language,
        correlation_id=credentials.correlation_id,
        client_address=credentials.client_address,
        device=credentials.device,
        can_set_cookie=credentials.can_set_cookie,
    )
