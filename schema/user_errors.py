"""Expected refusals of mutations: one type, one enum of codes, one decorator."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import wraps
from inspect import signature
from typing import Annotated, Any, ParamSpec, TypeAlias, TypeVar, cast

import strawberry
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from domain import errors
from schema import idempotency
from schema.errors import sentence
from schema.request_context import RequestContext

P = ParamSpec("P")
T = TypeVar("T", bound="Payload")
Info: TypeAlias = strawberry.Info[RequestContext, None]


@strawberry.enum(description="Why a mutation changed nothing.")
class UserErrorCode(StrEnum):
    """The codes of `domain.errors.UserError`; a test compares them."""

    ALREADY_ENABLED = "ALREADY_ENABLED"
    ALREADY_ENDED = "ALREADY_ENDED"
    ALREADY_SHARED = "ALREADY_SHARED"
    INVALID = "INVALID"
    INVALID_CODE = "INVALID_CODE"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    LAST_PRIMARY = "LAST_PRIMARY"
    LIMIT_REACHED = "LIMIT_REACHED"
    LINK_EXPIRED = "LINK_EXPIRED"
    LINK_UNKNOWN = "LINK_UNKNOWN"
    LINK_USED = "LINK_USED"
    NOT_ENABLED = "NOT_ENABLED"
    NOT_FOUND = "NOT_FOUND"
    NOT_SHAREABLE = "NOT_SHAREABLE"
    SECOND_FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED"
    WITHHELD = "WITHHELD"


@strawberry.type(description="An expected refusal: nothing was changed.")
class UserError:
    """`domain.errors.UserError` as the API shows it."""

    field: list[str] | None = strawberry.field(
        description="Path of the input that caused it; null if no single one did."
    )
    code: UserErrorCode = strawberry.field(description="For programs.")
    message: str = strawberry.field(
        description="For people, in the viewer's language; says what to do next."
    )


@strawberry.type
class Payload:
    """What every payload has; its own fields are nullable, since a refusal leaves them out."""

    user_errors: list[UserError] = strawberry.field(
        default_factory=list,
        description="Expected refusals. Empty: the mutation did what it says.",
    )


def mutation(payload: type[T], description: str) -> Callable[[Callable[P, Awaitable[T]]], Any]:
    """`strawberry.mutation` whose UserErrors come back as `payload(user_errors=…)`.

    RequestErrors and bugs pass through and become top-level errors. Its input is a
    `MutationInput`, so that every mutation takes an idempotency key.
    """

    def declare(resolver: Callable[P, Awaitable[T]]) -> Any:
        if "info" not in signature(resolver).parameters:
            raise TypeError("A mutation takes `info`: its refusals speak the viewer's language.")
        _declare_input(resolver)

        @wraps(resolver)
        async def reporting(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return await resolver(*args, **kwargs)
            except errors.UserError as refusal:
                return payload(
                    user_errors=[user_error(refusal, cast(Info, kwargs["info"]).context)]
                )

        return strawberry.mutation(resolver=reporting, description=description)

    return declare


def _declare_input(resolver: Callable[..., Any]) -> None:
    """Give the argument `input` the words of its type, and put the key behind its own members."""
    given = resolver.__annotations__.get("input")
    idempotency.require_member(to_camel_case(resolver.__name__), given)
    if given is not None:
        definition = get_object_definition(given, strict=True)
        definition.fields.sort(key=lambda member: member.python_name == idempotency.MEMBER)
        words = strawberry.argument(description=definition.description)
        annotated: Any = Annotated
        resolver.__annotations__["input"] = annotated[given, words]


def user_error(refusal: errors.UserError, context: RequestContext) -> UserError:
    """The refusal in the viewer's language."""
    return UserError(
        field=list(refusal.field) or None,
        code=UserErrorCode(refusal.code),
        message=sentence(refusal, context.language),
    )
