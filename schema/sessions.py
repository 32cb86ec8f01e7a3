"""Sessions as the API shows them."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers import authentication
from resolvers.context import SessionEnds


@strawberry.type(description="When the session of a person ends.")
class Session:
    """Lets a front end warn before what was typed is lost."""

    expires_at: datetime = strawberry.field(
        description="When it ends at the latest, whatever you do."
    )
    idle_timeout_seconds: int = strawberry.field(
        description="How long it lasts without a request, in seconds."
    )
    idle_expires_at: datetime = strawberry.field(
        description="When it ends if this was your last request; never after `expiresAt`. Every"
        " request counts as activity, this one too, but moves it once a minute at most."
    )
    confirmed_until: datetime = strawberry.field(
        description="Until when you may do what is sensitive: ten minutes from sign-in, and from"
        " each `confirmIdentity`. Later it is refused with REAUTHENTICATION_REQUIRED."
    )

    @classmethod
    def of(cls, ends: SessionEnds) -> Self:
        """The view of a session's ends."""
        return cls(
            expires_at=ends.expires_at,
            idle_timeout_seconds=int(authentication.IDLE.total_seconds()),
            idle_expires_at=ends.idle_expires_at,
            confirmed_until=ends.confirmed_until,
        )
