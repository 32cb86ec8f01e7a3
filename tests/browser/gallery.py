"""Every screen and state of the portal, and how to get there: for tests and for pictures."""

from typing import Final

from tests.browser import gallery_candidate, gallery_institution, gallery_public
from tests.browser.visits import View

VIEWS: Final[tuple[View, ...]] = (
    *gallery_public.PUBLIC,
    *gallery_institution.SHARED_RESULTS,
    *gallery_institution.DETAILS,
    *gallery_institution.WORK,
    *gallery_candidate.CANDIDATES,
    *gallery_public.OVER,
    *gallery_public.SERVER,
)
MAIN: Final = tuple(view for view in VIEWS if view.is_main)


def view(name: str) -> View:
    """The one of this name."""
    (found,) = (each for each in VIEWS if each.name == name)
    return found


def identifier(view: View) -> str:
    """As it stands in the name of a test."""
    return view.name.replace(", ", "-").replace(" ", "-")
