"""A letter goes out if the act commits, once, and leaves nothing to read behind."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db import keyring
from db.engine import NOBODY, Identity, Job
from db.queries import letters
from domain.letters import EmailChange, LetterDraft
from domain.texts import Language
from tests.api import Api, all_of
from tests.running import free_port
from tests.usecases import letter_posts
from tests.usecases.letter_posts import SENDER, Post
from workers import clock
from workers import letters as letter_work
from workers.mail.sender import MailSender

ADDRESS = "somebody@people.example"
LINK = "https://rvs.example/confirm-email?token=rvs_link_secret"


@pytest.fixture
def post(api: Api, tmp_path: Path) -> Iterator[Post]:
    with letter_posts.opened(api, tmp_path / "mailbox") as opened:
        yield opened


def draft(address: str = ADDRESS, **changes: Any) -> LetterDraft:
    given = {"language": Language.EN, "values": EmailChange(LINK, "24")}
    return LetterDraft(address=address, **{**given, **changes})


async def posted(api: Api, *drafts: LetterDraft) -> None:
    async with api.services.database.transaction(NOBODY) as session:
        for each in drafts:
            await letters.post(session, api.services.keyring, each)


async def row(api: Api) -> dict[str, Any]:
    return dict(await api.one("SELECT * FROM letters"))


async def test_a_letter_is_sent_once_and_then_wiped(api: Api, post: Post) -> None:
    await posted(api, draft())

    assert await post.send()
    assert not await post.send()

    (message,) = post.arrived()
    assert message.recipient == ADDRESS
    assert message.subject == "Confirm your new e-mail address"
    assert LINK in post.texts()[0]
    kept = await row(api)
    assert (kept["state"], kept["attempts"], kept["content"]) == ("SENT", 1, None)
    assert kept["finished_at"] is not None


async def test_an_act_that_fails_posts_nothing(api: Api, post: Post) -> None:
    async def act() -> None:
        async with api.services.database.transaction(NOBODY) as session:
            await letters.post(session, api.services.keyring, draft())
            raise RuntimeError("the act fails")

    with pytest.raises(RuntimeError, match="the act fails"):
        await act()

    assert not await post.send()
    assert await api.sql("SELECT FROM letters") == []


async def test_a_letter_that_waits_shows_nobody_its_address_or_its_link(api: Api) -> None:
    await posted(api, draft())

    kept = await api.one("SELECT l::text AS line, content FROM letters l")
    assert ADDRESS not in kept["line"]
    assert b"rvs_link" not in kept["content"]
    assert ADDRESS.encode() not in kept["content"]


async def test_only_the_mail_job_reads_letters(api: Api) -> None:
    await posted(api, draft())
    user = await api.one("SELECT id, organisation_id FROM users WHERE role = 'PRIMARY' LIMIT 1")
    others: list[Identity] = [
        NOBODY,
        Identity(user_id=user["id"], organisation_id=user["organisation_id"]),
        Identity(email=ADDRESS),
        *(Identity(job=job) for job in Job if job is not Job.MAIL),
    ]
    for identity in others:
        async with api.services.database.transaction(identity) as session:
            assert (await session.execute(text("SELECT id FROM letters"))).all() == [], identity
            changed = await session.execute(text("UPDATE letters SET attempts = 9 RETURNING 1"))
            assert changed.all() == [], identity


async def test_two_workers_never_send_the_same_letter(api: Api, post: Post) -> None:
    await posted(api, *(draft(f"reader{number}@people.example") for number in range(30)))

    await all_of(post.everything() for _ in range(4))

    recipients = [message.recipient for message in post.arrived()]
    assert sorted(recipients) == sorted(f"reader{number}@people.example" for number in range(30))


async def test_a_letter_waits_for_a_mail_server_that_is_away(api: Api, post: Post) -> None:
    await posted(api, draft())
    away = MailSender(f"smtp://127.0.0.1:{free_port()}", SENDER)

    assert await letter_work.send_batch(letter_posts.worker_services(api), away)
    waiting = await row(api)
    assert (waiting["state"], waiting["attempts"]) == ("PENDING", 1)
    assert waiting["content"] is not None
    assert not await post.send()

    await api.sql("UPDATE letters SET next_attempt_at = now()")
    assert await post.send()
    assert (await row(api))["state"] == "SENT"


async def test_a_letter_that_was_tried_too_often_is_given_up_and_wiped(api: Api) -> None:
    await posted(api, draft())
    await api.sql("UPDATE letters SET attempts = 8")
    away = MailSender(f"smtp://127.0.0.1:{free_port()}", SENDER)

    assert await letter_work.send_batch(letter_posts.worker_services(api), away)

    kept = await row(api)
    assert (kept["state"], kept["content"]) == ("DEAD", None)


@pytest.mark.parametrize("address", ["nobody", "a@b.example\r\nBcc: c@d.example", "a@[127.0.0.1]"])
async def test_a_letter_to_what_is_no_mailbox_is_given_up(
    api: Api, post: Post, address: str
) -> None:
    await posted(api, draft(address), draft())

    await post.everything()

    states = await api.sql("SELECT state, content FROM letters ORDER BY created_at, id")
    assert [(each["state"], each["content"]) for each in states] == [("DEAD", None), ("SENT", None)]
    assert [message.recipient for message in post.arrived()] == [ADDRESS]


async def test_a_letter_whose_link_is_dead_is_not_sent(api: Api, post: Post) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await posted(api, draft(useful_until=past))

    await post.everything()

    assert post.arrived() == []
    kept = await row(api)
    assert (kept["state"], kept["content"]) == ("CANCELLED", None)


async def test_a_letter_that_no_key_opens_takes_no_other_with_it(api: Api, post: Post) -> None:
    async with api.services.database.transaction(NOBODY) as session:
        await letters.post(session, keyring.new_ring(), draft("first@people.example"))
    await posted(api, draft())

    await post.everything()

    states = await api.sql("SELECT state, attempts FROM letters ORDER BY created_at, id")
    assert [tuple(each) for each in states] == [("PENDING", 1), ("SENT", 1)]
    assert [message.recipient for message in post.arrived()] == [ADDRESS]


async def test_a_letter_to_nobody_is_written_and_never_sent(api: Api, post: Post) -> None:
    async with api.services.database.transaction(NOBODY) as session:
        await letters.post_to_nobody(session, api.services.keyring, draft())

    assert not await post.send()
    kept = await row(api)
    assert (kept["state"], kept["content"]) == ("CANCELLED", None)


async def test_the_clock_forgets_letters_and_links_of_long_ago_and_no_others(
    api: Api, post: Post
) -> None:
    await posted(api, draft("old@people.example"), draft("new@people.example"))
    await post.everything()
    await posted(api, draft("waits@people.example"))
    await api.sql(
        "UPDATE letters SET finished_at = now() - interval '31 days'"
        " WHERE id = (SELECT id FROM letters WHERE state = 'SENT' ORDER BY id LIMIT 1)"
    )
    await api.sql(
        "INSERT INTO links (id, token_hash, purpose, address, created_at, expires_at)"
        " SELECT gen_random_uuid(), sha256(days::text::bytea), 'PASSWORD_RESET', '\\x00', now(),"
        " now() - make_interval(days => days) FROM unnest(ARRAY[29, 31]) AS days"
    )

    assert await clock.forget(letter_posts.worker_services(api)) == 2

    left = await api.sql("SELECT state FROM letters ORDER BY state")
    assert [each["state"] for each in left] == ["PENDING", "SENT"]
    assert len(await api.sql("SELECT FROM links")) == 1
