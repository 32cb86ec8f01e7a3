"""The examples that stay: a subscription and a receiver, through whatever breaks meanwhile."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
from standardwebhooks.webhooks import Webhook

from db.engine import Job
from server.embedded.postgres import PostgresUrls
from tests.conformance.examples import example_programs
from tests.conformance.examples.example_programs import CURL, Language
from tests.journey import steps
from tests.journey.steps import Cast
from tests.receivers import Received, Receiver
from tests.running import Running, free_port, kill, running
from tests.services import TestServices


async def test_a_subscription_prints_each_share_once_whatever_breaks(
    language: Language, services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    cursor = tmp_path / "cursor"
    with running(services, fresh_database, tmp_path / "rvs", has_valkey=False) as service:
        api = service.serve()
        async with steps.cast(service) as cast:
            own = await steps.own_results(cast.candidate)
            results = [each["result"]["id"] for each in own.values()]
            with example_programs.started(language, "subscribe", service, tmp_path) as example:
                example.wait_for(cursor.exists)
                shares = [await steps.share(cast, results[0])]
                example.wait_for(lambda: example.shares() == shares)

                kill(api)
                service.serve()
                before = cursor.read_text("utf-8")
                shares.append(await steps.share(cast, results[1]))
                example.wait_for(lambda: example.shares() == shares)
                example.wait_for(lambda: cursor.read_text("utf-8") != before)

            # The example itself is killed, and misses one.
            shares.append(await steps.share(cast, results[2]))
            with example_programs.started(language, "subscribe", service, tmp_path) as example:
                example.wait_for(lambda: example.shares() == shares)
                await steps.withdraw(cast, shares[0])
                shares.append(await steps.share(cast, results[0]))
                example.wait_for(lambda: len(example.shares()) >= len(shares))
                assert example.shares() == shares


def test_a_subscription_with_a_bad_key_ends_with_a_sentence(
    language: Language, service: Running, tmp_path: Path
) -> None:
    (tmp_path / "cursor").write_text("any", "utf-8")
    with example_programs.started(
        language, "subscribe", service, tmp_path, RVS_API_KEY="rvs_key_nobody"
    ) as example:
        assert example.process.wait(30) == 1

    said = example.errors.read_text("utf-8")
    assert "UNAUTHENTICATED" in said or "The key is not good" in said


async def test_an_endpoint_is_added_and_its_deliveries_are_shown(
    at_work: Running, tmp_path: Path
) -> None:
    secret = tmp_path / "webhook.secret"
    async with Receiver() as receiver, steps.cast(at_work) as cast:
        added = example_programs.ran(CURL, "add-endpoint", at_work, tmp_path, receiver.url)
        assert (added.returncode, added.stderr) == (0, "")
        hook = steps.Hook(receiver, secret.read_text("utf-8").strip())
        assert (await hook.next(0))["type"] == "endpoint.test"
        await is_active(cast)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert hook.secret not in added.stdout

    again = example_programs.ran(CURL, "add-endpoint", at_work, tmp_path, receiver.url)
    assert again.returncode == 1
    assert secret.read_text("utf-8").strip() == hook.secret
    log = example_programs.ran(CURL, "deliveries", at_work, tmp_path)
    (endpoint,) = json.loads(log.stdout)["data"]["webhookEndpoints"]["edges"]
    (delivery,) = endpoint["node"]["deliveries"]["edges"]
    assert delivery["node"]["state"] == "DELIVERED"
    assert delivery["node"]["attempts"][0]["status"] == 204


def test_an_endpoint_that_is_refused_leaves_no_secret(service: Running, tmp_path: Path) -> None:
    refused = example_programs.ran(CURL, "add-endpoint", service, tmp_path, "ftp://example.org")

    assert refused.returncode == 1
    assert "userErrors" in refused.stderr
    assert list(tmp_path.iterdir()) == []


async def test_a_receiver_fetches_what_the_worker_tells_it(
    receiver_language: Language, at_work: Running, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    with example_programs.started(
        receiver_language, "receiver", at_work, tmp_path, RVS_PORT=str(port)
    ) as example:
        example.wait_for(lambda: answers(url))
        example_programs.ran(CURL, "add-endpoint", at_work, tmp_path, url).check_returncode()
        async with steps.cast(at_work) as cast:
            await is_active(cast)
            own = (await steps.own_results(cast.candidate))["C1_ADVANCED"]
            share_id = await steps.share(cast, own["result"]["id"])
            example.wait_for(lambda: len(example.lines()) == 2)
            await steps.withdraw(cast, share_id)
            example.wait_for(lambda: len(example.lines()) == 3)

    tested, shared, ended = example.lines()
    person = own["candidate"]
    assert tested.startswith("endpoint.test")
    assert shared.startswith(f"share.created {share_id} VERIFIED {person['firstName']}")
    assert ended.startswith(f"share.withdrawn {share_id}")


async def test_a_receiver_refuses_forgeries_and_loses_and_repeats_nothing(
    receiver_language: Language,
    services: TestServices,
    fresh_database: PostgresUrls,
    tmp_path: Path,
) -> None:
    with running(services, fresh_database, tmp_path / "rvs") as service:
        api = service.serve()
        service.work(Job.WEBHOOK)
        async with steps.cast(service) as cast, Receiver() as receiver:
            hook = await steps.open_endpoint(cast, receiver)
            own = (await steps.own_results(cast.candidate))["C1_ADVANCED"]
            share_id = await steps.share(cast, own["result"]["id"])
            genuine = (await receiver.wait_for(2))[1]
        (tmp_path / "webhook.secret").write_text(hook.secret, "utf-8")
        port = free_port()
        url = f"http://127.0.0.1:{port}/hook"
        start = partial(
            *(example_programs.started, receiver_language, "receiver", service, tmp_path),
            RVS_PORT=str(port),
        )

        with start() as example:
            example.wait_for(lambda: answers(url))
            assert [post(url, forged) for forged in forgeries(genuine)] == [400] * 5
            assert post(url, replace(genuine, body=b"x" * 70_000)) == 413
            kill(api)
            assert post(url, genuine) == 204
            example.wait_for(lambda: b"Again in 5 seconds" in example.errors.read_bytes())
        service.serve()
        # It was killed after it had answered, before its work was done.
        with start() as example:
            example.wait_for(lambda: example.shares() == [share_id])
            assert post(url, genuine) == 204
            later = replace(genuine, body=genuine.body.replace(b"share.created", b"later.type"))
            assert post(url, signed(later, hook.secret, "another")) == 204
            example.wait_for(lambda: len(example.lines()) == 2)

    assert example.lines()[0].startswith(f"share.created {share_id} VERIFIED")
    assert example.lines()[1].startswith("later.type")


def forgeries(genuine: Received) -> list[Received]:
    """What somebody without the secret could make of a delivery."""
    old = str(int(genuine.headers["webhook-timestamp"]) - 301)
    unsigned = {name: value for name, value in genuine.headers.items() if "signature" not in name}
    return [
        replace(genuine, body=genuine.body.replace(b"share.created", b"share.expired")),
        replace(genuine, headers={**genuine.headers, "webhook-timestamp": old}),
        replace(genuine, headers={**genuine.headers, "webhook-id": "another"}),
        replace(genuine, headers={**genuine.headers, "webhook-signature": "nonsense"}),
        replace(genuine, headers=unsigned),
    ]


def signed(request: Received, secret: str, id: str) -> Received:
    """The same as a delivery of another event."""
    now = datetime.now(UTC)
    headers = {
        **request.headers,
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, now, request.body.decode()),
    }
    return replace(request, headers=headers)


def post(url: str, request: Received) -> int:
    """Send it on as it came; the status of the answer."""
    headers = {name: value for name, value in request.headers.items() if "webhook-" in name}
    return httpx.post(url, content=request.body, headers=headers, timeout=20).status_code


def answers(url: str) -> bool:
    """Whether somebody listens there, and refuses what is no delivery."""
    try:
        return httpx.post(url, content=b"{}", timeout=20).status_code in {400, 503}
    except httpx.TransportError:
        return False


async def is_active(cast: Cast) -> None:
    """Wait until the one endpoint is."""

    async def holds() -> bool:
        (endpoint,) = await steps.endpoints(cast.primary)
        return bool(endpoint["state"] == "ACTIVE")

    await steps.eventually(holds)
