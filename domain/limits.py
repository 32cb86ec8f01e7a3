"""How much is allowed, as data: each rule with the reason for its figures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class GrowingDelay:
    """Wrong tries: so many are free, then each doubles the wait, up to the longest."""

    free_tries: int
    longest_seconds: int

    def delay(self, failures: int) -> timedelta:
        """How long after so many wrong tries the next one may come."""
        if failures < self.free_tries:
            return timedelta(0)
        doublings = min(failures - self.free_tries, 20)
        return timedelta(seconds=min(2**doublings, self.longest_seconds))


# Of one network, over all accounts: many people may sit behind one address.
SIGN_IN_OF_NETWORK: Final = GrowingDelay(free_tries=50, longest_seconds=60)
# Of one account from one network: nobody can lock another out from elsewhere.
SIGN_IN_OF_ACCOUNT: Final = GrowingDelay(free_tries=5, longest_seconds=900)
# Of the codes of one account, from anywhere: there are only a million, three of them right at any
# moment, and networks are cheap. Nobody comes so far without the password, so that a stranger
# cannot lock the owner out by it; who knows the password is left some twenty-four tries a day.
CODES_OF_ACCOUNT: Final = GrowingDelay(free_tries=10, longest_seconds=3600)
# Letters that visitors ask for, of one network: each goes to somebody.
LETTERS_OF_NETWORK: Final = GrowingDelay(free_tries=20, longest_seconds=300)
# Of one address from one network, said openly: it tells nothing of an account.
LETTERS_OF_PAIR: Final = GrowingDelay(free_tries=5, longest_seconds=900)
# To one address from anywhere: the next letter is left out in silence, so that nobody's mailbox is
# filled. The one before lies there, and its link is good.
LETTERS_TO_ADDRESS: Final = GrowingDelay(free_tries=5, longest_seconds=900)
# Accounts that one user wants to make and that were refused: each tells of somebody's address.
NEW_ACCOUNTS: Final = GrowingDelay(free_tries=20, longest_seconds=900)
