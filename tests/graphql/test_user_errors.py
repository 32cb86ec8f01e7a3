"""The enum of refusals is the list of `domain.errors`."""

from collections.abc import Iterator

import resolvers.sharing  # noqa: F401 - has a refusal of its own
from domain import errors
from domain.texts import Language, text
from schema.errors import of_refusal
from schema.user_errors import UserErrorCode, user_error
from tests.graphql import toy_service


def codes(kind: type[errors.DomainError]) -> Iterator[str]:
    """The codes of all that are derived from a kind of refusals, wherever they are."""
    for derived in kind.__subclasses__():
        yield derived.code
        yield from codes(derived)


def test_every_user_error_of_the_domain_has_a_code() -> None:
    assert set(codes(errors.UserError)) == {code.value for code in UserErrorCode}


def test_no_code_is_both_a_refusal_in_a_payload_and_a_top_level_error() -> None:
    assert not set(codes(errors.UserError)) & set(codes(errors.RequestError))


def test_whoever_is_too_early_is_told_when_to_come_again() -> None:
    running = errors.Conflict("reasons.idempotency_running", ("x",), retry_after_seconds=1)
    reused = errors.Conflict("reasons.idempotency_reused", ("x",))

    found = [of_refusal(error, Language.EN, "c-1")["extensions"] for error in (running, reused)]

    common = {"code": "CONFLICT", "correlationId": "c-1", "field": ["x"]}
    assert found == [{**common, "retryAfterSeconds": 1}, common]


def test_a_reason_says_more_than_its_code() -> None:
    context = toy_service.ToyContext(Language.FR, "c-1", None)

    invalid = user_error(errors.InvalidInput("request.query", ("input", "name")), context)

    assert invalid.code is UserErrorCode.INVALID
    assert invalid.message == text(Language.FR, "request.query")
    assert invalid.field == ["input", "name"]


def test_payloads_describe_their_refusals_in_the_schema() -> None:
    printed = toy_service.schema.as_str()

    assert "userErrors: [UserError!]!" in printed
    assert "code: UserErrorCode!" in printed
