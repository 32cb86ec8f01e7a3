"""A candidate learns that a share was opened, and when: not by whom, and of no other's share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from db.engine import Database, Identity, Job
from tests.walls.conftest import Crowd


async def openings(database: Database, identity: Identity) -> Sequence[Mapping[str, Any]]:
    """What an identity reads of the view without any condition."""
    async with database.transaction(identity) as session:
        return [
            dict(row) for row in (await session.execute(text("TABLE share_openings"))).mappings()
        ]


async def test_a_candidate_reads_when_own_shares_were_opened_and_nothing_of_whom(
    app: Database, crowded: Crowd
) -> None:
    mine = crowded.mine

    found = await openings(app, mine.candidate())

    view: Any = mine.one("share_views")
    assert found == [
        {
            "candidate_id": mine.result.candidate_id,
            "share_id": mine.share.id,
            "opened_at": view.viewed_at,
        }
    ]


async def test_the_other_candidate_reads_the_others_alone(app: Database, crowded: Crowd) -> None:
    found = await openings(app, crowded.theirs.candidate())

    assert [row["share_id"] for row in found] == [crowded.theirs.share.id]


async def test_no_member_and_no_job_reads_any(app: Database, crowded: Crowd) -> None:
    member = crowded.mine.member()

    for identity in (member, crowded.mine.client(), *(replace(member, job=job) for job in Job)):
        assert await openings(app, identity) == []


async def test_the_rows_themselves_stay_hidden_from_a_candidate(
    app: Database, crowded: Crowd
) -> None:
    async with app.transaction(crowded.mine.candidate()) as session:
        assert (await session.execute(text("TABLE share_views"))).all() == []
