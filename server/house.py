"""What the running application holds: opened before the first request, closed after the last."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request

from resolvers.context import Context, Services
from server import authentication, composition
from server.composition import Ground
from server.graphql_credentials import Credentials
from server.session_watch import SessionWatch
from server.settings import Settings


class House:
    """Services, cookie and watch of one application; no services outside its lifespan."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cookie = authentication.session_cookie(settings)
        self.watch = SessionWatch(settings.session_check_seconds)
        self.failure: Exception | None = None
        self._held: tuple[Ground, Services] | None = None

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Open everything, serve, close everything. A failure is kept for whoever started us."""
        async with AsyncExitStack() as stack:
            try:
                ground = await stack.enter_async_context(composition.ground(self.settings))
                opening = composition.api_services(self.settings, ground)
                self._held = (ground, await stack.enter_async_context(opening))
            # The edge to uvicorn, which logs a failed start and forgets what it was.
            except Exception as error:
                self.failure = error
                raise
            try:
                yield
            finally:
                await self.watch.close()
                self._held = None

    def ground(self) -> Ground:
        """Database, storage and doorbell. Only while the application runs."""
        return self._open()[0]

    async def of_graphql(self, credentials: Credentials) -> Context:
        """The context of a GraphQL operation."""
        return await authentication.authenticate(self._open()[1], credentials)

    async def of_download(self, request: Request) -> Context:
        """The context of a request for a file."""
        shown = authentication.of_download(request, self.cookie)
        return await authentication.authenticate(self._open()[1], shown)

    def of_visitor(self, request: Request) -> Context:
        """The context of a page that anybody may open: whoever is signed in does not matter."""
        return authentication.of_visitor(self._open()[1], request)

    def _open(self) -> tuple[Ground, Services]:
        if self._held is None:
            raise RuntimeError("the application does not run")
        return self._held
