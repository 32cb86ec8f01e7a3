"""Choosing and changing passwords."""

import strawberry

from resolvers import password_change, password_links
from schema.sign_in import CODE
from schema.user_errors import Payload, mutation

RULES = (
    "At least 15 characters, 12 with two-step sign-in, at most 128, no control characters; not what"
    " is tried first (common words, rows of keys, your name, address or organisation). All else may"
    " be in it."
)


@strawberry.input(description="A link of a letter, and the password to keep.")
class SetPasswordInput:
    """By an invitation, or by a letter that was asked for."""

    token: str = strawberry.field(description="The token of the link, from its address.")
    password: str = strawberry.field(description=RULES)


@strawberry.type(description="The password is kept.")
class SetPasswordPayload(Payload):
    """What to sign in with."""

    email: str | None = strawberry.field(
        default=None, description="The address to sign in with; null after a refusal."
    )


@strawberry.input(description="Whose password was lost.")
class RequestPasswordResetInput:
    """An address."""

    email: str = strawberry.field(description="The account's e-mail address, in any case.")


@strawberry.type(description="If there is such an account, a letter is on its way to it.")
class RequestPasswordResetPayload(Payload):
    """The same for every address."""


@strawberry.input(description="Your password, and another.")
class ChangePasswordInput:
    """Both of the account that is signed in."""

    current_password: str = strawberry.field(description="Your password as it is.")
    new_password: str = strawberry.field(description=RULES)
    code: str | None = strawberry.field(default=None, description=CODE)


@strawberry.type(description="The password is another.")
class ChangePasswordPayload(Payload):
    """Nothing but refusals."""


@strawberry.type
class PasswordMutation:
    """Mutations of passwords."""

    @mutation(
        SetPasswordPayload,
        "Choose a password by the link of a letter; an invited account becomes active, every"
        " session of the account ends, the link is used up. INVALID for a password that will not"
        " do: the link stays good. LINK_UNKNOWN, LINK_USED or LINK_EXPIRED otherwise.",
    )
    async def set_password(
        self, info: strawberry.Info, input: SetPasswordInput
    ) -> SetPasswordPayload:
        """Signing in is another step."""
        user = await password_links.set_password(info.context, input.token, input.password)
        return SetPasswordPayload(email=user.email)

    @mutation(
        RequestPasswordResetPayload,
        "Ask for a letter with a link to choose a new password. The same answer whether or not"
        " there is an account; RATE_LIMITED after a few for one address.",
    )
    async def request_password_reset(
        self, info: strawberry.Info, input: RequestPasswordResetInput
    ) -> RequestPasswordResetPayload:
        """Nobody learns who has an account."""
        await password_links.request(info.context, input.email)
        return RequestPasswordResetPayload()

    @mutation(
        ChangePasswordPayload,
        "Change your password; your other sessions end at once, with their open connections."
        " Refused as `confirmIdentity` is, and counted with it.",
    )
    async def change_password(
        self, info: strawberry.Info, input: ChangePasswordInput
    ) -> ChangePasswordPayload:
        """This session goes on."""
        await password_change.change(
            info.context, input.current_password, input.new_password, input.code
        )
        return ChangePasswordPayload()
