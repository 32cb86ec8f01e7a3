"""The exam file, the rules that refuse a bad one, and what a result must obey."""

import copy
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from db import data
from domain import catalogue_file, grades, scores, texts
from domain.catalogue import Catalogue, ExamPeriod, ScoreScheme, Skill
from domain.scores import ViolationCode
from domain.shared_results import Outcome

C1 = {"READING": 191, "USE_OF_ENGLISH": 196, "WRITING": 210, "LISTENING": 191, "SPEAKING": 193}
DAY = date(2026, 3, 14)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return data.exam_catalogue()


def period_of(catalogue: Catalogue, code: str, day: date = DAY) -> ExamPeriod:
    period = catalogue.period(code, day)
    assert period is not None
    return period


def codes_of(period: ExamPeriod, **changes: Any) -> list[tuple[str, str]]:
    given: dict[str, Any] = {
        "outcome": Outcome.GRADED,
        "overall_score": 196,
        "grade": "B",
        "cefr_level": "C1",
        "skill_scores": C1,
        "exam_date": DAY,
    }
    found = scores.check_result(period, **(given | changes))
    return [(violation.code.value, violation.field) for violation in found]


def test_the_file_has_twelve_exams_three_of_them_also_for_schools(catalogue: Catalogue) -> None:
    origins = {code: period_of(catalogue, code).for_schools_of for code in catalogue.codes()}
    assert len(origins) == 12
    assert sorted(filter(None, origins.values())) == ["A2_KEY", "B1_PRELIMINARY", "B2_FIRST"]


@pytest.mark.parametrize(
    ("day", "grade"),
    [
        (date(2014, 12, 31), None),
        (date(2015, 1, 1), "PASS_WITH_DISTINCTION"),
        (date(2019, 12, 31), "PASS_WITH_DISTINCTION"),
        (date(2020, 1, 1), "A"),
    ],
)
def test_the_period_is_chosen_by_the_date_of_the_exam(
    catalogue: Catalogue, day: date, grade: str | None
) -> None:
    bands = period_of(catalogue, "B1_PRELIMINARY", day).bands
    assert (bands[0].grade if bands else None) == grade


def test_an_unknown_code_or_day_has_no_period(catalogue: Catalogue) -> None:
    assert catalogue.period("C3_WIZARD", DAY) is None
    assert catalogue.period("C1_ADVANCED", date(1899, 12, 31)) is None
    assert catalogue.current("C3_WIZARD") is None


def test_the_current_period_is_the_latest_one(catalogue: Catalogue) -> None:
    current = catalogue.current("A2_KEY")
    assert current is not None
    assert current.valid_from == date(2020, 1, 1)


def test_only_three_exams_have_a_photo(catalogue: Catalogue) -> None:
    with_photo = {code for code in catalogue.codes() if period_of(catalogue, code).has_photo}
    assert with_photo == {"B2_FIRST", "C1_ADVANCED", "C2_PROFICIENCY"}


def test_every_score_of_every_scale_has_exactly_one_band(catalogue: Catalogue) -> None:
    for period in _periods(catalogue):
        if period.score_scheme is ScoreScheme.CES and period.scale is not None:
            low, high = period.scale
            for score in range(low, high + 1):
                assert sum(band.holds(score) for band in period.bands) == 1
            assert scores.band_for(period, low - 1) is None
            assert scores.band_for(period, high + 1) is None


def test_the_bands_of_the_cefr_span_the_grades_that_reach_a_level(catalogue: Catalogue) -> None:
    assert period_of(catalogue, "C1_ADVANCED").cefr_bands() == (
        ("B2", 160, 179),
        ("C1", 180, 199),
        ("C2", 200, 210),
    )
    assert period_of(catalogue, "C2_PROFICIENCY").cefr_bands() == (
        ("C1", 180, 199),
        ("C2", 200, 230),
    )


