"""What everybody may know of this installation."""

from dataclasses import dataclass

from domain.texts import text
from resolvers import terms
from resolvers.context import Context
from resolvers.operations import operation


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """Its name in the viewer's language, what it serves, and where people write for help."""

    name: str
    is_demo: bool
    version: str
    support_email: str | None
    terms_version: str | None


@operation("service")
async def facts(context: Context) -> ServiceFacts:
    """The same for everybody but for the language."""
    services = context.services
    name = text(context.language, "service.name")
    return ServiceFacts(
        name=name,
        is_demo=services.is_demo,
        version=services.version,
        support_email=services.support_email,
        terms_version=terms.current_version(context),
    )
