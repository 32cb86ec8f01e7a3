"""Signing in and out."""

import strawberry

from domain.errors import BadUserInput
from resolvers import sign_in
from schema.organisations import User
from schema.user_errors import Payload, mutation


@strawberry.input(description="With what to sign in.")
class SignInInput:
    """An address and its password."""

    email: str = strawberry.field(description="The account's e-mail address, in any case.")
    password: str = strawberry.field(description="The account's password.")
    wants_token: bool = strawberry.field(
        default=False,
        description="For programs: answer a token for `Authorization: Bearer …` instead of setting"
        " the session cookie.",
    )


@strawberry.type(description="The new session.")
class SignInPayload(Payload):
    """The account, and the token for clients that asked for it."""

    user: User | None = strawberry.field(
        default=None, description="The account; null after a refusal."
    )
    token: str | None = strawberry.field(
        default=None, description="Shown once; null unless `wantsToken`."
    )


@strawberry.type(description="The session has ended.")
class SignOutPayload(Payload):
    """Nothing but refusals, of which there are none."""


@strawberry.type
class SignInMutation:
    """Mutations of the session."""

    @mutation(
        SignInPayload,
        "Start a session: 30 minutes idle, 12 hours at most. INVALID_CREDENTIALS for an unknown"
        " account and a wrong password alike; RATE_LIMITED after five wrong tries.",
    )
    async def sign_in(self, info: strawberry.Info, input: SignInInput) -> SignInPayload:
        """Set the cookie, or answer the token; no session that nobody could use."""
        if not (input.wants_token or info.context.can_set_cookie):
            raise BadUserInput("request.cookie_needs_http", ("wantsToken",))
        signed_in = await sign_in.sign_in(info.context, input.email, input.password)
        if not input.wants_token:
            info.context.session_changes.append(signed_in.token)
        token = signed_in.token if input.wants_token else None
        return SignInPayload(user=User.of(signed_in.user), token=token)

    @mutation(SignOutPayload, "End the session at once, here and on its open connections.")
    async def sign_out(self, info: strawberry.Info) -> SignOutPayload:
        """Clear the cookie as well."""
        await sign_in.sign_out(info.context)
        info.context.session_changes.append(None)
        return SignOutPayload()
