"""E-mails when their worker is killed, the mail server is away, or one of them cannot be made."""

import asyncio
from uuid import UUID

import pytest

from db.engine import Job
from server.embedded.inbox import read_inbox
from tests import factories, work_factories
from tests.faults import mailboxes, waiting
from tests.faults.world import World, locked
from tests.running import Running, free_port, kill

pytestmark = pytest.mark.faults

ALL_OVER = """
  SELECT count(*) = $1 FROM mails WHERE state NOT IN ('PENDING', 'LEASED')"""


async def test_a_mail_worker_killed_after_the_servers_250_sends_at_most_the_same_mail_again(
    service: Running, world: World
) -> None:
    organisation = await _with_a_reader(world)
    async with mailboxes.opened() as mailbox:
        worker = service.work(Job.MAIL, SMTP_URL=mailbox.url)
        await world.share_many(organisation, 1)
        await mailbox.wait_for(1)

        # The server says 250; the worker cannot write it down.
        async with locked(service, "SELECT id FROM mails FOR UPDATE"):
            mailbox.let_go.set()
            await waiting.blocked(world, "UPDATE mails")
            kill(worker)
        assert await world.sql.fetchval("SELECT state FROM mails") == "LEASED"

        await world.end_leases("mails")
        service.work(Job.MAIL, SMTP_URL=mailbox.url)
        await waiting.until_sql(world, ALL_OVER, 1)
        await asyncio.sleep(0.3)

        assert await world.sql.fetchval("SELECT state FROM mails") == "SENT"
        assert len(mailbox.messages) == 2
        assert len({message["Message-ID"] for message in mailbox.messages}) == 1
        assert len({message.as_bytes() for message in mailbox.messages}) == 1


async def test_mails_wait_for_a_mail_server_that_is_away(service: Running, world: World) -> None:
    organisation = await _with_a_reader(world)
    worker = service.work(Job.MAIL, SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    await world.share_many(organisation, 3)
    await waiting.until_sql(
        world, "SELECT count(*) = 3 FROM mails WHERE attempts = 1 AND state = 'PENDING'"
    )
    kill(worker)

    await world.sql.execute("UPDATE mails SET next_attempt_at = now()")
    service.work(Job.MAIL)
    await waiting.until_sql(world, ALL_OVER, 3)

    assert {row["state"] for row in await world.sql.fetch("SELECT state FROM mails")} == {"SENT"}
    assert len(read_inbox(service.mailbox)) == 3


async def test_a_mail_that_cannot_be_made_takes_no_other_with_it(
    service: Running, world: World
) -> None:
    organisation = await _with_a_reader(world)
    await world.share_many(organisation, 1)
    # The database would not let it be, so the poison comes from what nobody has thought of.
    await world.sql.execute("ALTER TABLE mails DROP CONSTRAINT mailkind_known")
    poison = await world.sql.fetchval(
        "INSERT INTO mails (id, organisation_id, user_id, event_id, kind, state, attempts,"
        " next_attempt_at, created_at)"
        " SELECT gen_random_uuid(), e.organisation_id, p.user_id, e.id, 'NO_SUCH_KIND',"
        " 'PENDING', 0, now() - interval '1 h', now() FROM events e"
        " JOIN notification_preferences p ON p.organisation_id = e.organisation_id"
        " WHERE e.organisation_id = $1 RETURNING id",
        organisation,
    )
    await world.share_many(organisation, 3)

    service.work(Job.MAIL)
    await waiting.until_sql(world, "SELECT count(*) = 4 FROM mails WHERE state = 'SENT'")

    row = await world.sql.fetchrow("SELECT state, attempts FROM mails WHERE id = $1", poison)
    assert row is not None
    assert (row["state"], row["attempts"]) == ("PENDING", 1)
    assert len(read_inbox(service.mailbox)) == 4


async def _with_a_reader(world: World) -> UUID:
    """An organisation with one user who wants an e-mail for every candidate."""
    organisation = await world.organisation()
    user = factories.user(organisation_id=organisation)
    choice = work_factories.notification_preference(user)
    await factories.save(world.service.superuser, user, choice)
    return organisation
