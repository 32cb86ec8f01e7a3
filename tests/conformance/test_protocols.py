"""The two protocols of live answers, by hand and through the clients of their authors."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.conformance import programs
from tests.running import Running

CLOSE_CODES: Final = ("4400", "4401", "4403", "4406", "4408", "4409", "4429")


def test_graphql_transport_ws_is_spoken_to_its_last_close_code(
    service: Running, protocols: Path, score: Callable[[str], None]
) -> None:
    checks = programs.checks([programs.NODE, protocols / "transport-ws.mjs"], service)
    score(f"graphql-transport-ws by {checks.line('ws')}")

    assert checks.failed == [], "\n".join(checks.failed)
    tried = {name.partition(":")[0] for name in checks.found}
    assert tried.issuperset(CLOSE_CODES)


def test_the_client_graphql_ws_works(
    service: Running, protocols: Path, score: Callable[[str], None]
) -> None:
    checks = programs.checks([programs.NODE, protocols / "graphql-ws.mjs"], service)
    score(checks.line("graphql-ws"))

    assert checks.failed == [], "\n".join(checks.failed)


def test_the_client_graphql_sse_works(
    service: Running, protocols: Path, score: Callable[[str], None]
) -> None:
    checks = programs.checks([programs.NODE, protocols / "graphql-sse.mjs"], service)
    score(checks.line("graphql-sse"))

    assert checks.failed == [], "\n".join(checks.failed)
