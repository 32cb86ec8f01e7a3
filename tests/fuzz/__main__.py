"""Asks a real service at random as every role, and says what it should not have answered.

Run as `python -m tests.fuzz`; `--help` tells the rest. Exit code 1: there are findings.
"""

import argparse
import asyncio
import secrets
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Final

from tests.fuzz import stage, telling, turns, viewers
from tests.fuzz.bugs import BUGS
from tests.fuzz.turns import Turn

# For all roles together, with what each needs before and after its requests.
_TOTAL_SECONDS: Final = 225.0
_AROUND_A_TURN_SECONDS: Final = 4.0
_LEAST_SECONDS: Final = 5.0
_SECONDS_PER_BUG: Final = 10.0


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    options = _options(arguments)
    if not turns.PYTHON.exists():
        _tell(["schemathesis is missing: scripts/install-fuzz installs it in .venv-fuzz."])
        return 2
    _tell([f"Seed {options.seed}. The same again: python -m tests.fuzz --seed {options.seed}"])
    run = _planted if options.planted else _every_role
    return asyncio.run(run(options))


async def _every_role(options: argparse.Namespace) -> int:
    """Each role in turn; 1 if there is a finding."""
    found = 0
    deadline = time.monotonic() + _TOTAL_SECONDS
    kinds = [kind for kind in viewers.KINDS if not options.role or kind.name in options.role]
    async with stage.opened() as opened:
        for index, kind in enumerate(kinds):
            share = (deadline - time.monotonic()) / (len(kinds) - index) - _AROUND_A_TURN_SECONDS
            seconds = options.seconds_per_role or max(share, _LEAST_SECONDS)
            turn = Turn(kind, options.seed, seconds, options.operation)
            report = await turns.taken(opened, turn)
            found += len(report.findings)
            _tell(telling.of_turn(kind, report))
    _tell([f"{found} findings." if found else "No findings."])
    return 1 if found else 0


async def _planted(options: argparse.Namespace) -> int:
    """Each planted bug in turn; 1 if one of them is not found."""
    missed = 0
    for bug in (bug for bug in BUGS if not options.bug or bug.name in options.bug):
        turn = Turn(bug.kind, options.seed, _SECONDS_PER_BUG, [bug.operation])
        async with stage.opened(bug.name) as opened:
            report = await turns.taken(opened, turn)
        rules = sorted({finding.rule for finding in report.findings})
        is_found = bug.rule in rules
        missed += not is_found
        _tell([f"{bug.name:<28} {'found' if is_found else 'MISSED'}: {', '.join(rules)}"])
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument(
        "--seconds-per-role", type=float, help="left out: four minutes for everything"
    )
    parser.add_argument(
        "--role",
        action="append",
        choices=[kind.name for kind in viewers.KINDS],
        help="this one alone",
    )
    parser.add_argument("--operation", action="append", default=[], help="ask for this one alone")
    parser.add_argument(
        "--planted", action="store_true", help="show that the fuzz finds bugs that are put in"
    )
    parser.add_argument(
        "--bug", action="append", choices=[bug.name for bug in BUGS], help="of those this one alone"
    )
    return parser.parse_args(arguments)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
