"""What a user wants to be told by e-mail."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.notifications import NotificationPreference
from db.queries import events, notifications
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
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
async def update(
    context: Context, choice: Choice, *, asked: Asked | None
) -> NotificationPreference:
    """Keep the choice. Mails for every candidate begin with the shares after this moment."""
    return await once(
        context,
        "updateNotificationPreferences",
        asked,
        first=partial(_choose, context, choice),
        again=_chosen,
    )


async def _choose(
    context: Context, choice: Choice, session: AsyncSession
) -> Done[NotificationPreference]:
    viewer = context.require_viewer()
    user_id, organisation_id = viewer.require_user(), viewer.require_organisation()
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
    return Done(chosen, user_id, [user_id])


async def _chosen(session: AsyncSession, user_id: UUID) -> Done[NotificationPreference] | None:
    """What the user has chosen by now, since the same call or later."""
    found = await notifications.preference(session, user_id)
    return None if found is None else Done(found, user_id, [user_id])
