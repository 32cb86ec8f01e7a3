"""Nobody writes into what belongs to another, whatever the statement says."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from db.engine import NOBODY, Database, Identity, Job
from db.seeding.copying import Connection
from tests import factories, work_factories
from tests.walls import catalogue
from tests.walls.conftest import Crowd

DENIED = "42501"  # insufficient_privilege: no right, or a policy says no
TAKEN = "23505"  # unique_violation: every wall was passed
WRITABLE = """
    SELECT name FROM unnest($1::text[]) AS name
    WHERE has_any_column_privilege('rvs_app', 'public.' || name, $2)
"""


class Undone(Exception):
    """Ends a transaction without a trace."""


async def refusal(database: Database, identity: Identity, *statements: Any) -> str | None:
    """The state with which PostgreSQL refuses the last statement; None when it goes through."""
    *before, last = statements
    try:
        async with database.transaction(identity) as session:
            for statement in before:
                await session.execute(statement)
            try:
                await session.execute(last)
            except DBAPIError as error:
                return str(getattr(error.orig, "sqlstate", None))
            raise Undone
    except (Undone, DBAPIError):
        return None


def inserted(row: SQLModel, **changes: Any) -> Any:
    """The statement that inserts the row, with some columns changed."""
    return insert(type(row)).values({**row.model_dump(), **changes})


# What has its day: the clock may delete it afterwards, and nobody else ever.
FORGOTTEN: Final = frozenset({"sign_in_attempts", "idempotency_keys", "letters", "links"})
# What anybody's act may write, and nobody's act may read.
POSTED: Final = frozenset({"audit_rows", "letters"})


async def writable(superuser: Connection, right: str) -> Sequence[str]:
    names = await catalogue.tables(superuser)
    return [row["name"] for row in await superuser.fetch(WRITABLE, names, right)]


async def test_no_row_can_be_added_for_another_tenant(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    names = await writable(superuser, "INSERT")
    assert len(names) >= 13
    for name in names:
        row = crowded.theirs.one(name)
        for identity in (crowded.mine.member(), crowded.mine.candidate(), NOBODY):
            state = await refusal(app, identity, inserted(row))
            assert state == (TAKEN if name in POSTED else DENIED), (name, identity)


async def test_an_update_without_condition_changes_only_own_rows(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    mine = crowded.mine
    own = {mine.organisation_id, mine.user.id, mine.key.client_id}
    for name in await writable(superuser, "UPDATE"):
        column = await superuser.fetchval(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0"
            " AND has_column_privilege('rvs_app', attrelid, attname, 'UPDATE') LIMIT 1",
            name,
        )
        statement = text(f"UPDATE {name} SET {column} = {column} RETURNING to_jsonb({name})::text")
        for row in await _changed(app, mine.member(), statement):
            names = ("organisation_id", "user_id", "account_id", "id")
            found = {row.get(each) for each in names}
            assert found & {str(each) for each in own}, name
        assert await _changed(app, NOBODY, statement) == [], name


async def _changed(database: Database, identity: Identity, statement: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    try:
        async with database.transaction(identity) as session:
            rows = [json.loads(row) for row in (await session.execute(statement)).scalars()]
            raise Undone
    except Undone:
        return rows


async def test_no_row_can_be_given_to_another_tenant(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    theirs = crowded.theirs.organisation_id
    for name in await writable(superuser, "UPDATE"):
        columns = await superuser.fetchval(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = $1::text::regclass"
            " AND attname = 'organisation_id'",
            name,
        )
        if columns:
            moved = text(f"UPDATE {name} SET organisation_id = '{theirs}'")
            assert await refusal(app, crowded.mine.member(), moved) == DENIED or (
                await _changed(app, crowded.mine.member(), text(f"{moved} RETURNING '{{}}'")) == []
            ), name


async def test_nothing_can_be_deleted_or_emptied(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    for name in await catalogue.tables(superuser):
        member, gone = crowded.mine.member(), text(f"DELETE FROM {name} RETURNING '{{}}'")
        assert await refusal(app, member, text(f"TRUNCATE {name} CASCADE")) == DENIED, name
        if name in FORGOTTEN:
            assert await _changed(app, member, gone) == [], name
        else:
            assert await refusal(app, member, gone) == DENIED, name


async def test_a_candidate_shares_only_an_own_result_that_is_out(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    candidate = mine.candidate()

    def share_of(result: Any, **changes: Any) -> Any:
        return inserted(factories.share(result, theirs.organisation_id), **changes)

    assert await refusal(app, candidate, share_of(mine.result)) is None
    assert await refusal(app, candidate, share_of(mine.embargoed)) == DENIED
    assert await refusal(app, candidate, share_of(theirs.result)) == DENIED
    smuggled = share_of(theirs.result, candidate_id=mine.result.candidate_id)
    assert await refusal(app, candidate, smuggled) == DENIED
    both = replace(mine.member(), candidate_id=mine.result.candidate_id)
    assert await refusal(app, both, smuggled) == DENIED
    assert await refusal(app, mine.member(), share_of(mine.result)) == DENIED


async def test_an_organisation_cannot_change_a_share_that_has_not_ended(
    app: Database, crowded: Crowd
) -> None:
    changed = text(
        "UPDATE shares SET family_name_key = 'x' WHERE expires_at IS NULL OR expires_at > now()"
        " RETURNING '{}'"
    )
    assert await _changed(app, crowded.mine.member(), changed) == []
    prolonged = text("UPDATE shares SET expires_at = NULL")
    assert await refusal(app, crowded.mine.member(), prolonged) == DENIED
    assert await refusal(app, crowded.mine.candidate(), prolonged) == DENIED


async def test_an_event_is_told_to_its_organisation_alone(app: Database, crowded: Crowd) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    event = work_factories.event(theirs.organisation_id, 2)
    told = Identity(candidate_id=mine.result.candidate_id, recipient_id=theirs.organisation_id)

    assert await refusal(app, told, inserted(event)) is None
    assert await refusal(app, mine.candidate(), inserted(event)) == DENIED
    wrong = replace(told, recipient_id=mine.organisation_id)
    assert await refusal(app, wrong, inserted(event)) == DENIED
    changed = text("UPDATE events SET codes = '{}'")
    assert await refusal(app, told, changed) == DENIED


async def test_a_delivery_goes_to_an_endpoint_of_the_events_own_organisation(
    app: Database, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    event = work_factories.event(mine.organisation_id, 2)

    def delivery_to(endpoint: SQLModel) -> Any:
        return inserted(work_factories.webhook_delivery(endpoint, event))  # type: ignore[arg-type]

    own, foreign = mine.one("webhook_endpoints"), theirs.one("webhook_endpoints")
    teller = Identity(recipient_id=mine.organisation_id)
    both = replace(teller, organisation_id=theirs.organisation_id)

    assert await refusal(app, teller, inserted(event), delivery_to(own)) is None
    assert await refusal(app, teller, inserted(event), delivery_to(foreign)) == DENIED
    assert await refusal(app, both, inserted(event), delivery_to(foreign)) == DENIED


async def test_a_user_opens_only_shares_of_the_own_organisation(
    app: Database, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    view = factories.share_view(theirs.share, mine.user.id)

    assert await refusal(app, mine.member(), inserted(view)) == DENIED
    in_disguise = inserted(view, organisation_id=mine.organisation_id)
    assert await refusal(app, mine.member(), in_disguise) == DENIED
    for_a_colleague = inserted(mine.one("share_views"), user_id=theirs.user.id)
    assert await refusal(app, mine.member(), for_a_colleague) == DENIED


async def test_a_counter_is_moved_only_for_those_who_are_told(
    app: Database, crowded: Crowd
) -> None:
    moved = text("UPDATE organisation_counters SET last_seq = last_seq + 1 RETURNING '{}'")
    assert await _changed(app, crowded.mine.candidate(), moved) == []
    assert len(await _changed(app, crowded.mine.member(), moved)) == 1
    told = Identity(recipient_id=crowded.theirs.organisation_id)
    assert len(await _changed(app, told, moved)) == 1


async def test_choices_and_sessions_are_made_by_their_user_alone(
    app: Database, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    session = factories.session(theirs.user.id)
    assert await refusal(app, mine.member(), inserted(session)) == DENIED
    ended = text("UPDATE sessions SET ended_at = now() RETURNING '{}'")
    assert len(await _changed(app, mine.member(), ended)) == 1
    stolen = text(f"UPDATE sessions SET user_id = '{mine.user.id}'")
    assert await refusal(app, mine.member(), stolen) == DENIED

    preference = mine.one("notification_preferences")
    for_another = inserted(preference, user_id=theirs.user.id)
    assert await refusal(app, mine.member(), for_another) == DENIED
    promoted = text(
        "UPDATE users SET role = CASE role WHEN 'MEMBER' THEN 'PRIMARY' ELSE 'MEMBER' END"
    )
    assert await refusal(app, mine.member(), promoted) == DENIED


async def test_what_was_accepted_is_added_by_its_person_and_never_changed(
    app: Database, crowded: Crowd
) -> None:
    member, accepted = crowded.mine.member(), crowded.mine.one("terms_acceptances")

    assert await refusal(app, member, inserted(accepted)) == TAKEN
    theirs = inserted(accepted, user_id=crowded.theirs.user.id)
    assert await refusal(app, member, theirs) == DENIED
    for statement in (
        "UPDATE terms_acceptances SET accepted_at = now()",
        "DELETE FROM terms_acceptances",
        "UPDATE terms_versions SET applies_from = current_date",
        "INSERT INTO terms_versions VALUES ('mine', current_date)",
    ):
        assert await refusal(app, member, text(statement)) == DENIED, statement


async def test_a_second_factor_is_its_persons_alone(app: Database, crowded: Crowd) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    for name in ("second_factors", "recovery_codes"):
        assert await refusal(app, mine.member(), inserted(theirs.one(name))) == DENIED
        moved = text(f"UPDATE {name} SET user_id = '{mine.user.id}'")
        assert await refusal(app, mine.member(), moved) == DENIED
    for identity in (mine.client(), Identity(credential=mine.session.token_hash.hex())):
        off = text("UPDATE second_factors SET confirmed_at = NULL RETURNING '{}'")
        assert await _changed(app, identity, off) == []


@pytest.mark.parametrize("job", [None, *Job])
@pytest.mark.parametrize("staff_role", [None, "ISSUER_AUDITOR"])
async def test_audit_rows_are_written_unsealed_and_neither_changed_nor_removed(
    app: Database, crowded: Crowd, job: Job | None, staff_role: str | None
) -> None:
    identity = replace(crowded.mine.member(), job=job, staff_role=staff_role)
    row = work_factories.audit_row(crowded.mine.user)

    assert await refusal(app, identity, inserted(row)) is None
    assert await refusal(app, identity, inserted(row, seal=1, seal_position=0)) == DENIED
    for statement in (
        "UPDATE audit_rows SET outcome = 'OK'",
        "UPDATE audit_rows SET id = id",
        "DELETE FROM audit_rows",
        "TRUNCATE audit_rows",
        "UPDATE audit_seals SET digest = digest",
        "DELETE FROM audit_seals",
        "TRUNCATE audit_seals",
        "DELETE FROM audit_chains",
        "UPDATE audit_chains SET chain_id = chain_id",
    ):
        assert await refusal(app, identity, text(statement)) == DENIED, statement


async def test_a_row_is_sealed_by_the_clock_alone_and_once(app: Database, crowded: Crowd) -> None:
    sealing = text("UPDATE audit_rows SET seal = 9000000000000000000 RETURNING '{}'")
    again = text("UPDATE audit_rows SET seal = 9000000000000000001 RETURNING '{}'")
    off = text("UPDATE audit_rows SET seal = NULL WHERE seal IS NULL")
    for job in (None, *Job):
        identity = replace(crowded.mine.member(), job=job)
        changed = await _changed(app, identity, sealing)
        assert bool(changed) == (job is Job.CLOCK), job
    clock = Identity(job=Job.CLOCK)
    assert await refusal(app, clock, off) == DENIED
    try:
        async with app.transaction(clock) as session:
            assert (await session.execute(sealing)).all()
            assert (await session.execute(again)).all() == []
            raise Undone
    except Undone:
        pass


async def test_the_clock_reads_no_row_that_is_sealed(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    clock = Identity(job=Job.CLOCK)
    async with app.transaction(clock) as session:
        waiting = (await session.execute(text("SELECT seal FROM audit_rows"))).scalars().all()
    unsealed = await superuser.fetchval("SELECT count(*) FROM audit_rows WHERE seal IS NULL")

    assert len(waiting) == unsealed > 0
    seal = work_factories.audit_seal(crowded.mine.organisation_id, number=7, serial=2**62 + 5)
    try:
        async with app.transaction(clock) as session:
            await session.execute(text(f"UPDATE audit_rows SET seal = {seal.serial}"))
            await session.execute(inserted(seal))
            left = await session.execute(text("SELECT id FROM audit_rows"))
            assert left.all() == []
            raise Undone
    except Undone:
        pass


async def test_the_record_is_read_by_its_organisation_and_by_auditors(
    app: Database, superuser: Connection, crowded: Crowd
) -> None:
    mine, theirs = crowded.mine, crowded.theirs
    readers = {
        "organisation": (mine.member(), {mine.organisation_id}),
        "candidate": (mine.candidate(), set()),
        "approver": (Identity(staff_role="ISSUER_APPROVER"), set()),
        "publisher": (Identity(staff_role="ISSUER_PUBLISHER"), set()),
        "nobody": (NOBODY, set()),
    }
    for name, (identity, expected) in readers.items():
        assert await _recorded(app, identity) == expected, name
        share_id = theirs.share.id
        assert await _about(app, identity, share_id) == 0, name
    assert await _about(app, mine.member(), mine.share.id) == 1
    auditor = Identity(staff_role="ISSUER_AUDITOR")
    everybody = {mine.organisation_id, theirs.organisation_id}
    assert everybody <= await _recorded(app, auditor)
    assert await _about(app, auditor, theirs.share.id) == 1


async def _recorded(database: Database, identity: Identity) -> set[Any]:
    async with database.transaction(identity) as session:
        rows = await session.execute(text("SELECT organisation_id FROM audit_rows"))
        return set(rows.scalars())


async def _about(database: Database, identity: Identity, subject_id: Any) -> int:
    async with database.transaction(identity) as session:
        asked = text("SELECT audit_rows_about(:subject, 10)")
        return len((await session.execute(asked, {"subject": subject_id})).all())


async def test_only_the_workers_make_and_change_mails_and_deliveries(
    app: Database, crowded: Crowd
) -> None:
    mine = crowded.mine
    attempt = inserted(mine.one("delivery_attempts"))
    mail = inserted(mine.one("mails"))
    assert await refusal(app, mine.member(), attempt) == DENIED
    assert await refusal(app, mine.member(), mail) == DENIED
    assert await refusal(app, Identity(job=Job.WEBHOOK), mail) == DENIED
    assert await refusal(app, Identity(job=Job.MAIL), attempt) == DENIED
    assert await refusal(app, Identity(job=Job.WEBHOOK), attempt) == TAKEN
    assert await refusal(app, Identity(job=Job.MAIL), mail) == TAKEN
    done = text("UPDATE webhook_deliveries SET attempts = 9 RETURNING '{}'")
    assert await _changed(app, mine.member(), done) == []


async def test_the_application_cannot_open_a_wall(app: Database, crowded: Crowd) -> None:
    for statement in (
        "ALTER TABLE shares DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON shares USING (true)",
        "GRANT SELECT ON candidates TO rvs_app",
        "SET ROLE rvs_owner",
        "SET ROLE rvs_reader",
        "CREATE TABLE copies (a int)",
        "CREATE TEMPORARY TABLE copies (a int)",
    ):
        assert await refusal(app, crowded.mine.member(), text(statement)) == DENIED, statement


async def test_switching_row_security_off_reads_nothing(app: Database, crowded: Crowd) -> None:
    statements = [text("SET LOCAL row_security = off"), text("TABLE shares")]

    assert await refusal(app, crowded.mine.member(), *statements) == DENIED
