"""Changing the own account."""

import strawberry

from domain.texts import Language
from resolvers import profile
from resolvers.profile import Changes
from schema import idempotency
from schema.organisations import User
from schema.user_errors import Payload, mutation


@strawberry.input(description="What to change of your own account.")
class UpdateProfileInput(idempotency.MutationInput):
    """What is left out stays as it is."""

    language: Language | None = strawberry.field(
        default=None,
        description="Your language, in the portal, in e-mails and in files; left out: as it is.",
    )


@strawberry.type(description="What was kept.")
class UpdateProfilePayload(Payload):
    """The account."""

    user: User | None = strawberry.field(
        default=None, description="Your account as it is now; null after a refusal."
    )


@strawberry.type
class ProfileMutation:
    """Mutations of the own account."""

    @mutation(
        UpdateProfilePayload,
        "Change your own account. Your next request is answered in the new language.",
    )
    async def update_profile(
        self, info: strawberry.Info, input: UpdateProfileInput
    ) -> UpdateProfilePayload:
        """Keep what is given."""
        changes = Changes(language=input.language)
        user = await profile.update(info.context, changes, asked=idempotency.asked(input))
        return UpdateProfilePayload(user=User.of(user))
