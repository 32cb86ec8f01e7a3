"""When a failed delivery is tried again. Pure: the answer and the chance come from the caller."""

import math
from dataclasses import dataclass
from random import Random
from typing import Final, Self

from webhooks.answers import Answer, SendError

DEFAULT_DELAYS_SECONDS: Final = (
    *(0.0, 5.0, 300.0, 1_800.0, 7_200.0, 18_000.0),
    *(36_000.0, 36_000.0, 86_400.0, 86_400.0),
)
JITTER: Final = 0.2  # added only: the sum of the delays is a promise

_MOST_ATTEMPTS: Final = 100
_LONGEST_DELAY_SECONDS: Final = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """The waits before each attempt, the first included; as many attempts as there are waits."""

    delays_seconds: tuple[float, ...] = DEFAULT_DELAYS_SECONDS
    least_when_busy_seconds: float = 60.0

    def __post_init__(self) -> None:
        if not 1 <= len(self.delays_seconds) <= _MOST_ATTEMPTS:
            raise ValueError(f"a retry schedule has 1 to {_MOST_ATTEMPTS} delays")
        for seconds in (*self.delays_seconds, self.least_when_busy_seconds):
            if not (math.isfinite(seconds) and 0 <= seconds <= _LONGEST_DELAY_SECONDS):
                raise ValueError("a retry delay is between 0 seconds and 30 days")

    @classmethod
    def parse(cls, text: str, *, least_when_busy_seconds: float = 60.0) -> Self:
        """From seconds separated by commas, such as `0,5,300`; raises `ValueError`."""
        return cls(tuple(float(part) for part in text.split(",")), least_when_busy_seconds)

    def next_delay(self, attempts: int, answer: Answer, random: Random) -> float | None:
        """Seconds from now to the next attempt after `attempts` were made; None: no more, dead.

        A receiver that is busy (timeout, 429) is left alone for at least a minute; `Retry-After`
        counts between the schedule's own wait and twice that.
        """
        if attempts < 1 or answer.delivered:
            raise ValueError("only an attempt that was made and failed has a next one")
        if attempts >= len(self.delays_seconds):
            return None
        least = self.delays_seconds[attempts]
        if answer.error is SendError.TIMEOUT or answer.status == 429:
            least = max(least, self.least_when_busy_seconds)
        asked = answer.retry_after_seconds or 0.0
        return min(max(asked, least), 2 * least) * (1 + JITTER * random.random())
