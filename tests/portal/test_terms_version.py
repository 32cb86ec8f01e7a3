"""The version of the Terms that people accept is the one whose text the portal shows."""

import re

from db import data
from tests.docs import documents


def test_the_portal_shows_the_newest_version_with_its_day() -> None:
    page = documents.text("portal/src/screens/help/TermsScreen.tsx")
    number = re.search(r'^const VERSION = "(.+)";$', page, re.MULTILINE)
    day = re.search(r'^const IN_FORCE_SINCE = "(.+)";$', page, re.MULTILINE)
    newest = max(data.terms_versions(), key=lambda version: version.applies_from)

    assert number is not None
    assert day is not None
    assert (number[1], day[1]) == (newest.id, newest.applies_from.isoformat())


def test_no_two_versions_have_one_name_or_one_day() -> None:
    versions = data.terms_versions()

    assert len({version.id for version in versions}) == len(versions)
    assert len({version.applies_from for version in versions}) == len(versions)
