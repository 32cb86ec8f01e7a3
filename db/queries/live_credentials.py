"""Which sessions and keys are good: many in one question, each behind its own wall."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# A view shows the row of one credential, so PostgreSQL itself names them one after another.
_LOOK = text(
    """
    DO $look$
    DECLARE
      asked text;
      live text[] := '{}';
      oldest timestamptz := now() - current_setting('rvs.idle')::interval;
    BEGIN
      FOREACH asked IN ARRAY string_to_array(current_setting('rvs.asked'), ' ') LOOP
        PERFORM set_config('rvs.credential', asked, true);
        IF EXISTS (SELECT FROM session_viewers WHERE last_seen_at >= oldest)
          OR EXISTS (SELECT FROM api_key_viewers) THEN
          live := live || asked;
        END IF;
      END LOOP;
      PERFORM set_config('rvs.credential', '', true);
      PERFORM set_config('rvs.live', array_to_string(live, ' '), true);
    END
    $look$
    """
)


async def among(
    session: AsyncSession, credentials: Collection[str], idle: timedelta
) -> frozenset[str]:
    """Those of these credentials (hex of hashes) that are good now; it counts as no activity.

    `idle`: how long a session may have been quiet. A few microseconds each.
    """
    asked = text(
        "SELECT set_config('rvs.asked', :asked, true), set_config('rvs.idle', :idle, true)"
    )
    values = {"asked": " ".join(credentials), "idle": f"{idle.total_seconds():g} seconds"}
    await session.execute(asked, values)
    await session.execute(_LOOK)
    live = await session.execute(text("SELECT current_setting('rvs.live')"))
    return frozenset(live.scalar_one().split())
