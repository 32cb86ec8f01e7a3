"""The root fields that write, one class per family."""

import strawberry

from domain.global_ids import Kind
from resolvers import shared_results
from resolvers.operations import authorise
from schema import idempotency
from schema.email_change import EmailChangeMutation
from schema.exports import ExportMutation
from schema.nodes import all_required
from schema.notifications import NotificationMutation
from schema.passwords import PasswordMutation
from schema.profile import ProfileMutation
from schema.second_factors import SecondFactorMutation
from schema.sessions import SessionMutation
from schema.shared_results import SharedResult
from schema.sharing import SharingMutation
from schema.sign_in import SignInMutation
from schema.terms import TermsMutation
from schema.user_changes import UserMutation
from schema.user_errors import Payload, mutation
from schema.webhooks import WebhookMutation


@strawberry.input(description="What you have opened.")
class MarkViewedInput(idempotency.MutationInput):
    """Shared results of your organisation."""

    ids: list[strawberry.ID] = strawberry.field(description="Ids of shared results, from 1 to 100.")


@strawberry.type(description="What is opened now.")
class MarkViewedPayload(Payload):
    """The shares as they are now."""

    shared_results: list[SharedResult] | None = strawberry.field(
        default=None, description="The shares, in the order asked; null after a refusal."
    )


@strawberry.type
class ViewMutation:
    """Mutations of what a user has seen."""

    @mutation(
        MarkViewedPayload,
        "Note that you have opened these results: they are not bold any more, for you alone."
        " NOT_FOUND if one of them is not your organisation's: then nothing is noted.",
    )
    async def mark_viewed(self, info: strawberry.Info, input: MarkViewedInput) -> MarkViewedPayload:
        """The first time stays."""
        authorise(info.context, "markViewed")  # before the ids are read
        ids = all_required(Kind.SHARE, input.ids, "ids")
        asked = idempotency.asked(input)
        records = await shared_results.mark_viewed(info.context, ids, asked=asked)
        own = shared_results.own_organisation(info.context)
        shown = [SharedResult.of(record, info.context, own) for record in records]
        return MarkViewedPayload(shared_results=shown)


@strawberry.type(description="Everything that can be changed.")
class Mutation(
    SignInMutation,
    TermsMutation,
    SecondFactorMutation,
    SharingMutation,
    ViewMutation,
    ExportMutation,
    WebhookMutation,
    NotificationMutation,
    ProfileMutation,
    PasswordMutation,
    EmailChangeMutation,
    SessionMutation,
    UserMutation,
):
    """The contract's mutations."""
