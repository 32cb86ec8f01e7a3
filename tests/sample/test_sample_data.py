"""The sample data obey the catalogue and show everything that can happen."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db import data
from db.sample import draws, generator, identifiers, shares, sittings
from db.sample.generator import Demo
from db.sample.records import SampleDossier, SampleResult, SampleShare, Script
from domain import names, scores
from domain.catalogue import Catalogue, ScoreScheme
from domain.permissions import Role
from domain.shared_results import Outcome
from domain.states import ResultState, ShareState

TODAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return data.exam_catalogue()


@pytest.fixture(scope="module")
def demo(catalogue: Catalogue) -> Demo:
    return generator.demo(catalogue, TODAY)


@pytest.fixture(scope="module")
def dossiers(demo: Demo) -> list[SampleDossier]:
    return list(demo.dossiers())


@pytest.fixture(scope="module")
def results(dossiers: list[SampleDossier]) -> list[SampleResult]:
    return [result for dossier in dossiers for result in dossier.results]


@pytest.fixture(scope="module")
def granted(dossiers: list[SampleDossier]) -> list[SampleShare]:
    return [share for dossier in dossiers for share in dossier.shares]


def test_every_version_of_every_result_obeys_the_catalogue(
    catalogue: Catalogue, results: list[SampleResult]
) -> None:
    for result in results:
        period = catalogue.period(result.exam_code, result.exam_date)
        assert period is not None
        for version in result.versions:
            violations = scores.check_result(
                period,
                outcome=version.outcome,
                overall_score=version.overall_score,
                grade=version.grade,
                cefr_level=version.cefr_level,
                skill_scores=version.skill_scores,
                exam_date=result.exam_date,
            )
            assert violations == []


@pytest.mark.parametrize(
    "day", [datetime(2024, 6, 1, tzinfo=UTC), datetime(2031, 2, 28, tzinfo=UTC)]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_other_seeds_and_days_obey_and_cover_it_too(
    catalogue: Catalogue, day: datetime, seed: int
) -> None:
    found = [result for dossier in generator.demo(catalogue, day, seed).dossiers()
             for result in dossier.results]  # fmt: skip
    test_every_version_of_every_result_obeys_the_catalogue(catalogue, found)
    test_every_exam_grade_outcome_and_state_is_there(catalogue, found)


def test_every_exam_grade_outcome_and_state_is_there(
    catalogue: Catalogue, results: list[SampleResult]
) -> None:
    wanted = {
        (period.code, period.valid_from, band.grade)
        for code in catalogue.codes()
        for period in catalogue.periods(code)
        if period.score_scheme is ScoreScheme.GRADE_ONLY
        or period.valid_to is None
        or period.valid_to.year > 2015
        for band in period.bands
    }
    shown = set()
    for result in results:
        period = catalogue.period(result.exam_code, result.exam_date)
        assert period is not None
        shown |= {(period.code, period.valid_from, row.grade) for row in result.versions}
    assert wanted <= shown
    assert {row.outcome for result in results for row in result.versions} == set(Outcome)
    assert {result.state for result in results} == set(ResultState)
    assert {result.exam_code for result in results} == set(catalogue.codes())
    assert min(result.exam_date for result in results) < date(2015, 1, 1)


def test_the_demo_has_the_stated_size(
    demo: Demo, dossiers: list[SampleDossier], granted: list[SampleShare]
) -> None:
    counts = Counter(share.organisation_id for share in granted)
    northbridge, lakeside, third = (counts[row.id] for row in demo.organisations)
    assert len(dossiers) == 500
    assert 360 <= northbridge <= 460
    assert 40 <= lakeside <= 85
    assert 10 <= third <= 35
    assert {share.state for share in granted} == set(ShareState)


def test_a_good_number_is_new_to_both_users_of_northbridge(
    demo: Demo, granted: list[SampleShare]
) -> None:
    users = {user.email: user for user in demo.users}
    for email in ("primary@northbridge.example", "member@northbridge.example"):
        user = users[email]
        assert user.last_sign_in_at is not None
        own = [share for share in granted if share.organisation_id == user.organisation_id]
        fresh = [share for share in own if share.shared_at > user.last_sign_in_at]
        assert 10 <= len(fresh) <= 90
        assert {share.state for share in fresh} == {ShareState.ACTIVE}
    assert min(TODAY - share.shared_at for share in granted) < timedelta(days=1)


def test_names_come_in_nine_scripts_and_can_be_entered(dossiers: list[SampleDossier]) -> None:
    people = [dossier.candidate for dossier in dossiers]
    assert {person.script for person in people} == set(Script)
    for person in people:
        for name in (person.first_name, person.family_name):
            assert names.clean_name(name) == name
            assert name == name.upper()
            assert names.search_key(name)


def test_ids_and_numbers_are_unique(
    dossiers: list[SampleDossier], results: list[SampleResult], granted: list[SampleShare]
) -> None:
    people = [dossier.candidate for dossier in dossiers]
    columns: list[list[object]] = [
        [person.id for person in people],
        [person.candidate_number for person in people],
        [person.email for person in people],
        [result.id for result in results],
        [result.reference_number for result in results],
        [share.id for share in granted],
        [(share.result_id, share.organisation_id) for share in granted],
    ]
    for column in columns:
        assert len(set(column)) == len(column)


def test_the_order_of_times_is_possible(
    demo: Demo, dossiers: list[SampleDossier], results: list[SampleResult]
) -> None:
    for result in results:
        issued = [version.issued_at for version in result.versions]
        assert issued == sorted(issued)
        assert issued[-1] <= result.state_changed_at <= max(TODAY, result.release_at)
        assert result.exam_date < issued[0].date() <= TODAY.date()
        assert (len(result.versions) == 2) == (result.state is ResultState.AMENDED)
    for dossier in dossiers:
        opened = {view.share_id: view for view in dossier.views}
        known = {result.id: result for result in dossier.results}
        for share in dossier.shares:
            _check_share(demo, dossier, known[share.result_id], share)
            if share.id in opened:
                until = share.ended_at or TODAY
                assert share.shared_at <= opened[share.id].viewed_at <= until


def _check_share(
    demo: Demo, dossier: SampleDossier, result: SampleResult, share: SampleShare
) -> None:
    approved = next(row for row in demo.organisations if row.id == share.organisation_id)
    assert max(result.release_at, approved.approved_at) < share.shared_at < TODAY
    assert TODAY - share.shared_at <= timedelta(days=730)
    assert sittings.age_on(dossier.candidate.date_of_birth, share.shared_at.date()) >= 16
    assert (share.ended_at is None) == (share.state is ShareState.ACTIVE)
    if share.ended_at is not None:
        assert share.shared_at < share.ended_at < TODAY
    if share.state is ShareState.EXPIRED:
        assert share.expires_at == share.ended_at
    elif share.expires_at is not None:
        assert share.expires_at > TODAY
    assert result.portrait is not None or not share.includes_photo


def test_nothing_is_shared_before_it_is_released(dossiers: list[SampleDossier]) -> None:
    kept_back = {
        result.id
        for dossier in dossiers
        for result in dossier.results
        if result.release_at > TODAY or result.state is ResultState.PENDING
    }
    assert len(kept_back) >= 6
    assert not {share.result_id for dossier in dossiers for share in dossier.shares} & kept_back


def test_a_released_result_may_wait_for_its_embargo(results: list[SampleResult]) -> None:
    waiting = {result.state for result in results if result.release_at > TODAY}
    assert waiting == {ResultState.PENDING, ResultState.RELEASED}


def test_only_exams_with_a_photo_have_portraits(
    catalogue: Catalogue, results: list[SampleResult]
) -> None:
    for result in results:
        period = catalogue.period(result.exam_code, result.exam_date)
        assert period is not None
        assert result.portrait is None or period.has_photo
    assert sum(result.portrait is not None for result in results) > 100


def test_the_demo_candidate_has_three_released_results_and_no_shares(demo: Demo) -> None:
    dossier = demo.demo_dossier
    account = next(user for user in demo.users if user.role is Role.CANDIDATE)
    assert (account.email, account.candidate_id) == ("candidate@demo.example", dossier.candidate.id)
    assert {result.state for result in dossier.results} == {ResultState.RELEASED}
    assert all(result.release_at < TODAY for result in dossier.results)
    assert (len(dossier.results), dossier.shares) == (3, ())
    advanced = dossier.results[-1]
    (version,) = advanced.versions
    assert advanced.exam_code == "C1_ADVANCED"
    assert list(version.skill_scores.values()) == [191, 196, 210, 191, 193]
    assert (version.overall_score, version.grade, version.cefr_level) == (196, "B", "C1")


def test_each_account_has_its_organisation_and_each_organisation_a_primary(demo: Demo) -> None:
    members = {user.organisation_id for user in demo.users if user.role is Role.PRIMARY}
    assert members == {organisation.id for organisation in demo.organisations}
    for user in demo.users:
        assert (user.organisation_id is not None) == (user.role in {Role.PRIMARY, Role.MEMBER})


def test_the_same_seed_and_day_give_the_same_data(
    catalogue: Catalogue, demo: Demo, dossiers: list[SampleDossier]
) -> None:
    again = generator.demo(catalogue, TODAY)
    assert (again.organisations, again.users) == (demo.organisations, demo.users)
    assert list(again.dossiers()) == dossiers
    other = generator.demo(catalogue, TODAY, seed=7)
    assert next(iter(other.dossiers())) != dossiers[0]


def test_a_dossier_does_not_depend_on_how_many_there_are(
    demo: Demo, dossiers: list[SampleDossier]
) -> None:
    larger = replace(demo.plan, candidates=1_000_000)
    assert list(itertools.islice(generator.dossiers(larger), 499)) == dossiers[1:]


@pytest.mark.parametrize(
    "today",
    [datetime(2026, 11, 23, 12, 0), datetime(2019, 1, 1, tzinfo=UTC)],  # noqa: DTZ001
)
def test_a_day_without_zone_or_too_early_is_refused(catalogue: Catalogue, today: datetime) -> None:
    with pytest.raises(ValueError, match="today"):
        generator.demo(catalogue, today)


def test_the_check_character_finds_wrong_and_swapped_characters() -> None:
    body = "7KQ2MX9RTWA"
    check = identifiers.check_character(body)
    for place, sign in itertools.product(range(len(body)), identifiers.ALPHABET):
        changed = body[:place] + sign + body[place + 1 :]
        assert (identifiers.check_character(changed) == check) == (changed == body)
    for place in range(len(body) - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert identifiers.check_character(swapped) != check


def test_candidate_numbers_do_not_repeat() -> None:
    numbers = {identifiers.candidate_number(index) for index in range(200_000)}
    assert len(numbers) == 200_000


def test_recipients_are_drawn_by_weight_and_once(demo: Demo) -> None:
    first, second, _ = demo.organisations
    recipients = shares.Recipients.of([(first, 3), (second, 1)])
    rng = draws.source(1)
    counts = Counter(itertools.chain(*(recipients.draw(rng, 1) for _ in range(4000))))
    assert 2800 < counts[first.id] < 3200
    assert len(set(recipients.draw(rng, 50))) == len(recipients.draw(rng, 50)) == 2