def test_a_score_has_the_level_of_its_band_on_every_scale(catalogue: Catalogue) -> None:
    for period in _periods(catalogue):
        if period.score_scheme is not ScoreScheme.CES or period.scale is None:
            assert period.cefr_bands() == period.grade_bands() == ()
            continue
        for score in range(period.scale.minimum, period.scale.maximum + 1):
            band = scores.band_for(period, score)
            assert band is not None
            levels = [each.level for each in period.cefr_bands() if each[1] <= score <= each[2]]
            grades_ = [each for each in period.grade_bands() if each[1] <= score <= each[2]]
            assert levels == ([band.cefr_level] if band.cefr_level else [])
            assert [(each.grade, each.cefr_level) for each in grades_] == [
                (band.grade, band.cefr_level)
            ]


def test_bands_stand_lowest_first(catalogue: Catalogue) -> None:
    for period in _periods(catalogue):
        lowest = [band.minimum for band in period.cefr_bands()]
        assert lowest == sorted(lowest)
        lowest = [band.minimum for band in period.grade_bands()]
        assert lowest == sorted(lowest)


def test_every_grade_skill_outcome_and_violation_has_a_sentence(catalogue: Catalogue) -> None:
    labels = {band.grade for period in _periods(catalogue) for band in period.bands}
    keys = [f"grades.{label}" for label in labels]
    keys += [f"skills.{skill}" for skill in Skill]
    keys += [f"outcomes.{outcome}" for outcome in Outcome]
    keys += [f"violations.{code}" for code in ViolationCode]
    for language in texts.Language:
        assert set(keys) <= set(texts.CATALOGUES[language])


def test_an_old_label_without_a_sentence_is_shown_as_issued() -> None:
    assert grades.title(texts.Language.EN, "B") == "Pass at Grade B"
    assert grades.title(texts.Language.FR, "ORDINARY") == "ORDINARY"


def _periods(catalogue: Catalogue) -> Iterator[ExamPeriod]:
    for code in catalogue.codes():
        yield from catalogue.periods(code)


# The overall score


def test_the_published_example_gives_196_and_grade_b(catalogue: Catalogue) -> None:
    period = period_of(catalogue, "C1_ADVANCED")
    skills = {Skill(name): score for name, score in C1.items()}
    assert scores.overall(skills, period.weights) == 196
    band = scores.band_for(period, 196)
    assert band is not None
    assert (band.grade, band.cefr_level) == ("B", "C1")


def test_reading_and_writing_counts_twice_in_a2_key(catalogue: Catalogue) -> None:
    weights = period_of(catalogue, "A2_KEY").weights
    skills = {Skill.READING_AND_WRITING: 140, Skill.LISTENING: 120, Skill.SPEAKING: 120}
    assert scores.overall(skills, weights) == 130


@pytest.mark.parametrize(("last", "overall"), [(141, 140), (142, 141), (146, 142)])
def test_half_is_rounded_up_not_to_even(last: int, overall: int) -> None:
    skills = {Skill.READING: 140, Skill.WRITING: 140, Skill.LISTENING: 140, Skill.SPEAKING: last}
    assert scores.overall(skills, dict.fromkeys(skills, 1)) == overall


# What a result must obey


