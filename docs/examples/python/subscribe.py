"""Print each new share, until it is stopped. RVS_API_KEY says who asks, RVS_URL where.

The file RVS_CURSOR_FILE holds the cursor of the last one: after a break, or when this program is
started again, it goes on from there.
"""

import asyncio
import os
import random
import sys
import time
from contextlib import aclosing
from pathlib import Path

from gql import Client, gql
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

URL = os.environ.get("RVS_URL", "http://127.0.0.1:8000").replace("http", "ws", 1) + "/graphql"
CREDENTIALS = {"authorization": f"Bearer {os.environ['RVS_API_KEY']}"}
CURSOR_FILE = Path(os.environ.get("RVS_CURSOR_FILE", "cursor"))
# Trying again would not help.
FINAL_CODES = {"UNAUTHENTICATED", "FORBIDDEN", "BAD_USER_INPUT"}
CLOSED_FOR_GOOD = 4403

NOW = "query Now { viewer { eventCursor } }"
WATCH = """
  subscription Watch($after: String) {
    resultShared(after: $after) {
      cursor
      sharedResult {
        id sharedAt candidate { firstName familyName } result { exam { name } overallScore }
      }
    }
  }"""


def kept() -> str | None:
    return CURSOR_FILE.read_text().strip() if CURSOR_FILE.exists() else None


def keep(cursor: str) -> None:
    """Written aside first, so that the file is never half written."""
    aside = CURSOR_FILE.with_name(f"{CURSOR_FILE.name}.new")
    aside.write_text(cursor)
    aside.replace(CURSOR_FILE)


def show(share: dict) -> None:
    person, result = share["candidate"], share["result"]
    words = (share["id"], person["firstName"], person["familyName"], "-", result["exam"]["name"])
    print(*words, result["overallScore"] or "", flush=True)


async def watch() -> None:
    """Until the connection ends. The library pings, so one that died silently ends, too."""
    transport = WebsocketsTransport(URL, init_payload=CREDENTIALS)
    async with Client(transport=transport) as session:
        if kept() is None:  # The first time: from this moment on.
            keep((await session.execute(gql(NOW)))["viewer"]["eventCursor"])
        request = gql(WATCH)
        request.variable_values = {"after": kept()}
        async with aclosing(session.subscribe(request)) as events:
            async for event in events:
                show(event["resultShared"]["sharedResult"])
                keep(event["resultShared"]["cursor"])


def take(refused: TransportQueryError) -> None:
    """LAGGING has the cursor from which to go on."""
    for error in refused.errors or []:
        told = error["extensions"]
        if told["code"] in FINAL_CODES:
            sys.exit(f"{told['code']}: {error['message']}")
        if told.get("cursor"):
            keep(told["cursor"])


async def main() -> None:
    pause = 1
    while True:
        begun = time.monotonic()
        try:
            await watch()
        except TransportQueryError as refused:
            take(refused)
        except (TransportError, TimeoutError) as lost:
            closed = lost.__cause__
            code = closed.rcvd.code if isinstance(closed, ConnectionClosed) and closed.rcvd else 0
            if code == CLOSED_FOR_GOOD:
                sys.exit(f"The key is not good, or not any more: {closed}")
        if time.monotonic() - begun > 60:
            pause = 1
        await asyncio.sleep(random.uniform(0.5, pause))
        pause = min(2 * pause, 60)


asyncio.run(main())
