"""Many at the same moment: one effect each, no deadlock, no bug, counters and numbers exact."""

from collections import Counter

from resolvers.context import Viewer
from tests import api as apis
from tests.api import Api
from tests.usecases import lists, people


async def test_of_twenty_shares_of_one_pair_at_once_exactly_one_is_made(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    before = await api.counts()

    payloads = await apis.all_of(people.share(api, person, organisation) for _ in range(20))

    found = Counter(tuple(people.codes(payload)) for payload in payloads)
    assert found == {(): 1, ("ALREADY_SHARED",): 19}
    assert len({payload["share"]["id"] for payload in payloads}) == 1
    after = await api.counts()
    assert after["shares"] == before["shares"] + 1
    assert after["events"] == before["events"] + 1
    await assert_counters_exact(api, member)


async def test_of_twenty_withdrawals_at_once_exactly_one_ends_the_share(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api)
    share = await people.shared(api, person, await people.organisation(api))

    payloads = await apis.all_of(people.withdraw(api, person.viewer, share) for _ in range(20))

    found = Counter(tuple(people.codes(payload)) for payload in payloads)
    assert found == {(): 1, ("ALREADY_ENDED",): 19}
    await assert_counters_exact(api, member)


async def test_shares_and_withdrawals_at_once_leave_one_share_at_most(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    share = await people.shared(api, person, organisation)

    payloads = await apis.all_of(
        call
        for _ in range(10)
        for call in (
            people.share(api, person, organisation),
            people.withdraw(api, person.viewer, share),
        )
    )

    codes = {code for payload in payloads for code in people.codes(payload)}
    assert codes <= {"ALREADY_SHARED", "ALREADY_ENDED"}
    active = await api.sql(
        "SELECT id FROM shares WHERE result_id = $1 AND state = 'ACTIVE'",
        people.uuid_of(person.result),
    )
    assert len(active) <= 1
    await assert_counters_exact(api, member)


async def test_an_overdue_share_is_replaced_once_by_twenty_at_once(
    api: Api, member: Viewer
) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    share = await people.shared(api, person, organisation)
    await api.sql(
        "UPDATE shares SET shared_at = now() - interval '1 day',"
        " expires_at = now() - interval '1 second' WHERE id = $1",
        people.uuid_of(share),
    )

    payloads = await apis.all_of(people.share(api, person, organisation) for _ in range(20))

    found = Counter(tuple(people.codes(payload)) for payload in payloads)
    assert found == {(): 1, ("ALREADY_SHARED",): 19}
    await assert_counters_exact(api, member)


async def test_fifty_shares_and_withdrawals_with_two_organisations_number_their_events_gaplessly(
    api: Api, member: Viewer, stranger: Viewer
) -> None:
    crowd = await people.people(api, 25)
    north = await people.organisation(api)
    lake = await people.organisation(api, "lakeside.example")
    heads = await _heads(api)

    async def share_and_withdraw(person: people.Person, organisation: str) -> None:
        share = await people.shared(api, person, organisation)
        await people.withdraw(api, person.viewer, share)

    await apis.all_of(
        share_and_withdraw(person, organisation)
        for person in crowd
        for organisation in (north, lake)
    )

    for viewer in (member, stranger):
        first = heads[viewer.organisation_id]
        rows = await api.sql(
            """SELECT e.org_seq, s.shared_at, e.type
            FROM events e JOIN shares s ON s.id = e.share_id
            WHERE e.organisation_id = $1 AND org_seq > $2 ORDER BY org_seq""",
            viewer.organisation_id,
            first,
        )
        assert [row["org_seq"] for row in rows] == list(range(first + 1, first + 51))
        moments = [row["shared_at"] for row in rows if row["type"] == "share.created"]
        assert moments == sorted(moments)
        await assert_counters_exact(api, viewer)


async def test_a_reader_of_events_never_sees_a_gap_that_is_filled_later(
    api: Api, primary: Viewer
) -> None:
    crowd = await people.people(api, 30)
    organisation = await people.organisation(api)
    head = (await _heads(api))[primary.organisation_id]
    query = """query ($after: String) { events(first: 100, after: $after) {
      edges { cursor node { sequence } } pageInfo { hasNextPage } } }"""
    after = None
    while True:
        found = (await api.data(query, primary, after=after))["events"]
        after = found["edges"][-1]["cursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break

    async def watch() -> list[int]:
        seen: list[int] = []
        cursor = after
        while len(seen) < len(crowd):
            for edge in (await api.data(query, primary, after=cursor))["events"]["edges"]:
                cursor = edge["cursor"]
                seen.append(edge["node"]["sequence"])
        return seen

    seen, *_ = await apis.all_of(
        [watch(), *(people.shared(api, person, organisation) for person in crowd)]
    )

    assert seen == list(range(head + 1, head + 1 + len(crowd)))


async def assert_counters_exact(api: Api, viewer: Viewer) -> None:
    """The counter of active shares is what SQL counts."""
    row = await api.one(
        """SELECT active_shares, (SELECT count(*) FROM shares s WHERE s.state = 'ACTIVE'
          AND s.organisation_id = c.organisation_id) AS counted
        FROM organisation_counters c WHERE organisation_id = $1""",
        viewer.organisation_id,
    )
    assert row["active_shares"] == row["counted"]
    total = (await api.data("{ sharedResults { totalCount } }", viewer))["sharedResults"]
    assert total["totalCount"] == len(await lists.known(api, viewer))


async def _heads(api: Api) -> dict[object, int]:
    rows = await api.sql("SELECT organisation_id, last_seq FROM organisation_counters")
    return {row["organisation_id"]: row["last_seq"] for row in rows}
