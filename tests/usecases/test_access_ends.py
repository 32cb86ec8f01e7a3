"""When access ends, every path of the API shows nothing of the person, at once."""

import json
from typing import Any, Final

import pytest

from domain.errors import DomainError
from domain.permissions import Scope
from domain.states import ResultState
from resolvers import exports, photos
from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import people, streams
from tests.usecases.people import Person

WORDS: Final = ("ZARATHUSTRA", "QUIXOTE")
EVERYTHING: Final = """
  id state standing { state reasonCode }
  candidate { firstName familyName dateOfBirth candidateNumber }
  result { referenceNumber overallScore grade cefrLevel skillScores { score } placeOfEntry }
  photoUrl organisation { name }"""

# Every path by which the API shows a share, with the id as `$id`.
PATHS: Final = {
    "sharedResults": f"{{ sharedResults(first: 100) {{ edges {{ node {{ {EVERYTHING} }} }} }} }}",
    "by name": f"""{{ sharedResults(filter: {{name: "zarath"}}) {{ totalCount edges {{ node {{
      {EVERYTHING} }} }} }} }}""",
    "node": f"query ($id: ID!) {{ node(id: $id) {{ ... on SharedResult {{ {EVERYTHING} }} }} }}",
    "nodes": f"""query ($id: ID!) {{ nodes(ids: [$id]) {{ ... on SharedResult {{
      {EVERYTHING} }} }} }}""",
    "markViewed": f"""mutation ($id: ID!) {{ markViewed(input: {{ids: [$id]}}) {{
      sharedResults {{ {EVERYTHING} }} }} }}""",
}

ENDINGS: Final = {
    "withdrawn": None,
    "expired": "UPDATE shares SET shared_at = now() - interval '1 day',"
    " expires_at = now() - interval '1 millisecond' WHERE id = $1",
}


async def test_the_paths_show_the_person_while_access_lasts(api: Api, member: Viewer) -> None:
    _, share = await _shared(api)

    for path in PATHS:
        assert _words_in(await _look(api, path, member, share)) == set(WORDS), path


@pytest.mark.parametrize("ending", ENDINGS)
async def test_no_path_shows_anything_of_the_person_after_the_end(
    api: Api, member: Viewer, ending: str
) -> None:
    person, share = await _shared(api)

    async with streams.opened(api, streams.RESULT_SHARED, member) as stream:
        await _end(api, person, share, ending)
        for path in PATHS:
            assert _words_in(await _look(api, path, member, share)) == set(), path
        assert await stream.is_quiet(0.1)


@pytest.mark.parametrize("ending", ENDINGS)
async def test_the_line_that_is_left_says_that_it_could_not_be_checked(
    api: Api, member: Viewer, ending: str
) -> None:
    person, share = await _shared(api)

    await _end(api, person, share, ending)
    node = (await _look(api, "node", member, share))["data"]["node"]

    reason = {"withdrawn": "SHARE_WITHDRAWN", "expired": "SHARE_EXPIRED"}[ending]
    assert node == {
        "id": share,
        "state": reason.removeprefix("SHARE_"),
        "standing": {"state": "COULD_NOT_CHECK", "reasonCode": reason},
        "candidate": None,
        "result": None,
        "photoUrl": None,
        "organisation": {"name": "Northbridge University"},
    }


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_photo_and_a_file_are_refused_after_the_end(
    api: Api, member: Viewer, ending: str
) -> None:
    person, share = await _shared(api)
    await api.sql(
        "INSERT INTO photos VALUES ($1, 'photos/none.jpg', '\\x00', 1)",
        people.uuid_of(person.result),
    )
    export = await _ready_export(api, member, share)
    await photos.photo(api.context(member), people.uuid_of(share))
    await exports.download(api.context(member), export)
    assert await exports.may_go_on(api.context(member), export)

    await _end(api, person, share, ending)

    with pytest.raises(DomainError) as refused:
        await photos.photo(api.context(member), people.uuid_of(share))
    assert refused.value.code == "NOT_FOUND"
    with pytest.raises(DomainError) as refused:
        await exports.download(api.context(member), export)
    assert refused.value.code == "ACCESS_ENDED"
    assert not await exports.may_go_on(api.context(member), export)


