"""Organisations and users as the API shows them."""

from typing import Self

import strawberry

from db.models.organisations import Organisation as OrganisationRow
from db.models.users import User as UserRow
from domain.duties import Duty
from domain.global_ids import Kind
from domain.permissions import INSTITUTION, Role
from domain.states import OrganisationState, UserState
from domain.texts import Language
from resolvers import events, notifications
from resolvers.context import Viewer as ViewerFacts
from schema.nodes import Node, global_id
from schema.notifications import NotificationPreferences
from schema.second_factors import SecondFactor
from schema.sessions import Session


@strawberry.type(description="An institution with which results can be shared.")
class Organisation(Node):
    """What everybody may know of an organisation."""

    name: str = strawberry.field(description="Its name.")
    type: str = strawberry.field(description="UNIVERSITY, SCHOOL, EMPLOYER and so on.")
    town: str = strawberry.field(description="Tells organisations of the same name apart.")
    country: str = strawberry.field(description="ISO 3166-1, two letters.")
    website: str = strawberry.field(description="Its own website.")
    state: OrganisationState = strawberry.field(description="Where its account stands.")

    @classmethod
    def of(cls, row: OrganisationRow) -> Self:
        """The view of a row."""
        return cls(
            id=global_id(Kind.ORGANISATION, row.id),
            name=row.name,
            type=row.type,
            town=row.town,
            country=row.country,
            website=row.website,
            state=row.state,
        )


@strawberry.type(description="An account: one e-mail address, one role.")
class User(Node):
    """The account of a person."""

    email: str = strawberry.field(description="With which the user signs in.")
    role: Role = strawberry.field(description="What the user may do follows from it.")
    first_name: str = strawberry.field(description="First name.")
    family_name: str = strawberry.field(description="Family name.")
    job_title: str = strawberry.field(description="Empty for candidates.")
    language: Language = strawberry.field(description="The user's language.")
    state: UserState = strawberry.field(
        description="INVITED until a password is chosen; DISABLED and REMOVED accounts cannot sign"
        " in. Of a removed one only the name is left in the history."
    )

    @classmethod
    def of(cls, row: UserRow) -> Self:
        """The view of a row."""
        return cls(
            id=global_id(Kind.USER, row.id),
            email=row.email,
            role=row.role,
            first_name=row.first_name,
            family_name=row.family_name,
            job_title=row.job_title,
            language=row.language,
            state=row.state,
        )


@strawberry.type(description="Who asks, and for whom.")
class Viewer:
    """The account or API client behind the credentials."""

    role: Role = strawberry.field(description="VISITOR when nobody is signed in.")
    user: User | None = strawberry.field(
        description="The account; null for visitors and API clients."
    )
    organisation: Organisation | None = strawberry.field(
        description="The organisation; null for visitors, candidates and issuer staff."
    )
    scopes: list[str] = strawberry.field(
        description="Of an API client: what its key may do. Empty for others."
    )
    session: Session | None = strawberry.field(
        description="Your session; null for visitors and API clients."
    )
    duties: list[Duty] = strawberry.field(
        description="What you have to do before anything else, in this order. Until then other"
        " operations are refused with DUTY_OPEN. Empty for visitors and API clients."
    )
    second_factor: SecondFactor | None = strawberry.field(
        description="Your two-step sign-in; null for visitors and API clients."
    )

    @strawberry.field(
        description="Your choice of e-mails; null for all but users of an organisation."
    )
    async def notification_preferences(
        self, info: strawberry.Info
    ) -> NotificationPreferences | None:
        """Who has chosen nothing gets nothing."""
        if self.role not in INSTITUTION:
            return None
        return NotificationPreferences.of(await notifications.preferences(info.context))

    @strawberry.field(
        description="Where your organisation's events stand now: ask for it, give it to a"
        " subscription as `after`, then read what you show, and nothing is missed in between."
        " Null for those without an organisation."
    )
    async def event_cursor(self, info: strawberry.Info) -> str | None:
        """The same kind of cursor as an event has."""
        return await events.here(info.context) if self.organisation else None

    @classmethod
    def of(
        cls,
        viewer: ViewerFacts | None,
        user: UserRow | None,
        organisation: OrganisationRow | None,
    ) -> Self:
        """The view of what the credentials stand for; None is a visitor."""
        ends = viewer.session_ends if viewer else None
        standing = viewer.second_factor if viewer else None
        return cls(
            role=viewer.role if viewer else Role.VISITOR,
            user=User.of(user) if user else None,
            organisation=Organisation.of(organisation) if organisation else None,
            scopes=sorted(scope.value for scope in viewer.scopes) if viewer else [],
            session=Session.of(ends) if ends else None,
            duties=list(viewer.duties) if viewer else [],
            second_factor=SecondFactor.of(standing) if standing else None,
        )
