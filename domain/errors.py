"""Every refusal that the service expects: a code for machines, a sentence for people.

The sentence of a code stands in the message catalogues (`domain/locales`), section `errors`.
"""

from typing import ClassVar

from domain.duties import Duty


class DomainError(Exception):
    """An expected refusal. Anything that is not a DomainError is a bug and is masked outside."""

    code: ClassVar[str]

    def __init__(self, field: tuple[str, ...] = (), **values: object) -> None:
        """`field`: path of the input that caused it; `values`: what the sentence mentions."""
        super().__init__(self.code)
        self.field = field
        self.values = values


class UserError(DomainError):
    """A refusal that a mutation reports in its payload (`userErrors`)."""


class RequestError(DomainError):
    """A refusal that ends the whole request: a top-level GraphQL error."""


class Unauthenticated(RequestError):
    """No credentials, or credentials that are no longer valid."""

    code = "UNAUTHENTICATED"


class Forbidden(RequestError):
    """The role × operation table has no such cell for this viewer."""

    code = "FORBIDDEN"


class DutyOpen(RequestError):
    """Something must be done first; `duty` says what. The operation itself is allowed."""

    code = "DUTY_OPEN"

    def __init__(self, duty: Duty) -> None:
        super().__init__((), duty=duty.value)
        self.reason = f"duties.{duty.value}"


class ReauthenticationRequired(RequestError):
    """A sensitive operation, and it is long ago that the person proved who they are."""

    code = "REAUTHENTICATION_REQUIRED"


class BadUserInput(RequestError):
    """Input that no well-behaved client sends; `reason` is a key of the message catalogue."""

    code = "BAD_USER_INPUT"

    def __init__(self, reason: str, field: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(field, **values)
        self.reason = reason


class Conflict(RequestError):
    """The same idempotency key with other input, or while the first call is running."""

    code = "CONFLICT"

    def __init__(self, reason: str, field: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(field, **values)
        self.reason = reason


class RateLimited(RequestError):
    """Too many tries; `retry_after_seconds` says when to come again."""

    code = "RATE_LIMITED"


class InvalidCredentials(UserError):
    """Unknown account or wrong password: one answer for both."""

    code = "INVALID_CREDENTIALS"


class WrongPassword(InvalidCredentials):
    """The password of somebody who is known: nothing is said of an address."""

    reason = "reasons.password"


class SecondFactorRequired(UserError):
    """Nothing is done without a second factor; `reason`, if any, is a key of the catalogue."""

    code = "SECOND_FACTOR_REQUIRED"

    def __init__(self, reason: str | None = None, field: tuple[str, ...] = ()) -> None:
        super().__init__(field)
        self.reason = reason or f"errors.{self.code}"


class InvalidCode(UserError):
    """A wrong code of a second factor, or one that was used before: one answer for both."""

    code = "INVALID_CODE"


class AlreadyEnabled(UserError):
    """The account has a second factor already."""

    code = "ALREADY_ENABLED"


class NotEnabled(UserError):
    """The account has no second factor, or none whose set-up was begun."""

    code = "NOT_ENABLED"


class NotFound(UserError):
    """Absent or not mine: one answer for both."""

    code = "NOT_FOUND"


class AlreadyShared(UserError):
    """One active share per result and organisation; the payload carries the existing one."""

    code = "ALREADY_SHARED"


class Withheld(UserError):
    """The awarding body withholds the result: it cannot be shared now."""

    code = "WITHHELD"


class NotShareable(UserError):
    """The result is pending or revoked: there is nothing that could be shared."""

    code = "NOT_SHAREABLE"


class AlreadyEnded(UserError):
    """The share was withdrawn or has expired before."""

    code = "ALREADY_ENDED"


class InvalidInput(UserError):
    """A value that a person can mend; `reason` is a key of the message catalogue."""

    code = "INVALID"

    def __init__(self, reason: str, field: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(field, **values)
        self.reason = reason


class LinkUnknown(UserError):
    """No link has this token: mistyped, of another page, or about an account that is gone."""

    code = "LINK_UNKNOWN"


class LinkUsed(UserError):
    """The link has done what it was for."""

    code = "LINK_USED"


class LinkExpired(UserError):
    """The link was good once, and was not used in time."""

    code = "LINK_EXPIRED"


class LastPrimary(UserError):
    """Without this user nobody could manage the organisation."""

    code = "LAST_PRIMARY"


class LimitReached(UserError):
    """A stated maximum, such as ten webhook endpoints per organisation."""

    code = "LIMIT_REACHED"


class AccessEnded(DomainError):
    """Access to a result in a file has ended, or the result has changed since it was made."""

    code = "ACCESS_ENDED"
