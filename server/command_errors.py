"""What can be expected to go wrong at the command line, and how it is said."""

from typing import Final

from db import outages, sqlstates
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
    return _of_database(error)


def _of_database(error: Exception) -> str:
    match sqlstates.of(error):
        case sqlstates.NO_RIGHT:
            return (
                "The database does not allow this to the role of the address. `rvs migrate` and"
                " `rvs seed` connect as rvs_owner: set DATABASE_OWNER_URL. Everything else"
                " connects as rvs_app: set DATABASE_URL (db/roles.sql)."
            )
        case sqlstates.NO_TABLE:
            return "The database is not migrated. Run `rvs migrate` once."
        case sqlstates.NO_DATABASE:
            return (
                "PostgreSQL has no database of the name in the address. Check DATABASE_URL and"
                " DATABASE_OWNER_URL, or create it (db/roles.sql)."
            )
        case code if code.startswith(sqlstates.NO_LOGIN):
            return (
                "PostgreSQL refuses the login. Check role and password in DATABASE_URL and"
                " DATABASE_OWNER_URL."
            )
    return (
        f"The database cannot be used ({type(error).__name__})."
        " Check its address and that PostgreSQL runs; `rvs doctor` says more."
    )
