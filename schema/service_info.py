"""The installation as the API shows it."""

from typing import Self

import strawberry

from resolvers.service_info import ServiceFacts


@strawberry.type(description="The service that answers.")
class ServiceInfo:
    """What a front end says of it on every page."""

    name: str = strawberry.field(description="Its name, in your language.")
    is_demo: bool = strawberry.field(
        description="Whether all people and results in it are invented."
    )
    version: str = strawberry.field(description="The version of its software.")
    support_email: str | None = strawberry.field(
        description="The address to which people write for help; null if none was set."
    )
    terms_version: str | None = strawberry.field(
        description="The version of the Terms of Use that applies today; null before the first."
    )

    @classmethod
    def of(cls, facts: ServiceFacts) -> Self:
        """The view of the facts."""
        return cls(
            name=facts.name,
            is_demo=facts.is_demo,
            version=facts.version,
            support_email=facts.support_email,
            terms_version=facts.terms_version,
        )
