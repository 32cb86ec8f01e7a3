"""How many SQL statements an operation takes at most: no page costs more for being longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from sqlalchemy import event

from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import lists, people

ROW: Final = """id state isNew viewedAt photoUrl standing { state } organisation { name }
  candidate { firstName familyName } result { referenceNumber exam { name } centre { name }
    overallScore skillScores { skill score } }"""

# Each transaction begins with one statement that says for whom (but for nobody's).
MEMBER: Final[dict[str, tuple[int, str]]] = {
    "viewer": (5, "{ viewer { role user { email } organisation { name }"
        " notificationPreferences { isOn } } }"),
    "sharedResults": (5, f"{{ sharedResults(first: 100) {{ edges {{ node {{ {ROW} }} }} }} }}"),
    "sharedResults with its pager": (13, f"""{{ sharedResults(first: 100) {{
        totalCount totalCountIsCapped pageInfo {{ endCursor }}
        pageCursors(size: 100) {{ around {{ number cursor }} last {{ cursor }} }}
        edges {{ node {{ {ROW} }} }} }} }}"""),
    "newShareCount": (2, "{ newShareCount { count isCapped } }"),
    "nodes": (5, f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{
        ... on SharedResult {{ {ROW} }} }} }}"""),
    "markViewed": (9, f"""mutation ($ids: [ID!]!) {{ markViewed(input: {{ids: $ids}}) {{
        sharedResults {{ {ROW} }} }} }}"""),
    "createExport": (6, """mutation ($ids: [ID!]!) { createExport(input: {format: CSV,
        selection: {ids: $ids}}) { export { id } } }"""),
    "exports": (2, """{ exports(first: 100) { edges { node { id state downloadUrl
        createdBy { familyName } } } } }"""),
    "exports with their count": (4, """{ exports(first: 1) { totalCount
        edges { node { id } } } }"""),
    "updateProfile": (4, """mutation { updateProfile(input: {language: FR}) {
        user { language } } }"""),
}  # fmt: skip


@contextmanager
def counting(api: Api) -> Iterator[list[str]]:
    """The statements that are executed in the block."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = api.services.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("case", MEMBER)
async def test_an_operation_of_a_member_takes_no_more_statements_than_stated(
    api: Api, member: Viewer, case: str
) -> None:
    maximum, document = MEMBER[case]
    rows = (await lists.walked(api, member))[:100]
    given = {"ids": rows} if "$ids" in document else {}

    with counting(api) as seen:
        await api.data(document, member, **given)

    assert 0 < len(seen) <= maximum, "\n".join(seen)


async def test_a_page_of_a_hundred_costs_what_a_page_of_one_costs(
    sample: Api, reader: Viewer
) -> None:
    document = f"query ($n: Int!) {{ sharedResults(first: $n) {{ edges {{ node {{ {ROW} }} }} }} }}"

    counts = []
    for size in (1, 100):
        with counting(sample) as seen:
            await sample.data(document, reader, n=size)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_a_hundred_objects_of_a_type_cost_what_one_costs(api: Api, primary: Viewer) -> None:
    (share, *_) = await lists.walked(api, primary)
    create = """mutation ($id: ID!) { createExport(input: {format: CSV, selection: {ids: [$id]}}) {
      export { id } } }"""
    made = [
        (await api.data(create, primary, id=share))["createExport"]["export"]["id"]
        for _ in range(20)
    ]

    counts = []
    for ids in (made[:1], made):
        with counting(api) as seen:
            await api.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", primary, ids=ids)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_sharing_costs_no_more_than_stated_and_little_for_each_endpoint(
    api: Api, primary: Viewer
) -> None:
    organisation = await people.organisation(api)
    without, with_three = await people.people(api, 2)
    with counting(api) as seen:
        share = await people.shared(api, without, organisation)
    alone = len(seen)
    for _ in range(3):
        await api.data(
            """mutation { createWebhookEndpoint(input: {url: "http://127.0.0.1:8099/in"}) {
              endpoint { id } } }""",
            primary,
        )
    await api.sql("UPDATE webhook_endpoints SET state = 'ACTIVE'")
    with counting(api) as seen:
        await people.shared(api, with_three, organisation)

    assert alone <= 15
    assert len(seen) - alone <= 2 * 3
    with counting(api) as seen:
        await people.withdraw(api, without.viewer, share)
    assert len(seen) <= 13 + 2 * 3


async def test_a_candidates_own_page_costs_six_statements(api: Api) -> None:
    person = await people.person(api)
    for domain in ("northbridge.example", "lakeside.example", "saonelle.example"):
        await people.shared(api, person, await people.organisation(api, domain))
    document = """{ myResults { edges { node { result { id } canBeShared
      shares { id state openedAt organisation { name } } } } } }"""

    with counting(api) as seen:
        await api.data(document, person.viewer)

    assert len(seen) <= 6, "\n".join(seen)


async def test_an_empty_answer_for_a_malformed_id_costs_nothing(
    sample: Api, reader: Viewer
) -> None:
    with counting(sample) as seen:
        await sample.data('{ node(id: "nonsense") { id } }', reader)

    assert seen == []
