"""Two-step sign-in: what is shown of it, and how it is set up and switched off."""

from collections.abc import Sequence
from typing import Self

import strawberry

from domain.duties import Duty, SecondFactorStanding
from resolvers import two_step
from resolvers.context import Context
from schema import idempotency
from schema.user_errors import Payload, mutation


@strawberry.type(description="The two-step sign-in of an account.")
class SecondFactor:
    """An app that shows codes, and codes for when it is lost."""

    is_enabled: bool = strawberry.field(description="Whether signing in takes a code.")
    is_demanded: bool = strawberry.field(
        description="Whether it must: by your organisation, or as staff of the awarding body."
    )

    @strawberry.field(description="How many of your recovery codes were not used yet.")
    async def recovery_codes_left(self, info: strawberry.Info) -> int:
        """None of them is good while it is off."""
        return await two_step.recovery_codes_left(info.context) if self.is_enabled else 0

    @classmethod
    def of(cls, standing: SecondFactorStanding) -> Self:
        """The view of where an account stands."""
        return cls(is_enabled=standing.is_enabled, is_demanded=standing.is_demanded)


@strawberry.input(description="Begin two-step sign-in.")
class EnableTotpInput(idempotency.MutationInput):
    """Nothing is chosen."""


@strawberry.type(description="What an authenticator app needs. Nothing has changed yet.")
class EnableTotpPayload(Payload):
    """Shown this once."""

    secret: str | None = strawberry.field(
        default=None,
        description="To be typed into the app by hand, in base 32. Shown this once; null after a"
        " refusal, and when the same idempotency key comes again.",
    )
    otpauth_uri: str | None = strawberry.field(
        default=None, description="The same as an address that apps open; null when `secret` is."
    )
    qr_code: str | None = strawberry.field(
        default=None,
        description="The address as a picture, an SVG in a `data:` address; null when `secret` is.",
    )


@strawberry.input(description="That the app works.")
class ConfirmTotpInput(idempotency.MutationInput):
    """A code of the app."""

    code: str = strawberry.field(description="The six digits that the app shows now.")


@strawberry.type(description="Two-step sign-in is on.")
class ConfirmTotpPayload(Payload):
    """The codes for recovery are shown this once."""

    recovery_codes: list[str] | None = strawberry.field(
        default=None,
        description="Ten codes, each good once in the place of the app's. Keep them: they are shown"
        " this once. Null after a refusal, and when the same idempotency key comes again.",
    )
    duties: list[Duty] | None = strawberry.field(
        default=None, description="What is left to be done; null after a refusal."
    )


@strawberry.input(description="Do without two-step sign-in.")
class DisableTotpInput(idempotency.MutationInput):
    """Nothing is chosen."""


@strawberry.type(description="Two-step sign-in is off.")
class DisableTotpPayload(Payload):
    """Nothing but refusals."""


@strawberry.input(description="Replace the recovery codes.")
class RenewRecoveryCodesInput(idempotency.MutationInput):
    """Nothing is chosen."""


@strawberry.type(description="The codes from before are good for nothing any more.")
class RenewRecoveryCodesPayload(Payload):
    """Shown this once."""

    recovery_codes: list[str] | None = strawberry.field(
        default=None,
        description="Ten codes, each good once. Shown this once; null after a refusal, and when the"
        " same idempotency key comes again.",
    )


@strawberry.type
class SecondFactorMutation:
    """Mutations of the second factor."""

    @mutation(
        EnableTotpPayload,
        "Begin two-step sign-in: add the secret to an authenticator app, then `confirmTotp`."
        " Nothing changes before that. ALREADY_ENABLED if it is on. Sensitive.",
    )
    async def enable_totp(self, info: strawberry.Info, input: EnableTotpInput) -> EnableTotpPayload:
        """A seed that was not confirmed is replaced."""
        new = await two_step.enable(info.context, asked=idempotency.asked(input))
        if new is None:
            return EnableTotpPayload()
        return EnableTotpPayload(
            secret=new.secret, otpauth_uri=new.otpauth_uri, qr_code=new.qr_code
        )

    @mutation(
        ConfirmTotpPayload,
        "Switch two-step sign-in on, with a code of the app that `enableTotp` set up. INVALID_CODE"
        " for a wrong one, NOT_ENABLED when nothing was begun, ALREADY_ENABLED if it is on."
        " Sensitive.",
    )
    async def confirm_totp(
        self, info: strawberry.Info, input: ConfirmTotpInput
    ) -> ConfirmTotpPayload:
        """From now on signing in takes a code."""
        asked = idempotency.asked(input)
        codes = await two_step.confirm(info.context, input.code, asked=asked)
        duties = _left(info.context, Duty.ENABLE_SECOND_FACTOR)
        return ConfirmTotpPayload(recovery_codes=_listed(codes), duties=duties)

    @mutation(
        DisableTotpPayload,
        "Switch two-step sign-in off. SECOND_FACTOR_REQUIRED where it is demanded, NOT_ENABLED if"
        " it is off. Sensitive.",
    )
    async def disable_totp(
        self, info: strawberry.Info, input: DisableTotpInput
    ) -> DisableTotpPayload:
        """App and recovery codes are good for nothing any more."""
        await two_step.disable(info.context, asked=idempotency.asked(input))
        return DisableTotpPayload()

    @mutation(
        RenewRecoveryCodesPayload,
        "New recovery codes in the place of those before. NOT_ENABLED if two-step sign-in is off."
        " Sensitive.",
    )
    async def renew_recovery_codes(
        self, info: strawberry.Info, input: RenewRecoveryCodesInput
    ) -> RenewRecoveryCodesPayload:
        """For whoever has used them up, or does not know who has seen them."""
        asked = idempotency.asked(input)
        codes = await two_step.renew_recovery_codes(info.context, asked=asked)
        return RenewRecoveryCodesPayload(recovery_codes=_listed(codes))


def _listed(codes: Sequence[str] | None) -> list[str] | None:
    return None if codes is None else list(codes)


def _left(context: Context, done: Duty) -> list[Duty]:
    return [duty for duty in context.require_viewer().duties if duty is not done]