def test_a_result_that_obeys_has_no_violations(catalogue: Catalogue) -> None:
    assert codes_of(period_of(catalogue, "C1_ADVANCED")) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"overall_score": None}, [("MISSING", "overallScore")]),
        ({"overall_score": 211}, [("OUT_OF_SCALE", "overallScore")]),
        ({"overall_score": 195}, [("OVERALL_DIFFERS", "overallScore")]),
        ({"grade": "A"}, [("GRADE_DIFFERS", "grade")]),
        ({"grade": None}, [("MISSING", "grade")]),
        ({"cefr_level": "C2"}, [("LEVEL_DIFFERS", "cefrLevel")]),
        ({"skill_scores": C1 | {"WRITING": 211}}, [("OUT_OF_SCALE", "skillScores.WRITING")]),
        (
            {"skill_scores": C1 | {"READING_AND_WRITING": 190}},
            [("UNEXPECTED", "skillScores.READING_AND_WRITING")],
        ),
        (
            {"skill_scores": {name: C1[name] for name in C1 if name != "SPEAKING"}},
            [("MISSING", "skillScores.SPEAKING")],
        ),
        ({"exam_date": date(2014, 12, 31)}, [("WRONG_PERIOD", "examDate")]),
        ({"overall_score": 10**60}, [("OUT_OF_SCALE", "overallScore")]),
        ({"skill_scores": C1 | {"WRITING": 10**60}}, [("OUT_OF_SCALE", "skillScores.WRITING")]),
    ],
)
def test_each_broken_rule_is_named_with_its_field(
    catalogue: Catalogue, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert codes_of(period_of(catalogue, "C1_ADVANCED"), **changes) == expected


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome != Outcome.GRADED])
def test_an_outcome_without_a_grade_has_no_scores(catalogue: Catalogue, outcome: Outcome) -> None:
    period = period_of(catalogue, "C1_ADVANCED")
    empty: dict[str, Any] = {"overall_score": None, "grade": None, "cefr_level": None}
    assert codes_of(period, outcome=outcome, skill_scores={}, **empty) == []
    assert len(codes_of(period, outcome=outcome)) == 8


def test_a_business_exam_after_its_last_day_is_refused(catalogue: Catalogue) -> None:
    period = period_of(catalogue, "C1_BUSINESS_HIGHER", date(2023, 12, 31))
    business = {name: score for name, score in C1.items() if name != "USE_OF_ENGLISH"}
    last_day = {"exam_date": date(2023, 12, 31), "skill_scores": business}
    assert codes_of(period, **last_day) == []
    day_after = last_day | {"exam_date": date(2024, 1, 1)}
    assert codes_of(period, **day_after) == [("NOT_OFFERED", "examDate")]


def test_a_score_from_before_2015_is_kept_as_issued_within_its_range(catalogue: Catalogue) -> None:
    day = date(2012, 6, 9)
    period = period_of(catalogue, "C1_ADVANCED", day)
    old: dict[str, Any] = {"exam_date": day, "skill_scores": {}, "grade": "ORDINARY"}
    assert codes_of(period, **old, overall_score=74, cefr_level=None) == []
    assert codes_of(period, **old, overall_score=101, cefr_level="C9") == [
        ("OUT_OF_SCALE", "overallScore"),
        ("UNKNOWN_LEVEL", "cefrLevel"),
    ]
    lower = old | {"grade": "pass!"}
    assert codes_of(period, **lower, overall_score=1) == [("UNKNOWN_GRADE", "grade")]


def test_a_grade_only_exam_has_neither_scale_nor_level(catalogue: Catalogue) -> None:
    period = period_of(catalogue, "DELTA_MODULE_ONE")
    only: dict[str, Any] = {"overall_score": None, "cefr_level": None, "skill_scores": {}}
    assert codes_of(period, **only, grade="PASS_WITH_MERIT") == []
    assert codes_of(period, **only, grade="B") == [("UNKNOWN_GRADE", "grade")]
    assert codes_of(period, grade="PASS", skill_scores={}) == [
        ("UNEXPECTED", "overallScore"),
        ("UNEXPECTED", "cefrLevel"),
    ]


@pytest.mark.parametrize("language", list(texts.Language))
def test_every_violation_can_be_put_into_words(
    catalogue: Catalogue, language: texts.Language
) -> None:
    period = period_of(catalogue, "C1_BUSINESS_HIGHER")
    day = date(2030, 1, 1)
    for overall, grade, level in ((900, "B", "C1"), (190, "B", "B2"), (None, None, None)):
        for violation in scores.check_result(
            period,
            outcome=Outcome.GRADED,
            overall_score=overall,
            grade=grade,
            cefr_level=level,
            skill_scores=C1,
            exam_date=day,
        ):
            assert texts.text(language, f"violations.{violation.code}", **violation.values)


