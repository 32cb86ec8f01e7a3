"""E-mail preferences as the API shows them."""

from typing import Self

import strawberry

from db.models.notifications import NotificationPreference
from resolvers import notifications
from resolvers.notifications import Choice
from schema import idempotency
from schema.user_errors import Payload, mutation


@strawberry.type(description="What you want to be told by e-mail about new shares.")
class NotificationPreferences:
    """On or off as a whole; the kinds can be combined."""

    is_on: bool = strawberry.field(description="Whether any e-mail is sent.")
    every_candidate: bool = strawberry.field(description="One e-mail for every new share.")
    daily_summary: bool = strawberry.field(
        description="One summary a day. Kept; summaries are sent from a later version."
    )
    weekly_summary: bool = strawberry.field(
        description="One summary a week. Kept; summaries are sent from a later version."
    )

    @classmethod
    def of(cls, row: NotificationPreference | None) -> Self:
        """The view of a row; who has chosen nothing gets nothing."""
        return cls(
            is_on=row.is_on if row else False,
            every_candidate=row.every_candidate if row else False,
            daily_summary=row.daily_summary if row else False,
            weekly_summary=row.weekly_summary if row else False,
        )


@strawberry.input(description="What you want to be told from now on.")
class UpdateNotificationPreferencesInput(idempotency.MutationInput):
    """All four, as the form shows them."""

    is_on: bool = strawberry.field(description="Whether any e-mail is sent.")
    every_candidate: bool = strawberry.field(description="One e-mail for every new share.")
    daily_summary: bool = strawberry.field(
        description="One summary a day. Kept; summaries are sent from a later version."
    )
    weekly_summary: bool = strawberry.field(
        description="One summary a week. Kept; summaries are sent from a later version."
    )


@strawberry.type(description="What was kept.")
class UpdateNotificationPreferencesPayload(Payload):
    """The new choice."""

    preferences: NotificationPreferences | None = strawberry.field(
        default=None, description="What you have chosen; null after a refusal."
    )


@strawberry.type
class NotificationMutation:
    """Mutations of preferences."""

    @mutation(
        UpdateNotificationPreferencesPayload,
        "Choose what you want to be told. What is switched on begins with this moment.",
    )
    async def update_notification_preferences(
        self, info: strawberry.Info, input: UpdateNotificationPreferencesInput
    ) -> UpdateNotificationPreferencesPayload:
        """Keep the choice."""
        choice = Choice(
            is_on=input.is_on,
            every_candidate=input.every_candidate,
            daily_summary=input.daily_summary,
            weekly_summary=input.weekly_summary,
        )
        row = await notifications.update(info.context, choice, asked=idempotency.asked(input))
        return UpdateNotificationPreferencesPayload(preferences=NotificationPreferences.of(row))
