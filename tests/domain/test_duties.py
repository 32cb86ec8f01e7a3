"""Who owes what before going on."""

from datetime import date

import pytest

from domain.duties import Duty, SecondFactorStanding, is_second_factor_demanded, open_duties
from domain.permissions import Role
from domain.terms import TermsVersion, applying


@pytest.mark.parametrize(
    ("role", "by_organisation", "is_demo", "is_demanded"),
    [
        (Role.ISSUER_APPROVER, False, False, True),
        (Role.ISSUER_PUBLISHER, False, False, True),
        (Role.ISSUER_AUDITOR, False, False, True),
        (Role.ISSUER_AUDITOR, False, True, False),
        (Role.PRIMARY, False, False, False),
        (Role.MEMBER, True, False, True),
        (Role.MEMBER, True, True, True),
        (Role.CANDIDATE, False, False, False),
    ],
)
def test_staff_must_have_a_second_factor_and_others_where_it_is_demanded(
    role: Role, by_organisation: bool, is_demo: bool, is_demanded: bool
) -> None:
    found = is_second_factor_demanded(role, by_organisation=by_organisation, is_demo=is_demo)

    assert found is is_demanded


@pytest.mark.parametrize(
    ("is_enabled", "is_demanded", "owes_terms", "duties"),
    [
        (False, False, False, ()),
        (True, True, False, ()),
        (True, False, True, (Duty.ACCEPT_TERMS,)),
        (False, True, False, (Duty.ENABLE_SECOND_FACTOR,)),
        (False, True, True, (Duty.ACCEPT_TERMS, Duty.ENABLE_SECOND_FACTOR)),
    ],
)
def test_what_is_owed_stands_in_its_order(
    is_enabled: bool, is_demanded: bool, owes_terms: bool, duties: tuple[Duty, ...]
) -> None:
    standing = SecondFactorStanding(is_enabled=is_enabled, is_demanded=is_demanded)

    assert open_duties(standing, owes_terms=owes_terms) == duties


def test_a_version_applies_from_its_day_on() -> None:
    one, two = TermsVersion("1", date(2026, 1, 1)), TermsVersion("2", date(2026, 6, 1))

    assert applying([two, one], date(2025, 12, 31)) is None
    assert applying([two, one], date(2026, 1, 1)) == one
    assert applying([two, one], date(2026, 5, 31)) == one
    assert applying([two, one], date(2026, 6, 1)) == two
    assert applying([], date(2026, 6, 1)) is None
