"""The list of shared results says what SQL says: filters, orders, both directions."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from db import ids
from resolvers.context import Viewer
from tests import factories
from tests.api import Api
from tests.usecases import lists, people

# Fields of the order → what SQL sorts by.
ORDERS: Final = {
    "SHARED_AT": "s.shared_at",
    "FAMILY_NAME": "s.family_name_key",
    "FIRST_NAME": "s.first_name_key",
    "EXAM": "s.exam_code",
    "OVERALL_SCORE": "s.overall_score_key",
}


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_each_order_gives_the_rows_of_sql_in_both_directions(
    sample: Api, reader: Viewer, field: str, direction: str
) -> None:
    key = ORDERS[field]
    sql = await lists.known(
        sample, reader, f"{lists.ACTIVE} ORDER BY {key} {direction}, s.id {direction}"
    )

    order = {"field": field, "direction": direction}

    assert await lists.walked(sample, reader, orderBy=order) == sql
    assert await lists.walked_back(sample, reader, orderBy=order) == sql


async def test_the_default_order_is_newest_first(sample: Api, reader: Viewer) -> None:
    sql = await lists.known(sample, reader, f"{lists.ACTIVE} ORDER BY s.shared_at DESC, s.id DESC")

    assert await lists.walked(sample, reader) == sql


NOON: Final = datetime.now(UTC) - timedelta(days=200)

# What a client asks → what SQL asks.
FILTERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "from": ({"sharedFrom": NOON.isoformat()}, f"s.shared_at >= '{NOON.isoformat()}'"),
    "to": ({"sharedTo": NOON.isoformat()}, f"s.shared_at < '{NOON.isoformat()}'"),
    "one exam": ({"examCodes": ["C1_ADVANCED"]}, "r.exam_code = 'C1_ADVANCED'"),
    "two exams": (
        {"examCodes": ["B2_FIRST", "C1_ADVANCED", "B2_FIRST"]},
        "r.exam_code IN ('B2_FIRST', 'C1_ADVANCED')",
    ),
    "no exam": ({"examCodes": []}, "false"),
    "name": ({"name": "ma"}, "(s.family_name_key LIKE 'ma%' OR s.first_name_key LIKE 'ma%')"),
    "a blank name": ({"name": "  "}, "true"),
    "unopened": (
        {"unopenedOnly": True},
        "NOT EXISTS (SELECT FROM share_views v WHERE v.share_id = s.id AND v.user_id = $2)",
    ),
    "new": (
        {"newOnly": True},
        "s.shared_at > (SELECT last_sign_in_at FROM users WHERE id = $2)",
    ),
    "all at once": (
        {
            "sharedFrom": NOON.isoformat(),
            "examCodes": ["C1_ADVANCED", "B2_FIRST", "B1_PRELIMINARY"],
            "unopenedOnly": True,
            "name": "a",
        },
        f"s.shared_at >= '{NOON.isoformat()}' AND r.exam_code IN"
        " ('C1_ADVANCED', 'B2_FIRST', 'B1_PRELIMINARY')"
        " AND (s.family_name_key LIKE 'a%' OR s.first_name_key LIKE 'a%')"
        " AND NOT EXISTS (SELECT FROM share_views v WHERE v.share_id = s.id AND v.user_id = $2)",
    ),
}


@pytest.mark.parametrize("case", FILTERS)
async def test_each_filter_gives_the_rows_of_sql_and_their_number(
    sample: Api, reader: Viewer, case: str
) -> None:
    filter_, condition = FILTERS[case]
    sql = f"{lists.ACTIVE} AND {condition} AND $2::uuid IS NOT NULL ORDER BY s.shared_at DESC, s.id"
    expected = await lists.known(sample, reader, sql, reader.account_id)

    found = await sample.data(
        """query ($filter: SharedResultFilter!) {
          sharedResults(filter: $filter) { totalCount totalCountIsCapped } }""",
        reader,
        filter=filter_,
    )

    assert await lists.walked(sample, reader, 7 if len(expected) < 90 else 100, filter=filter_) == [
        *expected
    ]
    assert found["sharedResults"] == {"totalCount": len(expected), "totalCountIsCapped": False}


async def test_the_cases_of_the_filters_find_something(sample: Api, reader: Viewer) -> None:
    sizes = {
        case: len(await lists.walked(sample, reader, filter=asked))
        for case, (asked, _) in FILTERS.items()
    }

    assert {case for case, size in sizes.items() if size == 0} == {"no exam"}


@pytest.mark.parametrize(
    ("family_name", "typed"),
    [
        ("ŠIMŮNKOVÁ", "simu"),
        ("Łukasiewicz", "LUKAS"),
        ("O’Brien", "o'br"),
        ("ΠΑΠΑΔΟΠΟΎΛΟΥ", "παπαδοπουλ"),
        ("Щербакова", "щерб"),
        ("محمود", "محم"),
        ("李", "李"),
        ("김", "김"),
        ("Straße", "STRASSE"),
        ("de la Cruz", "  DE   la"),
    ],
)
async def test_a_name_is_found_however_it_is_typed(
    api: Api, member: Viewer, family_name: str, typed: str
) -> None:
    person = await people.person(api, name=("ZOË", family_name))
    share = await people.shared(api, person, await people.organisation(api))

    by_family_name = await lists.walked(api, member, filter={"name": typed})
    by_first_name = await lists.walked(api, member, filter={"name": "zoe"})

    assert share in by_family_name
    assert share in by_first_name
    assert share not in await lists.walked(api, member, filter={"name": typed + "x"})


async def test_ended_shares_are_listed_by_their_state_alone(sample: Api, reader: Viewer) -> None:
    for state in ("EXPIRED", "WITHDRAWN"):
        sql = "SELECT id FROM shares WHERE organisation_id = $1 AND state = $2 ORDER BY shared_at"
        ended = await lists.known(sample, reader, sql, state)
        order = {"field": "FAMILY_NAME", "direction": "ASC"}

        assert (
            await lists.walked(sample, reader, 5, filter={"state": state}, orderBy=order) == ended
        )
        assert await lists.walked(sample, reader, filter={"state": state, "name": "a"}) == []
        exams = ["C1_ADVANCED", "B2_FIRST", "B1_PRELIMINARY", "C2_PROFICIENCY"]
        assert await lists.walked(sample, reader, filter={"state": state, "examCodes": exams}) == []


async def test_an_overdue_share_is_ended_for_every_reader_before_the_clock_has_ended_it(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api, name=("ZYX", "ZYXW"))
    share = await people.shared(api, person, await people.organisation(api))
    before = await api.data("{ sharedResults { totalCount } }", member)

    await _let_expire(api, share)
    after = await api.data("{ sharedResults { totalCount } }", member)
    expired = await api.data(
        """{ sharedResults(first: 1, filter: {state: EXPIRED},
              orderBy: {field: FAMILY_NAME, direction: DESC}) {
            edges { cursor node { id state candidate { firstName } result { grade }
              standing { state reasonCode } } } } }""",
        member,
    )

    assert after["sharedResults"]["totalCount"] == before["sharedResults"]["totalCount"] - 1
    assert share not in await lists.walked(api, member)
    assert share in await lists.walked(api, member, filter={"state": "EXPIRED"})
    assert await lists.walked(api, member, filter={"state": "EXPIRED", "name": "zyx"}) == []
    (edge,) = expired["sharedResults"]["edges"]
    assert edge["node"] == {
        "id": share,
        "state": "EXPIRED",
        "candidate": None,
        "result": None,
        "standing": {"state": "COULD_NOT_CHECK", "reasonCode": "SHARE_EXPIRED"},
    }


async def test_revoked_and_withheld_results_are_listed_without_scores(
    sample: Api, reader: Viewer
) -> None:
    found = await sample.data(
        """{ sharedResults(first: 100, orderBy: {field: OVERALL_SCORE, direction: ASC}) {
          edges { node { standing { state reasonCode } candidate { familyName } result {
            state outcome overallScore grade cefrLevel skillScores { score } } } } } }""",
        reader,
    )

    changed = [
        edge["node"]
        for edge in found["sharedResults"]["edges"]
        if edge["node"]["result"]["state"] in {"REVOKED", "WITHHELD"}
    ]
    assert {node["result"]["state"] for node in changed} == {"REVOKED", "WITHHELD"}
    for node in changed:
        result = node["result"]
        assert node["standing"] == {"state": "NOT_VERIFIED", "reasonCode": result["state"]}
        assert node["candidate"]["familyName"]
        assert (result["overallScore"], result["grade"], result["cefrLevel"]) == (None, None, None)
        assert result["skillScores"] == []


async def test_a_filtered_count_stops_at_ten_thousand_and_says_so(
    api: Api, stranger: Viewer
) -> None:
    await _fill(api, stranger, 10_001)

    found = await api.data(
        """{ everything: sharedResults(first: 1) { totalCount totalCountIsCapped
              pageCursors(size: 100) { last { number } } }
            filtered: sharedResults(first: 1, filter: {examCodes: ["C1_ADVANCED"]}) {
              totalCount totalCountIsCapped pageCursors(size: 100) { last { number } } } }""",
        stranger,
    )

    rows = await lists.known(api, stranger)
    assert found["everything"]["totalCount"] == len(rows) > 10_000
    assert found["everything"]["totalCountIsCapped"] is False
    assert found["everything"]["pageCursors"]["last"]["number"] == -(-len(rows) // 100)
    assert found["filtered"] == {
        "totalCount": 10_000,
        "totalCountIsCapped": True,
        "pageCursors": {"last": None},
    }


async def _let_expire(api: Api, share: str) -> None:
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '1 day',"
        " expires_at = now() - interval '1 second' WHERE id = $1",
        people.uuid_of(share),
    )


async def _fill(api: Api, viewer: Viewer, count: int) -> None:
    """Give the organisation this many shares of C1 Advanced, in one statement each."""
    person, centre = factories.candidate(), factories.centre()
    first = factories.result(person.id, centre.id)
    await api.save(person, centre, first, factories.result_version(first.id))
    await api.sql(
        """INSERT INTO results SELECT gen_random_uuid(), candidate_id, centre_id, 'F' || n,
          exam_code, exam_date, session_code, place_of_entry, state, release_at, version
          FROM results, generate_series(1, $2) n WHERE id = $1""",
        first.id,
        count,
    )
    await api.sql(
        """INSERT INTO result_versions SELECT r.id, 1, v.outcome, v.overall_score, v.grade,
          v.cefr_level, v.skill_scores, NULL, v.issued_at
          FROM results r, result_versions v WHERE r.candidate_id = $1 AND v.result_id = $2
          AND r.id <> $2""",
        person.id,
        first.id,
    )
    template = factories.share(first, ids.new_id())
    await api.sql(
        """INSERT INTO shares (id, organisation_id, candidate_id, result_id, state, shared_at,
          includes_photo, includes_email, includes_passport_number,
          family_name_key, first_name_key, exam_code, overall_score_key)
          SELECT gen_random_uuid(), $1, candidate_id, id, 'ACTIVE', $3, false, false, false,
          'silva', 'maya', exam_code, 196 FROM results WHERE candidate_id = $2""",
        viewer.organisation_id,
        person.id,
        template.shared_at,
    )
    await api.sql(
        "UPDATE organisation_counters SET active_shares = active_shares + $2 + 1"
        " WHERE organisation_id = $1",
        viewer.organisation_id,
        count,
    )
