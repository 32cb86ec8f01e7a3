"""The main job, end to end: from a candidate's share to the institution's files, and back."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from db.engine import Job
from server.embedded.postgres import PostgresUrls
from tests import parties, receivers
from tests.journey import contents, secrecy, steps
from tests.journey.steps import Cast, Hook
from tests.parties import Live, Party
from tests.receivers import Receiver
from tests.running import running
from tests.services import API_KEY, PASSWORD, TestServices

LINE = """
  query ($id: ID!) {
    sharedResults(first: 100) { totalCount edges { node { id } } }
    node(id: $id) {
      ... on SharedResult {
        state viewedAt photoUrl standing { state reasonCode }
        candidate { firstName familyName } result { overallScore grade exam { name } }
      }
    }
  }"""
MARK_VIEWED = """
  mutation ($ids: [ID!]!) {
    markViewed(input: { ids: $ids }) { sharedResults { viewedAt } userErrors { code } }
  }"""
NEWEST = """
  {
    sharedResults(first: 100) {
      edges { node { id candidate { firstName familyName } result { outcome overallScore } } }
    }
  }"""


async def test_a_shared_result_reaches_the_institution_in_every_way_until_it_is_withdrawn(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    with running(services, fresh_database, tmp_path / "rvs") as service:
        service.serve_and_work([Job.WEBHOOK, Job.MAIL, Job.CLOCK], [Job.EXPORT])
        async with Receiver() as receiver, steps.cast(service) as cast:
            hook = await steps.open_endpoint(cast, receiver)
            await steps.choose_every_candidate(cast.primary)
            results = await steps.own_results(cast.candidate)
            result = results["C1_ADVANCED"]["result"]
            chosen = await _others(cast.primary)

            async with steps.watching(cast.primary) as live:
                share_id = await steps.share(cast, result["id"])

                await _is_shown_at_once(cast, share_id)
                await _is_told_live(live, share_id)
                await _is_told_to_the_endpoint(hook, share_id, result["id"])
                await _is_told_by_mail(cast, results["C1_ADVANCED"])
                await _is_opened_for_one_user_alone(cast, share_id)
                files = await _is_exported(cast, [share_id, *chosen])

                await steps.withdraw(cast, share_id)

                await _is_gone_within_a_second(cast, live, share_id, files)
            await _is_left_out_of_new_files(cast, share_id, chosen)
            await _is_told_in_order(hook, result["id"])
            every_secret = [*(party.bearer for party in cast.everybody()), hook.secret]
        service.stop()
        await _nothing_personal_was_written_aside(service, [*every_secret, API_KEY, PASSWORD])


async def test_without_valkey_everything_works_only_later(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    later = 2.0
    with running(
        services, fresh_database, tmp_path / "rvs", has_valkey=False, SWEEP_SECONDS=str(later)
    ) as service:
        service.serve_and_work(list(Job))
        async with Receiver() as receiver, steps.cast(service) as cast:
            hook = await steps.open_endpoint(cast, receiver)
            await steps.choose_every_candidate(cast.primary)
            results = await steps.own_results(cast.candidate)

            async with steps.watching(cast.primary) as live:
                share_id = await steps.share(cast, results["B2_FIRST"]["result"]["id"])
                shared = time.monotonic()

                await _is_told_live(live, share_id, seconds=1)
                await hook.next(1, seconds=later + 1)
                await steps.letters(service.mailbox, 1, seconds=later + 1)
                assert time.monotonic() - shared < later + 1

            ready = await steps.export(cast.primary, "CSV", [share_id])
            assert ready["state"] == "READY"
            content = (await cast.primary.get(ready["downloadUrl"])).content
            assert [row["Share ID"] for row in contents.of_csv(content)] == [share_id]


async def test_a_share_that_ended_before_it_could_be_told_is_cancelled_and_its_end_is_told(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    # A first retry in ten minutes: what is withdrawn meanwhile must not wait for it.
    schedule = "0,600"
    with running(services, fresh_database, tmp_path / "rvs", RETRY_SCHEDULE=schedule) as service:
        service.serve_and_work([Job.WEBHOOK])
        async with Receiver() as receiver, steps.cast(service) as cast:
            hook = await steps.open_endpoint(cast, receiver)
            result = (await steps.own_results(cast.candidate))["C1_ADVANCED"]["result"]
            receiver.script(receivers.status(500), receivers.status(204))

            share_id = await steps.share(cast, result["id"])
            assert (await hook.next(1))["type"] == "share.created"
            await steps.withdraw(cast, share_id)

            assert (await hook.next(2))["type"] == "share.withdrawn"
            (endpoint,) = await steps.endpoints(cast.primary)
            log = [edge["node"] for edge in endpoint["deliveries"]["edges"]]
            newest = [(each["event"]["type"], each["event"]["shareId"]) for each in log[:2]]
            assert newest == [("SHARE_WITHDRAWN", share_id), ("SHARE_CREATED", share_id)]
            assert [attempt["status"] for attempt in log[1]["attempts"]] == [500]


async def test_a_share_that_ends_while_no_worker_runs_is_never_sent(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    with running(services, fresh_database, tmp_path / "rvs") as service:
        service.serve()
        worker = service.work(Job.WEBHOOK, Job.MAIL)
        async with Receiver() as receiver, steps.cast(service) as cast:
            hook = await steps.open_endpoint(cast, receiver)
            await steps.choose_every_candidate(cast.primary)
            result = (await steps.own_results(cast.candidate))["C1_ADVANCED"]["result"]
            worker.terminate()
            await asyncio.to_thread(worker.wait)

            share_id = await steps.share(cast, result["id"])
            await steps.withdraw(cast, share_id)
            service.work(Job.WEBHOOK, Job.MAIL)

            assert (await hook.next(1))["type"] == "share.withdrawn"

            async def is_cancelled() -> bool:
                (endpoint,) = await steps.endpoints(cast.primary)
                log = [edge["node"] for edge in endpoint["deliveries"]["edges"]]
                return [(each["state"], each["attempts"]) for each in log[1:2]] == [
                    ("CANCELLED", [])
                ]

            await steps.eventually(is_cancelled)
            await asyncio.sleep(1)
            assert len(receiver.requests) == 2
            assert list(service.mailbox.glob("*.eml")) == []


async def _others(party: Party) -> list[str]:
    """Two graded results of others, with names in letters that every PDF reader gives back."""
    edges = (await party.ask(NEWEST))["sharedResults"]["edges"]
    names = [
        (edge["node"]["id"], " ".join(edge["node"]["candidate"].values()))
        for edge in edges
        if (edge["node"]["result"] or {}).get("overallScore")
    ]
    plain = [each for each, name in names if name.isascii() and name.replace(" ", "").isalpha()]
    return plain[:2]


async def _is_shown_at_once(cast: Cast, share_id: str) -> None:
    answer = await cast.member.ask(LINE, id=share_id)
    assert answer["sharedResults"]["edges"][0]["node"]["id"] == share_id
    assert answer["node"]["candidate"]["firstName"] == "CHLOÉ"
    assert answer["node"]["result"]["overallScore"] == 196
    assert answer["node"]["standing"]["state"] == "VERIFIED"
    photo = await cast.member.get(answer["node"]["photoUrl"])
    assert (photo.status_code, photo.content[:2]) == (200, b"\xff\xd8")
    assert (await cast.stranger.ask(LINE, id=share_id))["node"] is None
    assert (await cast.stranger.get(answer["node"]["photoUrl"])).status_code == 404


async def _is_told_live(live: Live, share_id: str, seconds: float = 10) -> None:
    told = (await live.event(seconds))["resultShared"]["sharedResult"]
    assert told["id"] == share_id
    assert told["state"] == "ACTIVE"
    assert told["result"]["exam"]["name"]


async def _is_told_to_the_endpoint(hook: Hook, share_id: str, result_id: str) -> None:
    told = await hook.next(1)
    assert told["type"] == "share.created"
    assert told["data"]["subjects"] == {"result": result_id, "sharedResult": share_id}
    request = hook.receiver.requests[1]
    assert request.headers["webhook-id"] == told["data"]["id"]
    assert len(request.body) < 1_000


async def _is_told_by_mail(cast: Cast, own: dict[str, Any]) -> None:
    (letter,) = await steps.letters(cast.service.mailbox, 1)
    assert letter.message.recipient == "primary@northbridge.example"
    told = f"{letter.message.subject} {letter.plain_text} {letter.html} {letter.headers}"
    assert "CHLOÉ" in told
    assert "C1 Advanced" in told
    candidate, result = own["candidate"], own["result"]
    for secret in (
        *(candidate["familyName"], candidate["dateOfBirth"], candidate["candidateNumber"]),
        *("Grade", f" {result['overallScore']} ", "candidate@demo.example"),
    ):
        assert secret not in told


async def _is_opened_for_one_user_alone(cast: Cast, share_id: str) -> None:
    marked = (await cast.primary.ask(MARK_VIEWED, ids=[share_id]))["markViewed"]
    assert marked["userErrors"] == []
    assert (await cast.primary.ask(LINE, id=share_id))["node"]["viewedAt"] is not None
    assert (await cast.member.ask(LINE, id=share_id))["node"]["viewedAt"] is None


async def _is_exported(cast: Cast, ids: Sequence[str]) -> list[str]:
    """As every kind of file; the addresses of the files."""
    nodes = (await cast.primary.ask(contents.FACTS, ids=ids))["nodes"]
    addresses = []
    for form in ("XLSX", "CSV", "PDF", "PDF_ZIP"):
        ready = await steps.export(cast.primary, form, ids)
        assert (ready["state"], ready["rowsDone"], ready["omittedCount"]) == ("READY", 3, 0)
        _holds(form, await _downloaded(cast, ready), nodes)
        addresses.append(ready["downloadUrl"])
    return addresses


async def _downloaded(cast: Cast, ready: dict[str, Any]) -> bytes:
    """The file, the same for everybody of the organisation, and for nobody else."""
    answers = [
        await party.get(ready["downloadUrl"])
        for party in (cast.primary, cast.member, cast.api_client)
    ]
    assert {answer.status_code for answer in answers} == {200}
    (content,) = {answer.content for answer in answers}
    assert len(content) == ready["bytes"]
    assert hashlib.sha256(content).hexdigest() == ready["sha256"]
    assert (await cast.stranger.get(ready["downloadUrl"])).status_code == 404
    assert (await cast.visitor.get(ready["downloadUrl"])).status_code == 401
    assert (await cast.candidate.get(ready["downloadUrl"])).status_code in (403, 404)
    return content


def _holds(form: str, content: bytes, nodes: Sequence[dict[str, Any]]) -> None:
    if form in ("XLSX", "CSV"):
        rows = contents.of_xlsx(content) if form == "XLSX" else contents.of_csv(content)
        assert rows == [contents.expected(node) for node in nodes]
        return
    pages = contents.of_pdf(content) if form == "PDF" else contents.of_zip(content)
    assert len(pages) == len(nodes)
    for page, node in zip(pages, nodes, strict=True):
        assert [fact for fact in contents.printed(node) if fact not in page] == []


async def _is_gone_within_a_second(
    cast: Cast, live: Live, share_id: str, files: Sequence[str]
) -> None:
    ended = time.monotonic()
    answer = await cast.primary.ask(LINE, id=share_id)
    assert share_id not in [edge["node"]["id"] for edge in answer["sharedResults"]["edges"]]
    assert (answer["node"]["candidate"], answer["node"]["result"]) == (None, None)
    assert answer["node"]["standing"]["reasonCode"] == "SHARE_WITHDRAWN"
    photo = f"/downloads/photos/{share_id}"
    assert (await cast.primary.get(photo)).status_code in (404, 410)
    for path in files:
        for party in (cast.primary, cast.api_client):
            refused = await party.get(path)
            assert refused.status_code == 410
            assert "CHLOÉ" not in refused.text
    assert time.monotonic() - ended < 1
    assert await live.is_silent(1)
    # A subscription that resumes from before the share is not told of it any more, either.
    with pytest.raises(TimeoutError):
        async with cast.primary.live(parties.RESULT_SHARED) as again:
            await again.event(1)


async def _is_left_out_of_new_files(cast: Cast, share_id: str, chosen: Sequence[str]) -> None:
    ready = await steps.export(cast.primary, "CSV", [share_id, *chosen])
    assert (ready["state"], ready["omittedCount"]) == ("READY", 1)
    rows = contents.of_csv((await cast.primary.get(ready["downloadUrl"])).content)
    assert [row["Share ID"] for row in rows] == list(chosen)
    nothing = await steps.export(cast.primary, "XLSX", [share_id])
    assert (nothing["state"], nothing["failure"]) == ("FAILED", "NOTHING_LEFT")


async def _is_told_in_order(hook: Hook, result_id: str) -> None:
    """Created, withdrawn; and each finished file, by its own name."""
    requests = await hook.receiver.wait_for(8)
    bodies = [hook.verified(number) for number in range(len(requests))]
    (created, first), (withdrawn, last) = steps.sequences(requests, result_id)
    assert (created, withdrawn) == ("share.created", "share.withdrawn")
    assert first < last
    assert sorted(body["data"]["sequence"] for body in bodies) == list(range(1, len(bodies) + 1))
    ready = [body for body in bodies if body["type"] == "export.ready"]
    assert len(ready) == 5
    assert {name for body in ready for name in body["data"]["subjects"]} == {"export"}


async def _nothing_personal_was_written_aside(service: Any, secrets: Sequence[str]) -> None:
    values = await secrecy.personal_values(service) | set(secrets) | {service.env["KEYS"]}
    assert secrecy.found(values, secrecy.logged(service)) == []
    assert secrecy.found(values, secrecy.written_to_valkey(service)) == []
