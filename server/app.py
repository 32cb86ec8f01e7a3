"""The ASGI application: a list of routes, and what surrounds them."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from domain.errors import DomainError
from schema import service as schema_service
from server import demo_accounts, downloads, failures, health, portal, portal_build
from server.downloads import Download
from server.edge import Edge
from server.graphql import GraphQLEndpoint
from server.house import House
from server.pages import inbox, links, static_files, unasked, welcome
from server.pages.welcome import WelcomePage
from server.settings import Settings


def create_app(house: House, portal_files: Path = portal_build.DIRECTORY) -> Starlette:
    """The application of a house, with the portal built in a directory.

    Its lifespan opens the house.
    """
    settings = house.settings
    failed = _failed(settings.is_demo)
    app = Starlette(
        routes=routes(house, portal_files),
        middleware=middleware(settings),
        exception_handlers={DomainError: failed, HTTPException: failed},
        lifespan=house.lifespan,
    )
    # A redirect to a slash would be made of the Host header, which is the caller's to choose.
    app.router.redirect_slashes = False
    return app


def routes(house: House, portal_files: Path = portal_build.DIRECTORY) -> list[BaseRoute]:
    """Every address of the service."""
    settings = house.settings
    own_origins = _own_origins(settings)
    built = portal_build.found(portal_files)
    graphql = GraphQLEndpoint(
        schema_service.service(built.documents if built else None),
        house.of_graphql,
        own_origins=own_origins,
        other_origins=settings.origins,
        session_cookie=house.cookie,
        session_end=house.watch.ended,
    )
    export = Download(downloads.export, house.of_download)
    photo = Download(downloads.photo, house.of_download)
    read = ["GET", "HEAD"]
    return [
        Route("/graphql", graphql),
        WebSocketRoute("/graphql", graphql),
        Route("/schema.graphql", _schema),
        Route("/downloads/exports/{id}", export, methods=read),
        Route("/downloads/photos/{id}", photo, methods=read),
        Route("/healthz", health.alive),
        Route("/readyz", health.Readiness(house.ground).answer),
        *static_files.routes(),
        *unasked.routes(),
        *links.routes(house.of_visitor),
        *(_demo_routes(settings) if settings.is_demo else []),
        *portal.routes(built, own_origins=own_origins, is_demo=settings.is_demo),
    ]


def middleware(settings: Settings) -> list[Middleware]:
    """From the outside in."""
    is_https = settings.public_url.startswith("https://")
    wrapped = [Middleware(Edge, is_https=is_https, is_demo=settings.is_demo)]
    if settings.is_demo:
        # A page of the internet must not reach the demonstration by giving its name our address.
        hosts = ["127.0.0.1", "localhost"]
        wrapped.append(Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False))
    if settings.origins:
        wrapped.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["authorization", "content-type", "x-request-id"],
                expose_headers=["content-disposition", "retry-after", "x-request-id"],
            )
        )
    return wrapped


def _failed(is_demo: bool) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        return failures.answer(request, error, is_demo=is_demo)

    return answer


def _schema(request: Request) -> PlainTextResponse:
    """The schema as text; made at the first request, in a thread."""
    return PlainTextResponse(_schema_text())


@cache
def _schema_text() -> str:
    return schema_service.sdl()


def _own_origins(settings: Settings) -> set[str]:
    own = {settings.public_url}
    if settings.is_demo:
        own |= {f"http://{host}:{settings.port}" for host in ("127.0.0.1", "localhost")}
    return own


def _demo_routes(settings: Settings) -> list[Route]:
    """What there is in demo mode alone."""
    base = settings.public_url
    page = WelcomePage(
        demo=demo_accounts.access(),
        portal_url=f"{base}/",
        inbox_url=f"{base}/inbox",
        graphiql_url=f"{base}/graphiql",
        graphql_url=f"{base}/graphql",
        schema_url=f"{base}/schema.graphql",
        health_url=f"{base}/readyz",
    )
    return [welcome.route(page), *inbox.routes(settings.mailbox_directory)]
