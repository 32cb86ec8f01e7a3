"""How far the stream of one operation has come."""

from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """What transport and stream tell each other of an operation.

    `cursor`: where to resume, once that is known. `is_unsent`: what was yielded last found no room
    while it was fresh, and has to be told again.
    """

    cursor: str | None = None
    is_unsent: bool = False
