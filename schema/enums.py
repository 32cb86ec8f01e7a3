"""The enums of `domain/` as the schema shows them."""

from enum import StrEnum

import strawberry

from db.queries.share_lists import OrderField
from domain.duties import Duty
from domain.events import EventType
from domain.exports import ExportFormat
from domain.permissions import Role
from domain.shared_results import Outcome, StandingState
from domain.states import (
    DeliveryState,
    ExportState,
    OrganisationState,
    ResultState,
    ShareState,
    UserState,
    WebhookEndpointState,
)
from domain.texts import Language

strawberry.enum(Language, description="A language of portal, e-mails and files.")
strawberry.enum(Role, description="What a viewer is.")
strawberry.enum(Duty, description="What a person has to do before anything else.")
strawberry.enum(Outcome, description="What became of a sitting.")
strawberry.enum(StandingState, description="What may be said of a result now: three answers.")
strawberry.enum(ShareState, description="Whether a share gives access.")
strawberry.enum(ResultState, description="What the awarding body says of a result.")
strawberry.enum(OrganisationState, description="Where an organisation's account stands.")
strawberry.enum(UserState, description="Whether an account can be used.")
strawberry.enum(ExportState, description="How far an export is.")
strawberry.enum(ExportFormat, description="The form of an exported file.")
strawberry.enum(WebhookEndpointState, description="Whether events are sent to an endpoint.")
strawberry.enum(DeliveryState, description="How far a delivery is.")
strawberry.enum(
    OrderField, name="SharedResultOrderField", description="What the list is sorted by."
)
strawberry.enum(
    EventType,
    name="WebhookEventType",
    description="A type of event; on the wire it is written as `share.created`.",
)


@strawberry.enum(description="Which end of a list comes first.")
class OrderDirection(StrEnum):
    """Ascending or descending."""

    ASC = "ASC"
    DESC = "DESC"
