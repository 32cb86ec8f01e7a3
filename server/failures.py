"""What a request outside `/graphql` gets when it fails: JSON for programs, a page for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response

from domain.errors import (
    AccessEnded,
    DomainError,
    DutyOpen,
    Forbidden,
    NotFound,
    RateLimited,
    ReauthenticationRequired,
    Unauthenticated,
)
from domain.texts import Language, text
from schema import errors
from server import graphql_credentials, graphql_responses
from server.graphql_request import JSON, preferred
from server.pages import errors as pages

_STATUS: Final[dict[str, int]] = {
    Unauthenticated.code: 401,
    Forbidden.code: 403,
    DutyOpen.code: 403,
    ReauthenticationRequired.code: 403,
    NotFound.code: 404,
    AccessEnded.code: 410,
    RateLimited.code: 429,
}
_CODES: Final = {404: NotFound.code, 405: "METHOD_NOT_ALLOWED", 500: "INTERNAL"}


def answer(request: HTTPConnection, error: Exception, *, is_demo: bool) -> Response:
    """The answer to any failure: a refusal with its own sentence, a wrong address, or a bug."""
    language = graphql_credentials.language_of(request)
    correlation_id = graphql_credentials.correlation_id_of(request)
    headers: Mapping[str, str] = {}
    match error:
        case DomainError():
            status, code = _STATUS.get(error.code, 400), error.code
            sentence = errors.sentence(error, language)
            headers = {"www-authenticate": "Bearer"} if status == 401 else {}
        case HTTPException():
            status, headers = error.status_code, error.headers or {}
            code = _CODES.get(status, HTTPStatus(status).name)
            sentence = _sentence(language, status, request.scope.get("method", ""))
        case _:
            status, code = 500, "INTERNAL"
            sentence = errors.of_bug(error, language, correlation_id)["message"]
    if "text/html" in preferred(request.headers.get("accept", "")):
        response: Response = pages.error(status, language, correlation_id, is_demo=is_demo)
    else:
        response = _json(status, code, sentence, correlation_id)
    response.headers.update(headers)
    return response


def _json(status: int, code: str, sentence: str, correlation_id: str) -> Response:
    extensions = {"code": code, "correlationId": correlation_id}
    body = {"errors": [{"message": sentence, "extensions": extensions}]}
    return graphql_responses.answered(body, status, JSON)


def _sentence(language: Language, status: int, method: str) -> str:
    """What is wrong with the address, or with what was asked of it."""
    match status:
        case 404:
            return text(language, "request.no_such_address")
        case 405:
            return text(language, "request.not_this_method", method=method)
        case _:
            return text(language, "errors.BAD_USER_INPUT" if status < 500 else "errors.INTERNAL")
