"""The scale of an exam as the API tells it: what a picture of the scores is drawn from."""

from datetime import date
from typing import Any, Final

from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import people

SCALE: Final = """code scaleMinimum scaleMaximum cefrBands { level minimum maximum }
  grades { code minimum maximum cefrLevel }"""
EXAMS: Final = f"{{ exams {{ {SCALE} }} }}"
MINE: Final = f"{{ myResults {{ edges {{ node {{ result {{ exam {{ {SCALE} }} }} }} }} }} }}"
NODE: Final = f"""query ($id: ID!) {{ node(id: $id) {{ ... on SharedResult {{
  result {{ exam {{ {SCALE} }} }} }} }} }}"""


async def test_an_exam_has_its_levels_and_grades_lowest_first(sample: Api) -> None:
    exams = {exam["code"]: exam for exam in (await sample.data(EXAMS))["exams"]}

    assert exams["C1_ADVANCED"] == {
        "code": "C1_ADVANCED",
        "scaleMinimum": 142,
        "scaleMaximum": 210,
        "cefrBands": [
            {"level": "B2", "minimum": 160, "maximum": 179},
            {"level": "C1", "minimum": 180, "maximum": 199},
            {"level": "C2", "minimum": 200, "maximum": 210},
        ],
        "grades": [
            {"code": "NONE", "minimum": 142, "maximum": 159, "cefrLevel": None},
            {"code": "LEVEL_B2", "minimum": 160, "maximum": 179, "cefrLevel": "B2"},
            {"code": "C", "minimum": 180, "maximum": 192, "cefrLevel": "C1"},
            {"code": "B", "minimum": 193, "maximum": 199, "cefrLevel": "C1"},
            {"code": "A", "minimum": 200, "maximum": 210, "cefrLevel": "C2"},
        ],
    }


async def test_an_exam_without_scale_has_neither(sample: Api) -> None:
    exams = {exam["code"]: exam for exam in (await sample.data(EXAMS))["exams"]}

    assert exams["DELTA_MODULE_ONE"] == {
        "code": "DELTA_MODULE_ONE",
        "scaleMinimum": None,
        "scaleMaximum": None,
        "cefrBands": [],
        "grades": [],
    }


async def test_a_result_has_the_scale_of_its_day(api: Api, member: Viewer) -> None:
    organisation = await people.organisation(api)

    async def grades(day: date) -> list[str]:
        person = await people.person(api, exam_code="B1_PRELIMINARY", exam_date=day)
        share = await people.shared(api, person, organisation)
        own = (await api.data(MINE, person.viewer))["myResults"]["edges"][0]["node"]["result"]
        seen = (await api.data(NODE, member, id=share))["node"]["result"]
        assert own == seen
        return [_code(grade) for grade in seen["exam"]["grades"]]

    passes = ["PASS", "PASS_WITH_MERIT", "PASS_WITH_DISTINCTION"]
    assert await grades(date(2014, 12, 31)) == []
    assert await grades(date(2019, 12, 31)) == ["NONE", "LEVEL_A2", *passes]
    assert await grades(date(2020, 1, 1)) == ["NONE", "LEVEL_A2", "C", "B", "A"]


def _code(grade: Any) -> str:
    return str(grade["code"])
