"""The door of every use case: no function behind it runs without its cell in the table."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from domain import permissions
from domain.errors import DutyOpen, Forbidden, ReauthenticationRequired, Unauthenticated
from domain.permissions import Role
from resolvers.context import Context

P = ParamSpec("P")
T = TypeVar("T")

# Operations that have a door; a test holds it against the table and the schema.
GUARDED: Final[set[str]] = set()


def authorise(context: Context, operation: str) -> None:
    """Raise `Unauthenticated` or `Forbidden` unless the table lets this viewer in.

    Of a person: `DutyOpen` while something else is to be done first, and
    `ReauthenticationRequired` for what is sensitive, long after the last proof of identity.
    """
    viewer = context.viewer
    role = viewer.role if viewer else Role.VISITOR
    scopes = viewer.scopes if viewer else frozenset()
    if not permissions.is_allowed(operation, role, scopes):
        raise Forbidden if viewer else Unauthenticated
    grant = permissions.TABLE[operation]
    if viewer is not None and viewer.duties and not grant.despite_duties:
        raise DutyOpen(viewer.duties[0])
    if grant.is_sensitive and role is not Role.API_CLIENT and not _is_confirmed(context):
        raise ReauthenticationRequired


def _is_confirmed(context: Context) -> bool:
    """Whether the session's person has proved not long ago who they are."""
    ends = context.require_viewer().session_ends
    return ends is not None and context.now() < ends.confirmed_until


def operation(
    name: str,
) -> Callable[
    [Callable[Concatenate[Context, P], Awaitable[T]]],
    Callable[Concatenate[Context, P], Awaitable[T]],
]:
    """The use case of the root field `name`: checked against the table before it runs."""
    GUARDED.add(name)

    def guard(
        use_case: Callable[Concatenate[Context, P], Awaitable[T]],
    ) -> Callable[Concatenate[Context, P], Awaitable[T]]:
        @wraps(use_case)
        async def guarded(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> T:
            authorise(context, name)
            return await use_case(context, *args, **kwargs)

        return guarded

    return guard


def live_operation(
    name: str,
) -> Callable[
    [Callable[Concatenate[Context, P], AsyncGenerator[T, None]]],
    Callable[Concatenate[Context, P], AsyncGenerator[T, None]],
]:
    """The same for a subscription: checked before its first event."""
    GUARDED.add(name)

    def guard(
        use_case: Callable[Concatenate[Context, P], AsyncGenerator[T, None]],
    ) -> Callable[Concatenate[Context, P], AsyncGenerator[T, None]]:
        @wraps(use_case)
        async def guarded(
            context: Context, /, *args: P.args, **kwargs: P.kwargs
        ) -> AsyncGenerator[T, None]:
            authorise(context, name)
            async with aclosing(use_case(context, *args, **kwargs)) as events:
                async for event in events:
                    yield event

        return guarded

    return guard
