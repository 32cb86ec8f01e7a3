"""The directory as a type-ahead: any word of a name, as far as it is typed, however it is typed."""

from typing import Any, Final

import pytest
from sqlalchemy.dialects.postgresql import asyncpg

from db.queries import organisations
from domain import names
from domain.states import OrganisationState
from resolvers.context import Viewer
from tests import factories
from tests.api import Api
from tests.usecases.test_plans_of_lists import explained

SEARCH: Final = """query ($search: String!, $first: Int, $after: String) {
  organisationDirectory(search: $search, first: $first, after: $after) {
    edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }"""
NAMES: Final = (
    "Université de la Haute-Saône",
    "Saône-et-Loire Formation",
    "École nationale d’Aoste",
    "Institut L'Étoile (Paris)",
    "Straße & Söhne GmbH",
    "東京大学",
    "O'Brien College",
    "Haute École de la Sarine",
)


@pytest.fixture
async def directory(api: Api) -> Api:
    """The API with more organisations."""
    await api.save(*(factories.organisation(name=name) for name in NAMES))
    return api


async def found(api: Api, viewer: Viewer, search: str) -> list[str]:
    """The names that a text finds."""
    edges = (await api.data(SEARCH, viewer, search=search))["organisationDirectory"]["edges"]
    return [edge["node"]["name"] for edge in edges]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("sa", [NAMES[1], "Groupe Saônelle", NAMES[7], NAMES[0]]),
        ("saone", [NAMES[1], "Groupe Saônelle", NAMES[0]]),
        ("SAÔNE ", [NAMES[1], "Groupe Saônelle", NAMES[0]]),
        ("la saone", [NAMES[0]]),
        ("univ sao", [NAMES[0]]),
        ("sao univ", [NAMES[0]]),
        ("haute", [NAMES[7], NAMES[0]]),
        ("haute-sa", [NAMES[7], NAMES[0]]),
        ("aoste", [NAMES[2]]),
        ("d'aoste", [NAMES[2]]),
        ("nationale d’ao", [NAMES[2]]),
        ("ecole", [NAMES[2], NAMES[7]]),
        ("etoile", [NAMES[3]]),
        ("(paris", [NAMES[3]]),
        ("strasse", [NAMES[4]]),
        ("sohne & stra", [NAMES[4]]),
        ("東京", [NAMES[5]]),
        ("brien", [NAMES[6]]),
        ("one", []),
        ("univ lausanne", []),
        ("--", []),
        ("&|!:*", []),
        ("a:* | b", []),
        ("\\' --", []),
    ],
)
async def test_a_name_is_found_by_the_beginnings_of_its_words(
    directory: Api, candidate: Viewer, search: str, expected: list[str]
) -> None:
    assert await found(directory, candidate, search) == expected


async def test_only_approved_organisations_are_found_by_a_word(
    directory: Api, candidate: Viewer
) -> None:
    await directory.sql(
        "UPDATE organisations SET state = $2 WHERE name = $1", NAMES[0], OrganisationState.RECEIVED
    )

    assert NAMES[0] not in await found(directory, candidate, "saone")


async def test_a_name_that_is_changed_is_found_by_its_new_words(
    directory: Api, candidate: Viewer
) -> None:
    await directory.sql(
        "UPDATE organisations SET name_key = 'universite du leman' WHERE name = $1", NAMES[0]
    )

    assert await found(directory, candidate, "leman") == [NAMES[0]]
    assert NAMES[0] not in await found(directory, candidate, "saone")


async def test_names_that_begin_so_come_first_and_pages_hold_each_once(
    api: Api, candidate: Viewer
) -> None:
    begin = [f"Zeta {number:02}" for number in range(12)]
    inside = [f"Alpha {number:02} Zeta" for number in range(12)]
    await api.save(*(factories.organisation(name=name) for name in (*inside, *begin)))

    seen: list[str] = []
    after, has_next = None, True
    while has_next:
        page = (await api.data(SEARCH, candidate, search="zet", first=7, after=after))[
            "organisationDirectory"
        ]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after, has_next = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == [*begin, *inside][:20]


async def test_words_are_told_apart_in_the_database_as_in_the_code(api: Api) -> None:
    signs = "".join(chr(number) for number in range(32, 0x2100)) + "x"
    samples = [names.search_key(f"ab{sign}cd") for sign in signs]
    samples += [names.search_key(name) for name in NAMES]

    rows = await api.sql(
        "SELECT key, tsvector_to_array(directory_words(key)) AS words FROM unnest($1::text[]) key",
        samples,
    )
    for row in rows:
        assert sorted(set(names.words(row["key"]))) == sorted(row["words"]), row["key"]
    assert len(rows) == len(samples)


async def test_a_word_is_looked_up_in_an_index(api: Api, candidate: Viewer) -> None:
    await api.sql(
        """INSERT INTO organisations
          SELECT gen_random_uuid(), name, lower(name), 'SCHOOL', 'Springfield', 'GB', 'https://x.example',
            'x.example', 'UTC', 'EN', 'APPROVED', now()
          FROM (SELECT 'School of ' || md5(n::text) AS name FROM generate_series(1, 5000) n) many"""
    )
    await api.sql("ANALYZE organisations")
    statement: Any = organisations.with_words(["saone"], 20)

    assert "organisations_words" in await explained(api, candidate, statement)
    assert "@@" in str(statement.compile(dialect=asyncpg.dialect()))
