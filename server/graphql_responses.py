"""What goes back over HTTP: JSON always, with the status that fits."""

from collections.abc import Mapping
from typing import Final

import orjson
from starlette.responses import Response

from domain.errors import (
    BadUserInput,
    Conflict,
    Forbidden,
    RateLimited,
    RequestError,
    Unauthenticated,
)
from domain.texts import Language
from schema import errors
from schema.request_context import RequestContext
from server import graphql_request, graphql_sse
from server.graphql_credentials import SessionCookie

NO_STORE: Final = {"cache-control": "no-store"}
STATUS: Final = {
    BadUserInput.code: 400,
    errors.LimitExceeded.code: 400,
    Unauthenticated.code: 401,
    Forbidden.code: 403,
    Conflict.code: 409,
    RateLimited.code: 429,
}


class Malformed(BadUserInput):
    """A request that is no GraphQL request, with the status that HTTP has for it."""

    def __init__(self, status: int, reason: str, **values: object) -> None:
        super().__init__(reason, (), **values)
        self.status = status


def answered(body: Mapping[str, object], status: int, media_type: str) -> Response:
    """A GraphQL response in the negotiated type."""
    headers = {**NO_STORE, "content-type": f"{media_type}; charset=utf-8"}
    return Response(orjson.dumps(body), status, headers)


def not_executed(refusal: errors.Refused, media_type: str) -> Response:
    """Nothing ran. Plain `application/json` has 200 for documents that are wrong."""
    body = {"errors": refusal.formatted}
    if media_type == graphql_request.EVENT_STREAM:
        return _event_error(body)
    if media_type == graphql_request.JSON and refusal.is_document_error:
        return answered(body, 200, media_type)
    code = refusal.formatted[0]["extensions"]["code"]
    return answered(body, STATUS.get(code, 400), media_type)


def refused(
    refusal: RequestError, language: Language, correlation_id: str, media_type: str
) -> Response:
    """A refusal before any document was looked at, in a type of JSON."""
    status = refusal.status if isinstance(refusal, Malformed) else STATUS.get(refusal.code, 400)
    body = {"errors": [errors.of_refusal(refusal, language, correlation_id)]}
    response = answered(body, status, media_type)
    if status == 405:
        response.headers["allow"] = "POST"
    if status == 408:  # the rest of its body would be waited for
        response.headers["connection"] = "close"
    if isinstance(refusal, RateLimited) and "retry_after_seconds" in refusal.values:
        response.headers["retry-after"] = str(refusal.values["retry_after_seconds"])
    return response


def failed(bug: Exception, language: Language, correlation_id: str, media_type: str) -> Response:
    """A bug of ours: 500, and nothing of it."""
    body = {"errors": [errors.of_bug(bug, language, correlation_id)]}
    return answered(body, 500, media_type)


def set_session_cookie(response: Response, context: RequestContext, cookie: SessionCookie) -> None:
    """Apply the last of the context's session changes."""
    for token in context.session_changes[-1:]:
        response.set_cookie(
            cookie.name,
            token or "",
            max_age=cookie.max_age_seconds if token else 0,
            secure=cookie.is_secure,
            httponly=True,
            samesite="lax",
        )


def _event_error(body: Mapping[str, object]) -> Response:
    content = graphql_sse.next_event(body) + graphql_sse.COMPLETE
    return Response(content, media_type=graphql_request.EVENT_STREAM, headers=NO_STORE)
