"""How soon those who watch hear of a share: many sockets of many organisations in one process.

Run as `python -m bench.live`. It starts a demonstration of its own, uses loopback alone, ends by
itself, and writes `bench/results/live.md`. Times are from just before COMMIT to the client; what
did not arrive, came twice or came to somebody else is counted, and makes the run fail.
"""

import asyncio
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event

from bench import crowd, demonstration
from bench.crowd import Arrivals, Seat
from bench.demonstration import Demonstration
from db import keyring
from db.storage import Storage
from server import key_file
from server.embedded.postgres import EmbeddedPostgres
from tests import api as apis
from tests.api import Api
from tests.usecases import people

ORGANISATIONS: Final = 500
MEMBERS: Final = 10
STEADY_SHARES: Final = 200
STEADY_SECONDS: Final = 0.05
BURST_AT_ONCE: Final = 8
ONE_HOUSE: Final = 1_000
ONE_HOUSE_LINES: Final = (
    ("one organisation, a share a second", 30, 1.0),
    ("one organisation, without a pause", 50, 0.0),
)
SETTLE_SECONDS: Final = 10.0
# What has not arrived after this time counts as lost.
PATIENCE_SECONDS: Final = 120.0
RESULTS: Final = Path(__file__).parent / "results" / "live.md"
FIELDS: Final = "id organisation { id } candidate { familyName } result { overallScore }"
SHARED: Final = f"subscription {{ resultShared {{ cursor sharedResult {{ {FIELDS} }} }} }}"
PERSONAL: Final = SHARED.replace("id organisation", "isNew id organisation")


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: milliseconds of each arrival, and what went wrong."""

    name: str
    sockets: int
    shares: int
    waits: Sequence[float]
    lost: int
    repeated: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Held:
    """MiB that the API process holds."""

    idle: float
    with_sockets: float
    sockets: int


class Commits:
    """When each task of this process began its last COMMIT."""

    def __init__(self, api: Api) -> None:
        self._last: ContextVar[float] = ContextVar("last_commit")
        event.listen(api.services.database.engine.sync_engine, "commit", self._note)

    def _note(self, connection: Any) -> None:
        self._last.set(time.monotonic())

    def last(self) -> float:
        """Of the task that asks."""
        return self._last.get()


def main() -> None:
    """Measure, print, and fail when anything was lost, came twice or came to the wrong one."""
    with tempfile.TemporaryDirectory(prefix="rvs-bench-") as directory:
        data_dir = Path(directory)
        with demonstration.running(data_dir) as running:
            lines, held = asyncio.run(measure(running))
    text = "\n".join(report(lines, held)) + "\n"
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, "utf-8")
    sys.stdout.write(text)
    if any(line.lost or line.repeated or line.wrong for line in lines):
        sys.exit("Shares were lost, repeated or sent to somebody else: see above.")


async def measure(running: Demonstration) -> tuple[list[Line], list[Held]]:
    """Every line of the table."""
    url = f"{running.base_url}/graphql"
    async with opened(running) as api:
        where = await crowd.seats(api, ORGANISATIONS, MEMBERS)
        house = await crowd.seats(api, 1, ONE_HOUSE)
        lines, held = [], []
        for name, document in (("the same for all", SHARED), ("with isNew", PERSONAL)):
            idle = _api_memory(running)
            async with crowd.listening(url, where, document) as arrivals:
                await asyncio.sleep(SETTLE_SECONDS)
                held.append(Held(idle, _api_memory(running), len(where)))
                lines.append(
                    await _steady(
                        api, where, arrivals, f"steady, {name}", STEADY_SHARES, STEADY_SECONDS
                    )
                )
                lines.append(await _burst(api, where, arrivals, f"burst, {name}"))
        async with crowd.listening(url, house, SHARED) as arrivals:
            await asyncio.sleep(1)
            for name, shares, pause in ONE_HOUSE_LINES:
                lines.append(await _steady(api, house, arrivals, name, shares, pause))
        return lines, held


@asynccontextmanager
async def opened(running: Demonstration) -> AsyncIterator[Api]:
    """The use cases in this process, on the demonstration's database."""
    urls = EmbeddedPostgres(running.data_dir / "postgres").urls()
    keys = keyring.parse(key_file.text(running.data_dir))
    storage = Storage.from_url((running.data_dir / "files").as_uri())
    async with apis.opened(urls, storage, keys) as api:
        yield api


