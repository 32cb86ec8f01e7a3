"""The enum of refusals is the list of `domain.errors`."""

from domain import errors
from domain.texts import Language, text
from schema.user_errors import UserErrorCode, user_error
from tests.graphql import toy_service


def test_every_user_error_of_the_domain_has_a_code() -> None:
    codes = {error.code for error in errors.UserError.__subclasses__()}

    assert codes == {code.value for code in UserErrorCode}


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
