"""What a person owes before going on: new terms to accept, a second factor to set up. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from domain.permissions import ISSUER, Role


class Duty(StrEnum):
    """What must be done first. A person with an open duty is let through to little else."""

    ACCEPT_TERMS = "ACCEPT_TERMS"
    ENABLE_SECOND_FACTOR = "ENABLE_SECOND_FACTOR"


@dataclass(frozen=True, slots=True)
class SecondFactorStanding:
    """Whether an account has a second factor, and whether it may be without one."""

    is_enabled: bool = False
    is_demanded: bool = False


def is_second_factor_demanded(role: Role, *, by_organisation: bool, is_demo: bool) -> bool:
    """Always of the issuer's staff, whose accounts reach every result; of others by their own.

    In the demonstration, where everybody knows the passwords, staff may be without.
    """
    return by_organisation or (role in ISSUER and not is_demo)


def open_duties(second_factor: SecondFactorStanding, *, owes_terms: bool) -> tuple[Duty, ...]:
    """What is owed, in the order in which it is best done."""
    lacks_factor = second_factor.is_demanded and not second_factor.is_enabled
    owed = {Duty.ACCEPT_TERMS: owes_terms, Duty.ENABLE_SECOND_FACTOR: lacks_factor}
    return tuple(duty for duty, is_open in owed.items() if is_open)