async def _steady(
    api: Api,
    where: Sequence[Seat],
    arrivals: Arrivals,
    name: str,
    shares: int,
    pause_seconds: float,
) -> Line:
    """One share after another, to organisations by chance."""
    chance = random.Random(7)  # noqa: S311 - the same organisations in each run
    begun: dict[str, tuple[float, int]] = {}
    sizes = _sizes(where)
    commits = Commits(api)
    for person in await people.people(api, shares):
        organisation = chance.choice(sorted(sizes))
        made = await people.shared(api, person, organisation)
        begun[made] = (commits.last(), sizes[organisation])
        await asyncio.sleep(pause_seconds)
    return await _line(name, where, begun, arrivals)


async def _burst(api: Api, where: Sequence[Seat], arrivals: Arrivals, name: str) -> Line:
    """A share to every organisation, as fast as a few senders can."""
    sizes = _sizes(where)
    begun: dict[str, tuple[float, int]] = {}
    waiting = list(zip(await people.people(api, len(sizes)), sizes, strict=True))
    commits = Commits(api)

    async def send() -> None:
        while waiting:
            person, organisation = waiting.pop()
            made = await people.shared(api, person, organisation)
            begun[made] = (commits.last(), sizes[organisation])

    await asyncio.gather(*(send() for _ in range(BURST_AT_ONCE)))
    return await _line(name, where, begun, arrivals)


async def _line(
    name: str, where: Sequence[Seat], begun: dict[str, tuple[float, int]], arrivals: Arrivals
) -> Line:
    expected = sum(size for _, size in begun.values())
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _arrived(begun, arrivals) < expected and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.05)  # arrivals are counted elsewhere
    waits = [
        (at - begun[share][0]) * 1000 for share in begun for at in arrivals.of_share.get(share, ())
    ]
    lost = expected - len(waits)
    return Line(name, len(where), len(begun), waits, lost, arrivals.repeated, arrivals.wrong)


def _arrived(begun: dict[str, tuple[float, int]], arrivals: Arrivals) -> int:
    return sum(len(arrivals.of_share.get(share, ())) for share in begun)


def _sizes(where: Sequence[Seat]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for seat in where:
        sizes[seat.organisation_id] = sizes.get(seat.organisation_id, 0) + 1
    return sizes


def _api_memory(running: Demonstration) -> float:
    return running.memory()["API"].resident


def report(lines: Sequence[Line], held: Sequence[Held]) -> Iterator[str]:
    """The tables, as Markdown."""
    yield "# From COMMIT to those who watch"
    yield ""
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()};"
        f" service, PostgreSQL and all clients on one machine, one API process. {ORGANISATIONS}"
        f" organisations with {MEMBERS} sockets each, then one organisation with {ONE_HOUSE}."
        f" Steady: a share every {STEADY_SECONDS * 1000:.0f} ms and what making it takes. Burst: a"
        f" share to each organisation, by {BURST_AT_ONCE} senders without pause."
    )
    yield ""
    yield "| | sockets | shares | arrivals | p50 (ms) | p99 (ms) | lost | twice | wrong |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for line in lines:
        p50, p99 = statistics.median(line.waits), statistics.quantiles(line.waits, n=100)[-1]
        yield (
            f"| {line.name} | {line.sockets} | {line.shares} | {len(line.waits)} | {p50:.1f} |"
            f" {p99:.1f} | {line.lost} | {line.repeated} | {line.wrong} |"
        )
    yield ""
    yield "| API process | MiB before | MiB with sockets | kB for each socket |"
    yield "|---|---:|---:|---:|"
    for number, each in enumerate(held, 1):
        kilobytes = (each.with_sockets - each.idle) * 1024 / each.sockets
        yield f"| round {number} | {each.idle:.0f} | {each.with_sockets:.0f} | {kilobytes:.1f} |"


if __name__ == "__main__":
    main()
