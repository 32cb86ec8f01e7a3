"""Nothing internal is reached: names that lead inward, change their mind, or mix their answers.

A listener on loopback stands for the internal host; a refused send must not even connect to it.
"""

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import receivers
from tests.receivers import Receiver
from webhooks import guard, urls
from webhooks.answers import SendError
from webhooks.lookup import Lookup, SystemLookup
from webhooks.sender import Sender

BODY = b"{}"
NAME = "hooks.receiver.edu"
PUBLIC = "2e00::1"  # public by the table, but not assigned: no test can reach anybody


class Names:
    """A lookup that plays its answers in turn and repeats the last; it counts the questions."""

    def __init__(self, *rounds: Sequence[str] | OSError) -> None:
        self.asked: list[str] = []
        self._rounds = list(rounds)

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answer = self._rounds.pop(0) if len(self._rounds) > 1 else self._rounds[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


async def error_of(
    lookup: Lookup, port: int, *, allow_loopback: bool = False, timeout_seconds: float = 10
) -> SendError | None:
    """How a send to a name ends."""
    async with Sender(
        timeout_seconds=timeout_seconds, allow_loopback=allow_loopback, lookup=lookup
    ) as sender:
        return (await sender.send(f"https://{NAME}:{port}/", BODY, {})).error


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["0.0.0.0"],
        ["::"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%lo"],
        ["not an address"],
        ["127.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "10.0.0.1"],
        [PUBLIC, "169.254.169.254"],
    ],
    ids=str,
)
async def test_a_name_with_any_inward_answer_is_refused_without_a_packet(
    answers: list[str],
) -> None:
    async with receivers.silent_listener() as (port, seen):
        error = await error_of(Names(answers), port)

    assert error is SendError.REFUSED_ADDRESS
    assert seen == []


async def test_a_name_that_changes_its_mind_after_the_save_is_refused() -> None:
    names = Names([PUBLIC], ["127.0.0.1"])
    resolver = guard.GuardedResolver(names, guard.judge(allow_loopback=False))
    async with receivers.silent_listener() as (port, seen):
        url = urls.checked(f"https://{NAME}:{port}/", allow_loopback=False)
        [saved] = await resolver.resolve(NAME, port)

        async with Sender(lookup=names) as sender:
            answer = await sender.send(url, BODY, {})

    assert saved["host"] == PUBLIC
    assert answer.error is SendError.REFUSED_ADDRESS
    assert seen == []


async def test_the_checked_answer_is_the_one_that_is_used(tmp_path: Path) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    tls, authority = receivers.self_signed(tmp_path, NAME)
    sender = Sender(timeout_seconds=10, allow_loopback=True, lookup=names, authorities=authority)

    async with sender, Receiver(tls=tls) as receiver:
        answer = await sender.send(receiver.url_at(NAME), BODY, {})

    assert answer.delivered
    assert names.asked == [NAME]
    assert receiver.connections == 1


@pytest.mark.parametrize("inward", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fd00::1"])
async def test_demo_mode_opens_loopback_and_nothing_else(inward: str) -> None:
    async with receivers.silent_listener() as (port, seen):
        error = await error_of(Names(["127.0.0.1", inward]), port, allow_loopback=True)

    assert error is SendError.REFUSED_ADDRESS
    assert seen == []


async def test_a_numeric_host_is_stopped_before_its_socket_is_made() -> None:
    is_allowed = guard.judge(allow_loopback=False)
    connector = guard.GuardedConnector(
        guard.GuardedResolver(Names([PUBLIC]), is_allowed),
        is_allowed,
        tls=guard.tls_context(),
        keep_alive_seconds=1,
    )
    async with receivers.silent_listener() as (port, seen), guard.session(connector) as session:
        for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(OSError) as refusal:  # noqa: PT011 - the cause is what counts
                await session.post(f"http://{host}:{port}/", data=BODY)
            assert isinstance(refusal.value.__cause__, guard.AddressRefused)

    assert seen == []


async def test_a_denied_peer_gets_no_request_even_when_both_checks_before_were_fooled() -> None:
    verdicts = iter([True, True, False])

    def fooled(address: str) -> bool:
        return next(verdicts)

    connector = guard.GuardedConnector(
        guard.GuardedResolver(Names(["127.0.0.1"]), fooled),
        fooled,
        tls=guard.tls_context(),
        keep_alive_seconds=1,
    )
    async with Receiver() as receiver, guard.session(connector) as session:
        with pytest.raises(OSError) as refusal:  # noqa: PT011 - the cause is what counts
            await session.post(f"http://{NAME}:{receiver.port}/", data=BODY)
        await asyncio.sleep(0.05)

    assert isinstance(refusal.value.__cause__, guard.AddressRefused)
    assert receiver.requests == []


@pytest.mark.parametrize("outcome", [socket.gaierror(-2, "Name or service not known"), []])
async def test_a_name_without_an_address_is_a_dns_failure(outcome: Sequence[str] | OSError) -> None:
    assert await error_of(Names(outcome), 8443) is SendError.DNS


async def test_a_name_server_that_hangs_ends_at_the_total_limit() -> None:
    async def hanging(host: str) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    assert await error_of(hanging, 8443, timeout_seconds=0.2) is SendError.TIMEOUT


async def test_the_systems_resolver_knows_this_machine() -> None:
    lookup = SystemLookup()

    found = await lookup("localhost")
    lookup.close()

    assert found
    assert set(found) <= {"127.0.0.1", "::1"}


async def test_localhost_is_reached_in_demo_mode_through_the_systems_resolver() -> None:
    async with Sender(timeout_seconds=10, allow_loopback=True) as sender, Receiver() as receiver:
        answer = await sender.send(receiver.url_at("localhost"), BODY, {})

    assert answer.delivered
