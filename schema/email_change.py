"""Changing the own e-mail address."""

import strawberry

from resolvers import email_change
from schema.sign_in import CODE
from schema.user_errors import Payload, mutation


@strawberry.input(description="The address that you want to sign in with.")
class RequestEmailChangeInput:
    """With the password, so that nobody does it at your desk."""

    email: str = strawberry.field(description="The new address.")
    password: str = strawberry.field(description="Your password.")
    code: str | None = strawberry.field(default=None, description=CODE)


@strawberry.type(description="Letters are on their way to both addresses.")
class RequestEmailChangePayload(Payload):
    """The same for every address."""


@strawberry.input(description="A link of a letter.")
class ConfirmEmailChangeInput:
    """It was sent to the new address."""

    token: str = strawberry.field(description="The token of the link, from its address.")


@strawberry.type(description="The address is another.")
class ConfirmEmailChangePayload(Payload):
    """What to sign in with."""

    email: str | None = strawberry.field(
        default=None, description="The address to sign in with from now on; null after a refusal."
    )


@strawberry.type
class EmailChangeMutation:
    """Mutations of the own address."""

    @mutation(
        RequestEmailChangePayload,
        "Ask for a letter to a new address, with a link to confirm it; your present address is"
        " told. The same answer if the new address has an account: then its owner is told."
        " Refused as `confirmIdentity` is, and counted with it; INVALID for what is no address.",
    )
    async def request_email_change(
        self, info: strawberry.Info, input: RequestEmailChangeInput
    ) -> RequestEmailChangePayload:
        """Nothing changes before the link is used."""
        await email_change.request(info.context, input.email, input.password, input.code)
        return RequestEmailChangePayload()

    @mutation(
        ConfirmEmailChangePayload,
        "Use the link: from now on its account signs in with the address that it was sent to."
        " LINK_UNKNOWN, LINK_USED or LINK_EXPIRED; INVALID if another account has the address.",
    )
    async def confirm_email_change(
        self, info: strawberry.Info, input: ConfirmEmailChangeInput
    ) -> ConfirmEmailChangePayload:
        """Whoever has the link has the mailbox."""
        user = await email_change.confirm(info.context, input.token)
        return ConfirmEmailChangePayload(email=user.email)
