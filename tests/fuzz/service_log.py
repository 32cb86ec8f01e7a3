"""What the service has said of itself: bugs that no answer shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BAD_LEVELS = frozenset({"error", "critical"})


def end(log: Path) -> int:
    """Where the log ends now."""
    return log.stat().st_size


def complaints(log: Path, since: int) -> Iterator[str]:
    """Lines of an error since then, and lines that are none of ours, such as tracebacks."""
    with log.open("rb") as lines:
        lines.seek(since)
        for line in lines.read().decode("utf-8", "replace").splitlines():
            told = _told(line)
            if told is None:
                yield f"not a line of the service's log: {line[:300]}"
            elif told.get("level") in _BAD_LEVELS:
                yield f"{told.get('event')}: {_details(told)}"


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _details(told: dict[str, Any]) -> str:
    """Without what differs from one time to the next."""
    rest = {key: told[key] for key in told.keys() - {"at", "level", "event", "correlation_id"}}
    return json.dumps(rest, sort_keys=True)[:3000]
