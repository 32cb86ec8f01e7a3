"""Signing in and out, and confirming in between."""

import strawberry

from domain.errors import BadUserInput
from resolvers import sign_in
from schema.organisations import User
from schema.sessions import Session
from schema.user_errors import Payload, mutation

CODE = (
    "The code of your app, or one for recovery. Left out: SECOND_FACTOR_REQUIRED if one is needed;"
    " send the same again with the code."
)


@strawberry.input(description="With what to sign in.")
class SignInInput:
    """An address and its password."""

    email: str = strawberry.field(description="The account's e-mail address, in any case.")
    password: str = strawberry.field(description="The account's password.")
    code: str | None = strawberry.field(
        default=None,
        description="For accounts with two-step sign-in: the code of the app, or one for recovery."
        " Left out: SECOND_FACTOR_REQUIRED if one is needed; send the same again with the code.",
    )
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


@strawberry.input(description="That it is still you.")
class ConfirmIdentityInput:
    """As at sign-in."""

    password: str = strawberry.field(description="Your password.")
    code: str | None = strawberry.field(default=None, description=CODE)


@strawberry.type(description="Your session, confirmed.")
class ConfirmIdentityPayload(Payload):
    """Until when is in it."""

    session: Session | None = strawberry.field(
        default=None,
        description="When it ends, and until when it counts as confirmed; null after a refusal.",
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
        " account and a wrong password alike; after a right password SECOND_FACTOR_REQUIRED if a"
        " code is needed, INVALID_CODE for a wrong one. RATE_LIMITED after five wrong tries.",
    )
    async def sign_in(self, info: strawberry.Info, input: SignInInput) -> SignInPayload:
        """Set the cookie, or answer the token; no session that nobody could use."""
        if not (input.wants_token or info.context.can_set_cookie):
            raise BadUserInput("request.cookie_needs_http", ("wantsToken",))
        signed_in = await sign_in.sign_in(info.context, input.email, input.password, input.code)
        if not input.wants_token:
            info.context.session_changes.append(signed_in.token)
        token = signed_in.token if input.wants_token else None
        return SignInPayload(user=User.of(signed_in.user), token=token)

    @mutation(
        ConfirmIdentityPayload,
        "Prove anew who you are: for ten minutes you may do what is sensitive, in this session."
        " Refused as `signIn` is, and counted with it.",
    )
    async def confirm_identity(
        self, info: strawberry.Info, input: ConfirmIdentityInput
    ) -> ConfirmIdentityPayload:
        """Confirming twice does no harm."""
        ends = await sign_in.confirm(info.context, input.password, input.code)
        return ConfirmIdentityPayload(session=Session.of(ends))

    @mutation(SignOutPayload, "End the session at once, here and on its open connections.")
    async def sign_out(self, info: strawberry.Info) -> SignOutPayload:
        """Clear the cookie as well."""
        await sign_in.sign_out(info.context)
        info.context.session_changes.append(None)
        return SignOutPayload()
