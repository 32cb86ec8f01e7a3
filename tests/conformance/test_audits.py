"""GraphQL over HTTP, as the audits of npm graphql-http see it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.conformance import programs
from tests.running import Running

AUDITS: Final = 61
# What the specification allows a server to offer by GET, which this one has closed.
OPTIONAL: Final = "MAY "
BY_GET: Final = ("GET requests", "in GETs")


def test_every_audit_passes_but_for_what_servers_may_offer_by_get(
    service: Running, protocols: Path, score: Callable[[str], None]
) -> None:
    told = programs.told([programs.NODE, protocols / "audits.mjs"], service)
    results = told["results"]
    counts = Counter(result["status"] for result in results)
    score(
        f"{programs.named(told['versions'], 'graphql-http')}: {counts['ok']} ok,"
        f" {counts['warn']} warnings, {counts['error']} errors, {counts['notice']} notices"
    )

    assert len({result["id"] for result in results}) == len(results) == AUDITS
    not_ok = [result for result in results if result["status"] != "ok"]
    assert [result for result in not_ok if result["status"] != "notice"] == []
    for result in not_ok:
        assert result["name"].startswith(OPTIONAL), result
        assert any(words in result["name"] for words in BY_GET), result
        assert result["answered"] == 405, result