# A file that contradicts itself

Damage = Callable[[dict[str, Any]], object]


def _band(place: int, **values: Any) -> Damage:
    return lambda row: row["bands"][place].update(values)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_band(1, min=194), "a gap between 192 and 194"),
        (_band(1, min=192), "overlap at 192"),
        (_band(0, max=209), "both ends"),
        (_band(0, max=220), "outside the scale"),
        (_band(0, min=211), "ends before it begins"),
        (_band(0, min=None), "end of a band is no whole number"),
        (_band(0, min=True), "min is no whole number"),
        (_band(0, min=200.0), "min is no whole number"),
        (_band(0, grade="B"), "two bands"),
        (_band(0, cefr="C3"), "no CEFR level"),
        (_band(0, certificate="yes"), "certificate"),
        (lambda row: row.pop("photo"), "photo"),
        (lambda row: row.update(validTO=None), "validTO"),
        (lambda row: row.update(photo=1), "photo"),
        (lambda row: row.update(skills=["READING", "READING"]), "twice"),
        (lambda row: row.update(skills=["SINGING"]), "'SINGING' is no Skill"),
        (lambda row: row.update(skills=[]), "skills"),
        (lambda row: row.update(bands=[]), "bands"),
        (lambda row: row.update(bands={}), "bands is no list"),
        (lambda row: row.update(scale=None), "scale"),
        (lambda row: row.update(scale={"min": 210, "max": 142}), "no length"),
        (lambda row: row.update(overall={"rule": "AS_ISSUED"}), "does not fit"),
        (lambda row: row.update(overall={"rule": "MEAN", "round": "DOWN"}), "rounding"),
        (
            lambda row: row.update(
                overall={"rule": "WEIGHTED_MEAN", "round": "HALF_UP", "weights": {"READING": 1}}
            ),
            "weights and skills differ",
        ),
        (lambda row: row.update(validFrom="2015-W01-1"), "validFrom"),
        (lambda row: row.update(validFrom="2015-02-30"), "validFrom"),
        (lambda row: row.update(validFrom=20150101), "validFrom"),
        (lambda row: row.update(validTo="2014-01-01"), "before validFrom"),
        (lambda row: row.update(validFrom="2014-12-31"), "two periods hold on 2014-12-31"),
        (lambda row: row.update(forSchoolsOf="NOTHING"), "names no other exam"),
        (lambda row: row.update(forSchoolsOf="C1_ADVANCED"), "names no other exam"),
        (lambda row: row.update(code="c1 advanced"), "no code"),
        (lambda row: row.update(name=" "), "name is no text"),
    ],
)
def test_a_contradiction_is_refused_with_a_sentence(damage: Damage, sentence: str) -> None:
    rows = copy.deepcopy(data.exam_rows())
    row = next(
        row for row in rows if (row["code"], row["validFrom"]) == ("C1_ADVANCED", "2015-01-01")
    )
    damage(row)
    with pytest.raises(catalogue_file.CatalogueError, match=sentence):
        catalogue_file.parse({"exams": rows})


@pytest.mark.parametrize("document", [{}, {"exams": []}, {"exams": [7]}, {"exams": "x"}, [], None])
def test_a_file_of_another_shape_is_refused(document: Mapping[str, Any]) -> None:
    with pytest.raises(catalogue_file.CatalogueError):
        catalogue_file.parse(document)


def test_periods_of_an_exam_leave_no_day_out(catalogue: Catalogue) -> None:
    for code in catalogue.codes():
        rows = catalogue.periods(code)
        for one, other in pairwise(rows):
            assert one.valid_to is not None
            assert one.valid_to + timedelta(days=1) == other.valid_from
