"""What can be expected to go wrong at the command line, and how it is said."""

from typing import Final

from db import outages
from db.keyring import KeyRingError
from domain.errors import DomainError
from server.embedded.ports import PortUnusable
from server.embedded.processes import EmbeddedServiceError
from server.modes import Refused
from server.settings import InvalidSettings

SPEAKING: Final = (
    InvalidSettings, Refused, EmbeddedServiceError, PortUnusable, KeyRingError
)  # fmt: skip
EXPECTED: Final = (*SPEAKING, DomainError, *outages.DATABASE_ERRORS)


def sentence(error: Exception) -> str:
    """What happened and what to do. Errors of drivers are named, not quoted: they hold values."""
    if isinstance(error, SPEAKING):
        return str(error)
    if isinstance(error, DomainError):
        return f"Refused: {error.code}."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return (
        f"The database cannot be used ({type(error).__name__})."
        " Check its address and that PostgreSQL runs; `rvs doctor` says more."
    )
