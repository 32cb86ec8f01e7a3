"""Nobody reads anything through any table or view that was not granted to exactly them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from db.engine import NOBODY, Database, Identity, Job
from db.queries import live_credentials
from db.seeding.copying import Connection
from tests.walls import catalogue
from tests.walls.conftest import Crowd
from tests.walls.crowd import Tenant

Rows = Sequence[Mapping[str, Any]]

MEMBER_READS = {
    *("organisation_counters", "users", "user_secrets", "sessions", "shares", "share_views"),
    *("events", "webhook_endpoints", "webhook_deliveries", "delivery_attempts", "stored_files"),
    *("exports", "export_subjects", "notification_preferences", "api_clients", "api_keys"),
    *("idempotency_keys", "links", "shared_results", "shared_photos", "audit_rows"),
    *("second_factors", "recovery_codes", "terms_acceptances"),
}
PERSONAL = {
    *("user_secrets", "sessions", "links"),
    *("second_factors", "recovery_codes", "terms_acceptances"),
}
JOB_READS = {
    Job.WEBHOOK: {
        *("events", "webhook_endpoints", "webhook_deliveries", "delivery_attempts"),
        "share_access",
    },
    Job.MAIL: {
        *("organisation_counters", "events", "notification_preferences", "mails", "share_access"),
        "letters",
    },
    Job.EXPORT: {"exports"},
    Job.CLOCK: {"shares_due_to_expire", "audit_rows", "audit_seals", "audit_chains"},
}


@pytest.fixture
async def names(superuser: Connection) -> Sequence[str]:
    """Every table and view that the application may read, as the catalogue has them."""
    return await catalogue.readable(superuser)


async def seen(database: Database, names: Sequence[str], identity: Identity) -> dict[str, Rows]:
    """What an identity reads without any condition; relations that show nothing are left out."""
    async with database.transaction(identity) as session:
        found = {
            name: [dict(row) for row in (await session.execute(text(f"TABLE {name}"))).mappings()]
            for name in names
        }
    return {name: rows for name, rows in found.items() if rows}


async def test_every_readable_table_holds_rows_of_several(
    superuser: Connection, names: Sequence[str]
) -> None:
    for name in (*names, "candidates", "results", "result_versions", "photos"):
        if name not in catalogue.VIEWS:
            assert await superuser.fetchval(f"SELECT count(*) FROM {name}") >= 2, name


@pytest.mark.parametrize(
    "identity",
    [
        NOBODY,
        Identity(staff_role="ISSUER_APPROVER"),
        Identity(credential="", email=""),
        Identity(
            organisation_id=uuid4(),
            candidate_id=uuid4(),
            user_id=uuid4(),
            account_id=uuid4(),
            recipient_id=uuid4(),
            staff_role="ISSUER_PUBLISHER",
            credential="ab" * 32,
            email="nobody@people.example",
        ),
    ],
    ids=["unset", "staff", "empty", "unknown"],
)
async def test_a_stranger_reads_nothing(
    app: Database, names: Sequence[str], identity: Identity
) -> None:
    assert await seen(app, names, identity) == {}


async def test_an_auditor_reads_the_record_and_its_seals_alone(
    app: Database, names: Sequence[str]
) -> None:
    found = await seen(app, names, Identity(staff_role="ISSUER_AUDITOR"))

    assert set(found) == {"audit_rows", "audit_seals", "audit_chains"}


async def test_a_member_reads_only_the_own_organisation(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    mine = crowded.mine

    found = await seen(app, names, mine.member())

    assert set(found) == MEMBER_READS
    _check_owner(found, mine.organisation_id, mine.user.id)


async def test_an_api_client_reads_only_the_own_organisation(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    mine = crowded.mine

    found = await seen(app, names, mine.client())

    assert set(found) == MEMBER_READS - PERSONAL - {"idempotency_keys"}
    _check_owner(found, mine.organisation_id, mine.key.client_id)


async def test_a_member_reads_all_that_the_own_organisation_has(
    app: Database,
    names: Sequence[str],
    crowded: Crowd,
    superuser: Connection,
) -> None:
    found = await seen(app, names, crowded.mine.member())

    for name, rows in found.items():
        if name not in catalogue.VIEWS and "organisation_id" in rows[0]:
            count = f"SELECT count(*) FROM {name} WHERE organisation_id = $1"
            assert await superuser.fetchval(count, crowded.mine.organisation_id) == len(rows), name


def _check_owner(found: Mapping[str, Rows], organisation_id: UUID, account_id: UUID) -> None:
    for name, rows in found.items():
        for row in rows:
            if "organisation_id" in row:
                assert row["organisation_id"] == organisation_id, name
            else:
                assert account_id in (row.get("user_id"), row.get("account_id")), name


async def test_a_candidate_reads_only_own_results_and_shares(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    mine = crowded.mine

    found = await seen(app, names, mine.candidate())

    own = {"shares", "my_results", "share_openings"}
    assert set(found) == {"users", *PERSONAL, *own}
    assert {row["candidate_id"] for name in own for row in found[name]} == {
        mine.result.candidate_id
    }
    assert {row["user_id"] for name in PERSONAL for row in found[name]} == {mine.candidate_user.id}
    assert [row["id"] for row in found["users"]] == [mine.candidate_user.id]


async def test_who_tells_an_organisation_something_reads_nothing_personal_of_it(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    theirs = crowded.theirs.organisation_id

    found = await seen(app, names, Identity(recipient_id=theirs))

    assert set(found) == {"organisation_counters", "events", "webhook_endpoints"}
    assert {row["organisation_id"] for rows in found.values() for row in rows} == {theirs}


async def test_a_credential_opens_the_one_row_that_it_names(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    mine = crowded.mine
    by_session = await seen(app, names, Identity(credential=mine.session.token_hash.hex()))
    by_key = await seen(app, names, Identity(credential=mine.key.key_hash.hex()))

    assert {name: len(rows) for name, rows in by_session.items()} == {
        "sessions": 1,
        "session_viewers": 1,
    }
    (viewer,) = by_session["session_viewers"]
    assert viewer["user_id"] == mine.user.id
    assert viewer["has_second_factor"]
    assert not viewer["owes_terms"]
    assert {name: len(rows) for name, rows in by_key.items()} == {
        "api_keys": 1,
        "api_key_viewers": 1,
    }
    assert by_key["api_key_viewers"][0]["organisation_id"] == mine.organisation_id


async def test_of_credentials_that_are_named_the_good_ones_are_told(
    app: Database, crowded: Crowd
) -> None:
    mine = crowded.mine
    session_hash, key_hash = mine.session.token_hash.hex(), mine.key.key_hash.hex()

    async def good(*names: str, idle: timedelta = timedelta(hours=1)) -> frozenset[str]:
        async with app.transaction(NOBODY) as session:
            return await live_credentials.among(session, names, idle)

    assert await good() == frozenset()
    assert await good(session_hash, key_hash, bytes(32).hex()) == {session_hash, key_hash}
    assert await good(session_hash, key_hash, idle=timedelta(days=-1)) == {key_hash}


@pytest.mark.parametrize(
    ("ending", "left"),
    [
        ("UPDATE sessions SET ended_at = now()", {"key"}),
        ("UPDATE sessions SET expires_at = now()", {"key"}),
        ("UPDATE users SET state = 'DISABLED'", {"key"}),
        ("UPDATE api_keys SET revoked_at = now()", {"session"}),
        ("UPDATE api_keys SET expires_at = now()", {"session"}),
        ("UPDATE api_clients SET state = 'REVOKED'", {"session"}),
        ("UPDATE organisations SET state = 'SUSPENDED'", set()),
    ],
)
async def test_a_credential_that_has_ended_is_not_good(
    superuser: Connection, crowded: Crowd, ending: str, left: set[str]
) -> None:
    hashes = {"session": crowded.mine.session.token_hash, "key": crowded.mine.key.key_hash}
    await superuser.execute(ending)

    good = await superuser.fetch(
        "SELECT live_credentials($1, $2) AS hash", list(hashes.values()), timedelta(hours=1)
    )

    assert {row["hash"] for row in good} == {hashes[name] for name in left}


async def test_an_address_opens_the_one_account_that_it_names(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    found = await seen(app, names, Identity(email=crowded.mine.user.email_key))

    assert set(found) == {"users"}
    assert [row["id"] for row in found["users"]] == [crowded.mine.user.id]


@pytest.mark.parametrize("job", list(Job))
async def test_a_job_reads_only_what_it_claims(
    app: Database, names: Sequence[str], job: Job
) -> None:
    assert set(await seen(app, names, Identity(job=job))) == JOB_READS[job]


async def test_no_job_finds_a_person_without_an_organisation(
    app: Database, names: Sequence[str]
) -> None:
    for job in Job:
        for rows in (await seen(app, names, Identity(job=job))).values():
            assert not {"first_name", "family_name", "email", "reference_number"} & set(rows[0])


async def test_a_job_that_acts_for_an_organisation_reads_no_result_of_another(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    mine = crowded.mine.organisation_id
    for job in Job:
        found = await seen(app, names, Identity(job=job, organisation_id=mine))
        for name in ("shared_results", "shared_photos", "shares", "users"):
            assert {row["organisation_id"] for row in found[name]} == {mine}


async def test_an_identity_ends_with_its_transaction(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    assert await seen(app, names, crowded.mine.member())

    assert await seen(app, names, NOBODY) == {}  # on the same connection: the pool has one


async def test_views_show_nothing_of_a_share_that_has_ended(
    app: Database, names: Sequence[str], crowded: Crowd
) -> None:
    found = await seen(app, names, crowded.mine.member())
    by_share = {row["share_id"]: row for row in found["shared_results"]}
    ended = [row for row in by_share.values() if row["state"] != "ACTIVE"]

    assert by_share[crowded.mine.share.id]["family_name"] == "SILVA"
    assert len(ended) == 1
    assert ended[0]["candidate_id"] is ended[0]["result_id"] is ended[0]["family_name"] is None


async def test_the_tables_of_results_are_denied_to_everybody(app: Database, crowded: Crowd) -> None:
    for identity in (crowded.mine.member(), crowded.mine.candidate(), Identity(job=Job.EXPORT)):
        for table in ("candidates", "results", "result_versions", "photos", "alembic_version"):
            await _denied(app, identity, f"SELECT FROM {table}")
            await _denied(app, identity, f"DELETE FROM {table}")
            await _denied(app, identity, f"INSERT INTO {table} DEFAULT VALUES")
    await _denied(app, crowded.mine.candidate(), "UPDATE results SET state = 'RELEASED'")
    await _denied(app, crowded.mine.candidate(), "UPDATE result_versions SET overall_score = 230")


async def _denied(database: Database, identity: Identity, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.transaction(identity) as session:
            await session.execute(text(statement))


async def test_the_sample_organisations_do_not_see_each_other(
    app: Database, names: Sequence[str], superuser: Connection
) -> None:
    organisations = await superuser.fetch(
        "SELECT o.id, u.id AS user_id, n.active_shares FROM organisations o"
        " JOIN users u ON u.organisation_id = o.id AND u.role = 'PRIMARY'"
        " JOIN organisation_counters n ON n.organisation_id = o.id"
        " WHERE o.email_domain IN ('northbridge.example', 'lakeside.example')"
    )
    for row in organisations:
        identity = Identity(
            organisation_id=row["id"], user_id=row["user_id"], account_id=row["user_id"]
        )
        found = await seen(app, names, identity)
        _check_owner(found, row["id"], row["user_id"])
        active = [each for each in found["shares"] if each["state"] == "ACTIVE"]
        assert len(active) == row["active_shares"] > 30


def test_both_tenants_have_a_row_in_every_table(crowded: Crowd) -> None:
    def tables(tenant: Tenant) -> set[object]:
        return {row.__tablename__ for row in tenant.rows}

    assert tables(crowded.mine) == tables(crowded.theirs)
