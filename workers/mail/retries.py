"""What becomes of an e-mail after an attempt: sent, given up, or tried again and when."""

from typing import Final

from domain.states import MailState
from workers.mail.sender import MailAnswer, MailOutcome

# Seconds before the second attempt, the third, and so on; then the mail is dead.
RETRIES_SECONDS: Final = (5, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)


def verdict(attempts: int, answer: MailAnswer | None) -> tuple[MailState, int]:
    """The next state, and in how many seconds it is due; no answer: nobody can be written to."""
    if answer is None or answer.outcome is MailOutcome.REFUSED:
        return MailState.DEAD, 0
    if answer.outcome is MailOutcome.DELIVERED:
        return MailState.SENT, 0
    return again(attempts)


def again(attempts: int) -> tuple[MailState, int]:
    """After so many attempts without success: once more later, or never."""
    if attempts > len(RETRIES_SECONDS):
        return MailState.DEAD, 0
    return MailState.PENDING, RETRIES_SECONDS[attempts - 1]
