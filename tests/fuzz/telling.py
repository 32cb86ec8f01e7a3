"""What people read: a line for each role, and each finding with a request that shows it again."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from tests.fuzz.orders import Finding, Report
from tests.fuzz.viewers import Kind

_WIDTH: Final = 20


def of_turn(kind: Kind, report: Report) -> Iterator[str]:
    """How many requests were answered how, and what was never reached though it is allowed."""
    outcomes = ", ".join(f"{name} {count}" for name, count in report.total().most_common())
    yield (
        f"{kind.name:<{_WIDTH}} {report.requests} requests: {outcomes};"
        f" slowest {report.slowest_ms} ms; findings {len(report.findings)}"
    )
    missed = unreached(kind, report)
    if missed:
        yield f"{'':<{_WIDTH}} never with data: {', '.join(missed)}"
    for finding in report.findings:
        yield from _of_finding(kind, finding)


def unreached(kind: Kind, report: Report) -> Sequence[str]:
    """Queries and mutations that the viewer may call and that never gave data."""
    return [
        operation
        for operation, counts in sorted(report.outcomes.items())
        if operation in kind.allowed() and "data" not in counts
    ]


def _of_finding(kind: Kind, finding: Finding) -> Iterator[str]:
    yield ""
    yield f"  FINDING as {kind.name}, {finding.operation}: {finding.rule} ({finding.times} times)"
    yield from (f"    {line}" for line in finding.details.splitlines())
    if finding.body is not None:
        yield f"    {curl(kind, finding)}"
    yield ""


def curl(kind: Kind, finding: Finding) -> str:
    """The request again: GRAPHQL is the address of a service, TOKEN a session's or an API key."""
    bearer = "" if kind.name == "visitor" else ' -H "Authorization: Bearer $TOKEN"'
    return (
        'curl -s "$GRAPHQL" -H "Content-Type: application/json"'
        f" -H {shlex.quote(f'Accept: {finding.accept}')}{bearer}"
        f" --data-raw {shlex.quote(finding.body or '')}"
    )
