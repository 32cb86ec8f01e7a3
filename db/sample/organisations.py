"""The institutions of the demonstration."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from db.sample import identifiers
from db.sample.records import SampleOrganisation
from domain.states import OrganisationState
from domain.texts import Language

_REGISTERED_DAYS: Final = 900


def northbridge(rng: Random, today: datetime) -> SampleOrganisation:
    """A university that many candidates share with, with API access."""
    registered_at = today - timedelta(days=_REGISTERED_DAYS)
    return SampleOrganisation(
        id=identifiers.uuid7(rng, registered_at),
        name="Northbridge University",
        type="UNIVERSITY",
        website="https://www.northbridge.example",
        email_domain="northbridge.example",
        street="14 Millrace Road",
        town="Northbridge",
        postcode="NB1 4QT",
        country="GB",
        time_zone="Europe/London",
        language=Language.EN,
        state=OrganisationState.APPROVED,
        has_api_access=True,
        registered_at=registered_at,
        approved_at=registered_at + timedelta(days=4),
    )


def lakeside(rng: Random, today: datetime) -> SampleOrganisation:
    """A college, smaller and on another continent."""
    registered_at = today - timedelta(days=_REGISTERED_DAYS - 40)
    return SampleOrganisation(
        id=identifiers.uuid7(rng, registered_at),
        name="Lakeside College",
        type="HIGHER_EDUCATION_SCHOOL",
        website="https://lakeside.example",
        email_domain="lakeside.example",
        street="220 Harbour Drive",
        town="Lakeside",
        postcode="K7L 0A2",
        country="CA",
        time_zone="America/Toronto",
        language=Language.EN,
        state=OrganisationState.APPROVED,
        has_api_access=False,
        registered_at=registered_at,
        approved_at=registered_at + timedelta(days=3),
    )


def saonelle(rng: Random, today: datetime) -> SampleOrganisation:
    """An employer that works in French."""
    registered_at = today - timedelta(days=_REGISTERED_DAYS - 95)
    return SampleOrganisation(
        id=identifiers.uuid7(rng, registered_at),
        name="Groupe Saônelle",
        type="EMPLOYER",
        website="https://www.saonelle.example",
        email_domain="saonelle.example",
        street="7 quai des Mariniers",
        town="Lyon",
        postcode="69009",
        country="FR",
        time_zone="Europe/Paris",
        language=Language.FR,
        state=OrganisationState.APPROVED,
        has_api_access=False,
        registered_at=registered_at,
        approved_at=registered_at + timedelta(days=2),
    )
