"""What a caller is told of a failure: refusals with code and sentence, bugs as INTERNAL only."""

import traceback
from collections.abc import Iterable, Iterator
from typing import Any, Final, Self, TypeAlias

import structlog
from graphql import FieldNode, GraphQLError

from domain import errors
from domain.texts import Language, text
from schema.request_context import RequestContext

FormattedError: TypeAlias = dict[str, Any]

log = structlog.get_logger(__name__)

# Everything that is wrong with a document, its variables or its operation name.
MALFORMED: Final = errors.BadUserInput.code
MESSAGE_LENGTH: Final = 500


class Refused(Exception):
    """The operation ended without a result; `is_document_error`: nobody needed to run it."""

    def __init__(self, formatted: list[FormattedError], *, is_document_error: bool = False) -> None:
        super().__init__(formatted[0]["extensions"]["code"])
        self.formatted = formatted
        self.is_document_error = is_document_error


class LimitExceeded(errors.RequestError):
    """More work than one operation may ask for; `reason` is a key of the message catalogue."""

    code = "COST_LIMIT"

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__((), **values)
        self.reason = reason


class Lagging(errors.RequestError):
    """The client reads too slowly. `cursor`: where to resume; None: what was asked has none."""

    code = "LAGGING"

    def __init__(self, cursor: str | None) -> None:
        super().__init__(())
        self.cursor = cursor

    @classmethod
    def of(cls, context: RequestContext) -> Self:
        """What the reader of a stream is told."""
        return cls(context.progress.cursor)


def sentence(error: errors.DomainError, language: Language) -> str:
    """What the error says to a person; a reason says more than the code."""
    reason = getattr(error, "reason", f"errors.{error.code}")
    return text(language, reason, **error.values)


def of_refusal(
    error: errors.DomainError, language: Language, correlation_id: str
) -> FormattedError:
    """A top-level error. A UserError outside a mutation is input that cannot be served."""
    code = error.code if isinstance(error, errors.RequestError) else MALFORMED
    extensions: FormattedError = {"code": code, "correlationId": correlation_id}
    if error.field:
        extensions["field"] = list(error.field)
    if isinstance(error, Lagging) and error.cursor is not None:
        extensions["cursor"] = error.cursor
    if isinstance(error, errors.DutyOpen):
        extensions["duty"] = error.values["duty"]
    if "retry_after_seconds" in error.values:
        extensions["retryAfterSeconds"] = error.values["retry_after_seconds"]
    return {"message": sentence(error, language), "extensions": extensions}


def of_bug(error: BaseException, language: Language, correlation_id: str) -> FormattedError:
    """INTERNAL, and nothing else; the log gets types and frames.

    Messages of exceptions stay out of the log: drivers and converters quote values in them.
    """
    log.error(
        "operation_failed",
        correlation_id=correlation_id,
        error=[type(link).__name__ for link in _chain(error)],
        frames="".join(line for link in _chain(error) for line in _frames(link)),
    )
    return {
        "message": text(language, "errors.INTERNAL"),
        "extensions": {"code": "INTERNAL", "correlationId": correlation_id},
    }


def of_exception(error: Exception, context: RequestContext) -> FormattedError:
    """Any failure outside a field: a DomainError speaks, everything else is masked."""
    if isinstance(error, errors.DomainError):
        return of_refusal(error, context.language, context.correlation_id)
    return of_bug(error, context.language, context.correlation_id)


def of_document(found: Iterable[GraphQLError], context: RequestContext) -> list[FormattedError]:
    """Syntax, validation and variables: graphql-core's own words, which quote only the request."""
    return [_of_request(error, context) for error in found]


def of_execution(found: Iterable[GraphQLError], context: RequestContext) -> list[FormattedError]:
    """Errors of fields, each with its place."""
    return [_of_field(error, context) for error in found]


def _of_request(error: GraphQLError, context: RequestContext) -> FormattedError:
    extensions = {"code": MALFORMED, "correlationId": context.correlation_id}
    message = error.message[:MESSAGE_LENGTH]  # a name in it may be as long as the request
    return {"message": message, **_place(error), "extensions": extensions}


def _of_field(error: GraphQLError, context: RequestContext) -> FormattedError:
    original = _original(error)
    if isinstance(original, GraphQLError):
        if _is_about_an_argument(original):
            return {**_of_request(original, context), **_place(error)}
        return {**of_bug(error, context.language, context.correlation_id), **_place(error)}
    return {**of_exception(original, context), **_place(error)}


def _original(error: GraphQLError) -> Exception:
    original: Exception = error
    while isinstance(original, GraphQLError) and original.original_error is not None:
        original = original.original_error
    return original


def _is_about_an_argument(error: GraphQLError) -> bool:
    return bool(error.nodes) and not isinstance((error.nodes or [])[0], FieldNode)


def _place(error: GraphQLError) -> FormattedError:
    place = error.formatted
    return {key: place[key] for key in ("locations", "path") if place.get(key)}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _frames(error: BaseException) -> list[str]:
    return [f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]
