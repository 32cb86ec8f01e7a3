"""How chance is drawn: from a seed and a path, so that each part can be made by itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random


def source(seed: int, *path: object) -> Random:
    """A generator of its own for a part such as `("candidate", 17)`; the same on every machine."""
    return Random("/".join(map(str, (seed, *path))))  # noqa: S311 - invented data, no secrets


def index(rng: Random, odds: Sequence[float]) -> int:
    """A place in `odds`, as likely as its weight."""
    return rng.choices(range(len(odds)), odds)[0]


def moment(rng: Random, start: datetime, end: datetime, *, lateness: float = 1.0) -> datetime:
    """A whole second from `start` to `end`; a `lateness` above 1 favours the end."""
    seconds = max((end - start).total_seconds(), 0)
    return end - timedelta(seconds=int(seconds * rng.random() ** lateness))


def day(rng: Random, start: date, end: date, *, lateness: float = 1.0) -> date:
    """A day from `start` to `end`, both included; a `lateness` above 1 favours the end."""
    days = max((end - start).days, 0)
    return end - timedelta(days=int((days + 1) * rng.random() ** lateness))
