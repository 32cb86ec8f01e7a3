"""Changing the users of the own organisation."""

from uuid import UUID

import strawberry

from domain.global_ids import Kind
from domain.texts import Language
from resolvers import user_changes, users
from resolvers.context import Context
from resolvers.idempotency import Asked
from resolvers.operations import authorise
from resolvers.user_changes import Details
from resolvers.users import NewUser
from schema import idempotency
from schema.idempotency import MutationInput
from schema.nodes import global_id, required
from schema.organisations import User
from schema.user_errors import Payload, mutation


@strawberry.input(description="Somebody who is to have an account.")
class AddUserInput(MutationInput):
    """A member of your organisation."""

    first_name: str = strawberry.field(description="First name.")
    family_name: str = strawberry.field(description="Family name.")
    job_title: str = strawberry.field(default="", description="May be left out.")
    email: str = strawberry.field(description="To which the link to choose a password is sent.")
    language: Language | None = strawberry.field(
        default=None, description="Of the e-mail and the portal; left out: yours."
    )


@strawberry.input(description="What to change of a user.")
class UpdateUserInput(MutationInput):
    """What is left out stays as it is."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")
    first_name: str | None = strawberry.field(
        default=None, description="First name; left out: as it is."
    )
    family_name: str | None = strawberry.field(
        default=None, description="Family name; left out: as it is."
    )
    job_title: str | None = strawberry.field(
        default=None,
        description="Job title; an empty text takes it away, left out: as it is.",
    )


@strawberry.input(description="Which user.")
class DisableUserInput(MutationInput):
    """One of your organisation."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")


@strawberry.input(description="Which user.")
class EnableUserInput(MutationInput):
    """One of your organisation."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")


@strawberry.input(description="Which user.")
class RemoveUserInput(MutationInput):
    """One of your organisation."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")


@strawberry.input(description="Whom to invite again.")
class ResendInvitationInput(MutationInput):
    """Somebody who has not chosen a password."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")


@strawberry.input(description="To whom the role goes.")
class TransferPrimaryInput(MutationInput):
    """A colleague who can sign in."""

    id: strawberry.ID = strawberry.field(description="Id of a user of your organisation.")
    keep_mine: bool = strawberry.field(
        default=False,
        description="True: you share the role. False: you hand it over, and are a member.",
    )


@strawberry.type(description="The user as it is now.")
class UserPayload(Payload):
    """What the changes of a user have in common."""

    user: User | None = strawberry.field(
        default=None, description="The user; null after a refusal."
    )


@strawberry.type(description="The account is made, and a letter is on its way.")
class AddUserPayload(UserPayload):
    """The user is INVITED."""


@strawberry.type(description="The user as it is now.")
class UpdateUserPayload(UserPayload):
    """With the new details."""


@strawberry.type(description="The user as it is now.")
class DisableUserPayload(UserPayload):
    """DISABLED."""


@strawberry.type(description="The user as it is now.")
class EnableUserPayload(UserPayload):
    """ACTIVE."""


@strawberry.type(description="Another letter is on its way.")
class ResendInvitationPayload(UserPayload):
    """Still INVITED."""


@strawberry.type(description="The user as it is now.")
class TransferPrimaryPayload(UserPayload):
    """PRIMARY."""


@strawberry.type(description="The account is no more.")
class RemoveUserPayload(Payload):
    """Which one."""

    id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the user who was removed; null after a refusal."
    )


@strawberry.type
class UserMutation:
    """Mutations of the users of the own organisation."""

    @mutation(
        AddUserPayload,
        "Make an account for a colleague, who gets an e-mail with a link to choose a password."
        " There is no limit of seats. INVALID for a name or address that is none, and for an"
        " address that has an account.",
    )
    async def add_user(self, info: strawberry.Info, input: AddUserInput) -> AddUserPayload:
        """A member; `transferPrimary` gives the other role."""
        new = NewUser(
            first_name=input.first_name,
            family_name=input.family_name,
            job_title=input.job_title,
            email=input.email,
            language=input.language or info.context.language,
        )
        user = await users.add(info.context, new, asked=idempotency.asked(input))
        return AddUserPayload(user=User.of(user))

    @mutation(
        ResendInvitationPayload,
        "Send another link to a colleague who has not chosen a password yet. INVALID for others.",
    )
    async def resend_invitation(
        self, info: strawberry.Info, input: ResendInvitationInput
    ) -> ResendInvitationPayload:
        """Using one link ends the others."""
        user_id, asked = _which(info.context, "resendInvitation", input.id, input)
        user = await users.resend_invitation(info.context, user_id, asked=asked)
        return ResendInvitationPayload(user=User.of(user))

    @mutation(
        UpdateUserPayload,
        "Change name and job title of a colleague. The address is the colleague's own to change.",
    )
    async def update_user(self, info: strawberry.Info, input: UpdateUserInput) -> UpdateUserPayload:
        """Keep what is given."""
        user_id, asked = _which(info.context, "updateUser", input.id, input)
        details = Details(
            first_name=input.first_name,
            family_name=input.family_name,
            job_title=input.job_title,
        )
        user = await user_changes.update(info.context, user_id, details, asked=asked)
        return UpdateUserPayload(user=User.of(user))

    @mutation(
        DisableUserPayload,
        "Let a colleague in no more, until `enableUser`; sessions and open connections end at"
        " once. LAST_PRIMARY for the only primary user; INVALID for who has no password yet.",
    )
    async def disable_user(
        self, info: strawberry.Info, input: DisableUserInput
    ) -> DisableUserPayload:
        """A disabled one stays so."""
        user_id, asked = _which(info.context, "disableUser", input.id, input)
        user = await user_changes.disable(info.context, user_id, asked=asked)
        return DisableUserPayload(user=User.of(user))

    @mutation(EnableUserPayload, "Let a colleague in again, with the password of before.")
    async def enable_user(self, info: strawberry.Info, input: EnableUserInput) -> EnableUserPayload:
        """An active one stays so."""
        user_id, asked = _which(info.context, "enableUser", input.id, input)
        user = await user_changes.enable(info.context, user_id, asked=asked)
        return EnableUserPayload(user=User.of(user))

    @mutation(
        RemoveUserPayload,
        "End a colleague's account for good; sessions and open connections end at once. The name"
        " stays in the history, the address is free. LAST_PRIMARY for the only primary user.",
    )
    async def remove_user(self, info: strawberry.Info, input: RemoveUserInput) -> RemoveUserPayload:
        """Whoever comes back gets a new account."""
        user_id, asked = _which(info.context, "removeUser", input.id, input)
        removed = await user_changes.remove(info.context, user_id, asked=asked)
        return RemoveUserPayload(id=global_id(Kind.USER, removed))

    @mutation(
        TransferPrimaryPayload,
        "Make a colleague a primary user, who is told by e-mail. Hand the role over, or share it.",
    )
    async def transfer_primary(
        self, info: strawberry.Info, input: TransferPrimaryInput
    ) -> TransferPrimaryPayload:
        """At every moment somebody has it."""
        user_id, asked = _which(info.context, "transferPrimary", input.id, input)
        user = await user_changes.transfer(
            info.context, user_id, keeps_role=input.keep_mine, asked=asked
        )
        return TransferPrimaryPayload(user=User.of(user))


def _which(
    context: Context, operation: str, id: str, input: MutationInput
) -> tuple[UUID, Asked | None]:
    authorise(context, operation)  # before the id is read
    return required(Kind.USER, id, "id"), idempotency.asked(input)
