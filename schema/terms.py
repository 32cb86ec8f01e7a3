"""Accepting the Terms of Use."""

import strawberry

from domain.duties import Duty
from resolvers import terms
from schema import idempotency
from schema.user_errors import Payload, mutation


@strawberry.input(description="Which Terms of Use you accept.")
class AcceptTermsInput(idempotency.MutationInput):
    """The version that was read."""

    version: str = strawberry.field(
        description="The version that you have read: `termsVersion` of `service`."
    )


@strawberry.type(description="The terms are accepted.")
class AcceptTermsPayload(Payload):
    """What is left."""

    duties: list[Duty] | None = strawberry.field(
        default=None, description="What is left to be done; null after a refusal."
    )


@strawberry.type
class TermsMutation:
    """Mutations of the Terms of Use."""

    @mutation(
        AcceptTermsPayload,
        "Accept the Terms of Use, as the person that you are. INVALID if another version applies"
        " now. What was accepted stays on record.",
    )
    async def accept_terms(
        self, info: strawberry.Info, input: AcceptTermsInput
    ) -> AcceptTermsPayload:
        """Accepting twice is the same as once."""
        await terms.accept(info.context, input.version, asked=idempotency.asked(input))
        duties = info.context.viewer.duties
        left = [duty for duty in duties if duty is not Duty.ACCEPT_TERMS]
        return AcceptTermsPayload(duties=left)
