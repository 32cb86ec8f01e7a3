"""Idempotency keys in the schema: the member that inputs have, and which inputs are the same."""

import json
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, Final

import strawberry

from resolvers.idempotency import Asked

MEMBER: Final = "idempotency_key"

# Mutations whose input has no key, and why; docs/api.md prints them.
WITHOUT_KEY: Final[Mapping[str, str]] = {
    "signIn": "A visitor has no account to which a key could belong. Sign in again: the session"
    " whose answer was lost ends by itself.",
    "confirmIdentity": "It tries a password, and every try counts. Confirm again: it does no harm.",
    "signOut": "It has no input. Sign out again: UNAUTHENTICATED says that the session has ended.",
    "setPassword": "A link works once. LINK_USED after a lost answer: sign in with the password.",
    "requestPasswordReset": "A visitor has no account to which a key could belong. Asked again,"
    " another letter goes out, a few at most; using one ends the others.",
    "changePassword": "It takes the password as it is: a repetition is refused by itself. After a"
    " lost answer, sign in with the new one.",
    "requestEmailChange": "Nothing changes by it. Asked again, other letters go out, a few at most;"
    " using one ends the others.",
    "confirmEmailChange": "A link works once. LINK_USED after a lost answer: sign in with the new"
    " address.",
}


@strawberry.input
class MutationInput:
    """What the input of every mutation has, but for those of `WITHOUT_KEY`."""

    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 200 printable characters, new for each act. With the same key and input"
        " nothing is done twice within 24 hours: the answer comes again, with the objects as they"
        " are now and without secrets. Left out: every call counts.",
    )


def require_member(mutation: str, given: type | None) -> None:
    """Raise TypeError for a mutation whose input cannot take a key, unless that has a reason."""
    has_member = given is not None and issubclass(given, MutationInput)
    if has_member == (mutation in WITHOUT_KEY):
        raise TypeError(f"{mutation}: `input` is a MutationInput, or WITHOUT_KEY says why not.")


def asked(input: MutationInput) -> Asked | None:
    """The key with the rest of the input; None without a key."""
    if input.idempotency_key is None:
        return None
    given = _members(input)
    del given[MEMBER]
    document = json.dumps(given, sort_keys=True, default=str)
    return Asked(input.idempotency_key, document.encode())


def _members(input: Any) -> dict[str, object]:
    """The members of an input that say something.

    A member that was left out is the same as its default, for the use case cannot tell them
    apart. So a release that adds a member does not turn repetitions into other input either.
    """
    return {
        member.name: _plain(value)
        for member in fields(input)
        if (value := getattr(input, member.name)) != _default(member)
    }


def _plain(value: Any) -> object:
    if is_dataclass(value):
        return _members(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value  # as it was read: ids are texts, moments are in UTC


def _default(member: "Field[Any]") -> object:
    return member.default_factory() if callable(member.default_factory) else member.default
