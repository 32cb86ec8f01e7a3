"""What a user wants to be told by e-mail."""

from dataclasses import dataclass

from db.models.notifications import NotificationPreference
from db.queries import events, notifications
from resolvers.context import Context
from resolvers.operations import operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """On or off as a whole, and the kinds, which can be combined."""

    is_on: bool
    every_candidate: bool
    daily_summary: bool
    weekly_summary: bool


async def preferences(context: Context) -> NotificationPreference | None:
    """What the user has chosen; None before the first choice."""
    async with context.transaction() as session:
        return await notifications.preference(session, context.require_viewer().require_user())


@operation("updateNotificationPreferences")
async def update(context: Context, choice: Choice) -> NotificationPreference:
    """Keep the choice. Mails for every candidate begin with the shares after this moment."""
    viewer = context.require_viewer()
    user_id, organisation_id = viewer.require_user(), viewer.require_organisation()
    async with context.transaction() as session:
        before = await notifications.preference(session, user_id)
        was_on = before is not None and before.is_on and before.every_candidate
        head = await events.head(session, organisation_id)
        chosen = NotificationPreference(
            user_id=user_id,
            organisation_id=organisation_id,
            is_on=choice.is_on,
            every_candidate=choice.every_candidate,
            daily_summary=choice.daily_summary,
            weekly_summary=choice.weekly_summary,
            each_seq=before.each_seq if before is not None and was_on else head,
            updated_at=context.now(),
        )
        await notifications.choose(session, chosen.model_dump())
        await context.audit(session, "updateNotificationPreferences", [user_id])
    return chosen
