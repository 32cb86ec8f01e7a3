"""The code by which PostgreSQL says what went wrong, whichever library passes it on."""

from typing import Final

NO_RIGHT: Final = "42501"
NO_TABLE: Final = "42P01"
NO_DATABASE: Final = "3D000"
# The class of codes for a login that is refused.
NO_LOGIN: Final = "28"


def of(error: BaseException) -> str:
    """The five characters of PostgreSQL; empty when it was not PostgreSQL that spoke."""
    for said in (error, getattr(error, "orig", None)):
        code = getattr(said, "sqlstate", None)
        if isinstance(code, str):
            return code
    return ""
