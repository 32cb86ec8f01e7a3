"""What other people's software says of the service: one line each, printed at the end of a run.

A line travels as a property of its test's report. Workers of pytest-xdist send reports to the
process that leads the run, and print nothing themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PROPERTY: Final = "conformance"
PAGE: Final = Path(__file__).parents[2] / "docs" / "conformance.md"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the lines, also when every test has passed."""
    lines = sorted(set(_lines(terminalreporter)))
    if lines:
        terminalreporter.section("conformance")
    for line in lines:
        terminalreporter.write_line(line)


def _lines(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name == PROPERTY:
                    yield str(line)
