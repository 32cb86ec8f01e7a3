"""Moments at the ends of the calendar: what can be written can be read by everybody."""

from typing import Final

import pytest

from resolvers.context import Viewer
from tests.api import Api
from tests.usecases import lists, people

LAST: Final = "9999-12-31T23:59:59.999999Z"
LAST_BUT_ONE: Final = "9999-12-31T23:59:59.999998Z"


async def test_a_share_may_last_as_long_as_the_calendar_and_everybody_can_read_it(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api), expiresAt=LAST_BUT_ONE)

    own = await api.data(
        "{ myResults { edges { node { shares { id expiresAt } } } } }", person.viewer
    )
    theirs = await api.data(
        "{ sharedResults(first: 1) { edges { node { id expiresAt } } } }", member
    )

    shown = {"id": share, "expiresAt": LAST_BUT_ONE}
    assert own["myResults"]["edges"][0]["node"]["shares"] == [shown]
    assert theirs["sharedResults"]["edges"][0]["node"] == shown


async def test_the_moment_that_a_database_takes_for_infinity_is_refused(
    api: Api,
) -> None:
    person = await people.person(api)
    given = {"result": person.result, "organisation": await people.organisation(api)}

    code = await api.code(people.SHARE, person.viewer, **given, expiresAt=LAST)

    assert code == "BAD_USER_INPUT"


@pytest.mark.parametrize("end", ["sharedFrom", "sharedTo"])
async def test_a_list_may_be_asked_for_from_and_to_the_ends(
    sample: Api, reader: Viewer, end: str
) -> None:
    everything = await lists.page(sample, reader)
    far = {"sharedFrom": "0001-01-01T00:00:00.000001Z", "sharedTo": LAST_BUT_ONE}

    assert lists.ids_of(await lists.page(sample, reader, filter={end: far[end]})) == lists.ids_of(
        everything
    )
