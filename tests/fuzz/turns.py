"""One viewer's turn: the order is made, the sender runs, and what it left behind is looked at."""

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.embedded import processes
from tests import parties
from tests.fuzz import foreigners, knowledge, material, service_log, viewers, walls
from tests.fuzz.orders import Finding, Listing, Order, Report
from tests.fuzz.stage import Stage
from tests.fuzz.viewers import Kind, Viewer
from tests.parties import Party
from tests.running import ROOT

PYTHON: Final = ROOT / ".venv-fuzz" / "bin" / "python"
# Beyond the time of the order: to load schemathesis, and for the last answer.
_GRACE_SECONDS: Final = 60.0
_STRANGERS: Final = (parties.STRANGER, parties.CANDIDATE, parties.PRIMARY)


class SenderFailed(RuntimeError):
    """The sender ended without a report: it is the fuzz itself that is broken."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who asks, from which seed, for how long, and for which operations; none: for all."""

    kind: Kind
    seed: int
    seconds: float
    operations: Sequence[str] = ()


async def taken(stage: Stage, turn: Turn) -> Report:
    """What came of the requests of one kind of viewer."""
    viewer = await viewers.viewer(turn.kind, stage.database, stage.service.superuser)
    order = await _order(stage, viewer, turn)
    before = await walls.digests(viewer, stage.database)
    since = service_log.end(stage.service.log)
    report = await _sent(order)
    after = await walls.digests(viewer, stage.database)
    for complaint in service_log.complaints(stage.service.log, since):
        report.add(Finding("error in the log", complaint, "any"))
    for change in walls.changed(before, after):
        report.add(Finding("rows of others", change, "any"))
    for failure in _failures(stage):
        report.add(Finding("not well afterwards", failure, "any"))
    return report


async def _order(stage: Stage, viewer: Viewer, turn: Turn) -> Order:
    known = await knowledge.of(viewer, stage.database)
    own, foreign = await _listings(stage, viewer)
    return Order(
        name=viewer.kind.name,
        url=f"{stage.service.base_url}/graphql",
        seed=turn.seed,
        seconds=turn.seconds,
        allowed=viewer.kind.allowed(),
        only=list(turn.operations),
        bearers=list(viewer.bearers),
        texts=material.texts(viewer, known, own, foreign, [stage.receiver_url]),
        listings=own,
        foreign=known.everything_foreign(),
        markers=[foreigners.MARK],
        private=list(_private_words(stage)),
    )


async def _listings(stage: Stage, viewer: Viewer) -> tuple[list[Listing], list[Listing]]:
    """The beginnings of the viewer's own lists, and of lists of others."""
    own: list[Listing] = []
    foreign: list[Listing] = []
    async with parties.connected(stage.service.base_url) as client:
        if viewer.bearers:
            own = await material.listings(Party(client, viewer.bearers[-1]), viewer.kind.allowed())
        for kind in viewers.KINDS:
            if kind.email in _STRANGERS and kind.email != viewer.kind.email:
                other = await viewers.viewer(kind, stage.database, stage.service.superuser, 1)
                party = Party(client, other.bearers[0])
                foreign += await material.listings(party, kind.allowed())
    return own, foreign


def _private_words(stage: Stage) -> Iterator[str]:
    """What names this machine and its services."""
    yield str(ROOT)
    yield str(stage.service.directory)
    yield from ("rvs_app", "rvs_owner", "rvs_fuzz")
    if len(socket.gethostname()) > 5:
        yield socket.gethostname()


async def _sent(order: Order) -> Report:
    """Run the sender, in its own environment, until it has written its report."""
    with tempfile.TemporaryDirectory(prefix="rvs-fuzz-") as directory:
        given, told, said = (Path(directory) / name for name in ("order", "report", "output"))
        given.write_text(order.to_json(), "utf-8")
        with said.open("wb") as output:
            process = processes.spawn(
                [str(PYTHON), "-m", "tests.fuzz.asking", str(given), str(told)],
                death_signal=signal.SIGKILL,
                output=output,
                env={"PATH": os.environ["PATH"], "HOME": directory},
                directory=ROOT,
            )
        try:
            async with asyncio.timeout(order.seconds + _GRACE_SECONDS):
                while process.poll() is None:  # noqa: ASYNC110 - another process ends
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise SenderFailed("It has not ended.") from None
        finally:
            process.kill()
            process.wait()
        if not told.exists():
            raise SenderFailed(said.read_text("utf-8")[-5000:])
        return Report.of_json(told.read_text("utf-8"))


def _failures(stage: Stage) -> Iterator[str]:
    if not stage.service.is_ready():
        yield "/readyz does not say that the service is ready"
    if any(process.poll() is not None for process in stage.processes):
        yield "a process of the service has ended"