@pytest.mark.parametrize("state", [ResultState.WITHHELD, ResultState.REVOKED])
async def test_a_result_that_no_longer_stands_shows_no_score_on_any_path(
    api: Api, member: Viewer, state: ResultState
) -> None:
    person, share = await _shared(api)

    await api.sql(
        "UPDATE results SET state = $2 WHERE id = $1", people.uuid_of(person.result), state.value
    )

    for path in PATHS:
        (node,) = _nodes_of(await _look(api, path, member, share), share)
        assert node["standing"] == {"state": "NOT_VERIFIED", "reasonCode": state.value}
        result = node["result"]
        shown = (
            result["overallScore"],
            result["grade"],
            result["cefrLevel"],
            result["skillScores"],
        )
        assert shown == (None, None, None, []), path


async def test_a_result_that_is_held_back_again_is_shown_on_no_path(
    api: Api, member: Viewer
) -> None:
    person, share = await _shared(api)

    await api.sql(
        "UPDATE results SET release_at = now() + interval '1 hour' WHERE id = $1",
        people.uuid_of(person.result),
    )

    for path in set(PATHS) - {"by name"}:
        assert _words_in(await _look(api, path, member, share)) == set(), path


async def test_another_organisation_sees_nothing_of_the_share_on_any_path(
    api: Api, stranger: Viewer
) -> None:
    _, share = await _shared(api)
    client = await api.client(*Scope, of="lakeside.example")

    for viewer in (stranger, client):
        for path in PATHS:
            answer = json.dumps(await _look(api, path, viewer, share))
            assert share not in answer, path
            assert _words_in(answer) == set(), path


async def _shared(api: Api) -> tuple[Person, str]:
    person = await people.person(api, name=WORDS)
    return person, await people.shared(api, person, await people.organisation(api))


async def _end(api: Api, person: Person, share: str, ending: str) -> None:
    statement = ENDINGS[ending]
    if statement is None:
        await people.withdraw(api, person.viewer, share)
    else:
        await api.sql(statement, people.uuid_of(share))


async def _look(api: Api, path: str, viewer: Viewer, share: str) -> Any:
    given = {"id": share} if "$id" in PATHS[path] else {}
    return await api.answer(PATHS[path], viewer, **given)


def _words_in(answer: Any) -> set[str]:
    text = json.dumps(answer).upper()
    return {word for word in WORDS if word in text}


def _nodes_of(answer: Any, share: str) -> list[Any]:
    """Every object in the answer that is the share."""
    if isinstance(answer, dict):
        here = [answer] if answer.get("id") == share else []
        return here + [found for value in answer.values() for found in _nodes_of(value, share)]
    if isinstance(answer, list):
        return [found for value in answer for found in _nodes_of(value, share)]
    return []


async def _ready_export(api: Api, viewer: Viewer, share: str) -> Any:
    created = await api.data(
        """mutation ($id: ID!) { createExport(input: {format: CSV, selection: {ids: [$id]}}) {
          export { id } } }""",
        viewer,
        id=share,
    )
    export = people.uuid_of(created["createExport"]["export"]["id"])
    await api.sql(
        """INSERT INTO stored_files SELECT id, organisation_id, 'exports/' || id, 1, '\\x00', now(),
          now() + interval '1 day' FROM exports WHERE id = $1""",
        export,
    )
    await api.sql("UPDATE exports SET state = 'READY', file_id = id WHERE id = $1", export)
    await api.sql("UPDATE export_subjects SET version = 1 WHERE export_id = $1", export)
    return export
