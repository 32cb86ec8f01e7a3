"""How long the institution waits: from `shareResult` returning to event, webhook and e-mail.

Run as `python -m bench.latency`. It starts a demonstration of its own, uses loopback alone, and
ends after fifty shares; the table goes to the screen and to `bench/results/latency.md`.
"""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import demonstration
from bench.demonstration import Demonstration, Memory
from tests import parties
from tests.parties import Live, Party
from tests.receivers import Receiver

SHARES: Final = 50
PATIENCE_SECONDS: Final = 20.0
RESULTS: Final = Path(__file__).parent / "results" / "latency.md"


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds after one `shareResult` returned; below zero: before it did."""

    event: float
    webhook: float
    mail: float


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="rvs-bench-") as directory:
        data_dir = Path(directory)
        with demonstration.running(data_dir) as cold:
            cold_seconds = cold.ready_seconds
        with demonstration.running(data_dir) as warm:
            waits = asyncio.run(measure(warm))
            memory = warm.memory()
            lines = list(report(waits, memory, cold_seconds, warm.ready_seconds))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


async def measure(running: Demonstration) -> list[Waits]:
    """Share and withdraw one result, again and again."""
    async with parties.connected(running.base_url) as client, Receiver() as receiver:
        password = running.password()
        primary = await parties.signed_in(client, parties.PRIMARY, password)
        candidate = await parties.signed_in(client, parties.CANDIDATE, password)
        await primary.ask(parties.ENDPOINT, url=receiver.url)
        await primary.ask(parties.PREFERENCES, each=True)
        await receiver.wait_for(1)
        await asyncio.sleep(1)  # the endpoint becomes active
        edges = (await candidate.ask(parties.OWN_RESULTS))["myResults"]["edges"]
        wish = {
            "resultId": next(e["node"]["result"]["id"] for e in edges if e["node"]["canBeShared"]),
            "organisationId": await parties.organisation_id(candidate, "north"),
        }
        head = await parties.head(primary)
        async with primary.live(parties.RESULT_SHARED, after=head) as live:
            mailbox = running.data_dir / "mail"
            return [await _once(candidate, wish, live, receiver, mailbox) for _ in range(SHARES)]


async def _once(
    candidate: Party, wish: dict[str, str], live: Live, receiver: Receiver, mailbox: Path
) -> Waits:
    mails = demonstration.kept(mailbox)
    requests = len(receiver.requests)
    event = asyncio.create_task(_arrival(live))
    mail = asyncio.create_task(demonstration.until_kept(mailbox, mails, PATIENCE_SECONDS))

    made = (await candidate.ask(parties.SHARE, input=wish))["shareResult"]
    returned = time.time()

    await receiver.wait_for(requests + 1, timeout_seconds=PATIENCE_SECONDS)
    arrivals = (await event, receiver.requests[requests].at.timestamp(), await mail)
    await candidate.ask(parties.WITHDRAW, id=made["share"]["id"])
    await receiver.wait_for(requests + 2, timeout_seconds=PATIENCE_SECONDS)
    return Waits(*((arrival - returned) * 1000 for arrival in arrivals))


async def _arrival(live: Live) -> float:
    await live.event(PATIENCE_SECONDS)
    return time.time()


def report(
    waits: Sequence[Waits], memory: dict[str, Memory], cold_seconds: float, warm_seconds: float
) -> Iterator[str]:
    """The tables, as Markdown."""
    yield "# From a share to those who are told"
    yield ""
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" embedded services, everything on one machine. Each line: {len(waits)} shares."
    )
    yield ""
    yield "| after `shareResult` has returned | median (ms) | 95 % (ms) |"
    yield "|---|---:|---:|"
    for name, values in (
        ("subscription event", [each.event for each in waits]),
        ("webhook at the receiver", [each.webhook for each in waits]),
        ("e-mail at the mail server", [each.mail for each in waits]),
    ):
        median, late = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        yield f"| {name} | {median:.1f} | {late:.1f} |"
    yield ""
    yield "| start of everything, until `/readyz` is good | seconds |"
    yield "|---|---:|"
    yield f"| cold: new database, migrations, sample data | {cold_seconds:.1f} |"
    yield f"| warm | {warm_seconds:.1f} |"
    yield ""
    yield "| memory (MiB) | resident | with shared pages divided |"
    yield "|---|---:|---:|"
    for name, held in sorted(memory.items()):
        yield f"| {name} | {held.resident:.0f} | {held.share:.0f} |"


if __name__ == "__main__":
    main()
