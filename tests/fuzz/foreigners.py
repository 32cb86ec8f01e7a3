"""An organisation to which no viewer of the fuzz belongs: its records bear a mark.

The mark stands in texts that nobody else may read. Wherever it comes back, a wall has a hole.
"""

import secrets
from typing import Final
from uuid import UUID

from sqlmodel import SQLModel

from domain.permissions import Role
from domain.states import DeliveryState, ExportState, WebhookEndpointState
from tests import factories, work_factories

MARK: Final = f"Quartz{secrets.token_hex(4)}"
NAME: Final = "Granite Hall"


def planted() -> list[SQLModel]:
    """A row of each kind that an organisation can have; only its name may be known to others."""
    organisation = factories.organisation(name=NAME)
    user = factories.user(
        organisation_id=organisation.id,
        role=Role.PRIMARY,
        email=f"primary@{MARK}.example".lower(),
        first_name=MARK,
        family_name=MARK,
        job_title=MARK,
    )
    failed = work_factories.export(
        organisation.id, created_by=user.id, state=ExportState.FAILED, failure=MARK
    )
    client = factories.api_client(organisation.id, name=MARK)
    counter = factories.counter(organisation.id, active_shares=1, last_seq=1)
    return [
        organisation,
        counter,
        user,
        factories.acceptance(user.id),
        client,
        failed,
        *_shared(organisation.id),
        *_sent(organisation.id),
    ]


def _shared(organisation_id: UUID) -> list[SQLModel]:
    centre = factories.centre(name=MARK, town=MARK)
    candidate = factories.candidate(
        first_name=MARK,
        family_name=MARK,
        candidate_number=MARK,
        email=f"candidate@{MARK}.example".lower(),
    )
    result = factories.result(
        candidate.id,
        centre.id,
        reference_number=MARK,
        session_code=MARK,
        place_of_entry=MARK,
    )
    return [
        centre,
        candidate,
        result,
        factories.result_version(result.id, reason=MARK),
        factories.share(result, organisation_id),
    ]


def _sent(organisation_id: UUID) -> list[SQLModel]:
    """Paused: what candidates share with it meanwhile is not sent anywhere."""
    endpoint = work_factories.webhook_endpoint(
        organisation_id,
        url=f"https://{MARK}.example/hook".lower(),
        state=WebhookEndpointState.PAUSED,
        last_sequence=1,
    )
    event = work_factories.event(organisation_id, 1)
    delivery = work_factories.webhook_delivery(
        endpoint, event, state=DeliveryState.DELIVERED, attempts=1
    )
    return [endpoint, event, delivery, work_factories.delivery_attempt(delivery, excerpt=MARK)]
