"""Names to addresses, by the system's resolver, in threads of its own.

The event loop's own threads are few and shared: one customer's hanging name server would keep
them from everybody else. A lookup that outlives its send ends by the resolver's own timeouts.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

# From a host name to its numeric addresses; raises OSError when there is no answer.
Lookup: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]

THREADS: Final = 64


class SystemLookup:
    """A `Lookup` by getaddrinfo; its threads start when they are needed."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lookup")

    async def __call__(self, host: str) -> Sequence[str]:
        """Every address of both families, in the system's order of preference, without repeats."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _addresses, host)

    def close(self) -> None:
        """Forget the lookups that have not begun; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str) -> Sequence[str]:
    # As bytes: text would go through Python's codec of the older IDNA.
    answers = socket.getaddrinfo(
        host.encode("ascii"), None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )
    return list(dict.fromkeys(str(address[0]) for *_, address in answers))
