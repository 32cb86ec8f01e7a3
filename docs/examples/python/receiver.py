"""Receive webhooks, and fetch what they are about. RVS_API_KEY says who asks, RVS_URL where.

Listens on RVS_PORT. The endpoint's secret is in the file RVS_WEBHOOK_SECRET_FILE; what was received
is in the SQLite file RVS_INBOX, so that nothing is lost or done anew when this program ends.
"""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

from aiohttp import web
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

URL = os.environ.get("RVS_URL", "http://127.0.0.1:8000") + "/graphql"
HEADERS = {"Authorization": f"Bearer {os.environ['RVS_API_KEY']}"}
SECRET_FILE = Path(os.environ.get("RVS_WEBHOOK_SECRET_FILE", "webhook.secret"))
PORT = int(os.environ.get("RVS_PORT", "9000"))

SHARE = """
  query Share($id: ID!) {
    node(id: $id) {
      ... on SharedResult {
        state standing { state }
        candidate { firstName familyName } result { exam { name } overallScore }
      }
    }
  }"""

inbox = sqlite3.connect(os.environ.get("RVS_INBOX", "inbox.sqlite"), isolation_level=None)
inbox.execute(
    "CREATE TABLE IF NOT EXISTS events"
    " (id TEXT PRIMARY KEY, type TEXT, share TEXT, is_done INTEGER DEFAULT 0)"
)
arrived = asyncio.Event()


def secret() -> str:
    """Empty until the endpoint has been added."""
    return SECRET_FILE.read_text().strip() if SECRET_FILE.exists() else ""


async def receive(request: web.Request) -> web.Response:
    """Verify the bytes as they came, keep the event, answer. The work comes after the answer."""
    body = await request.read()
    if not secret():
        return web.Response(status=503)  # It will be sent again.
    try:
        event = Webhook(secret()).verify(body, dict(request.headers))
    except (WebhookVerificationError, ValueError):  # ValueError: headers that are none.
        return web.Response(status=400)
    share = event["data"]["subjects"].get("sharedResult")
    row = (request.headers["webhook-id"], event["type"], share)
    # One that came before is answered and ignored.
    inbox.execute("INSERT OR IGNORE INTO events (id, type, share) VALUES (?, ?, ?)", row)
    arrived.set()
    return web.Response(status=204)


async def work() -> None:
    """Do what is not done, the oldest first; when the service does not answer, later."""
    while True:
        arrived.clear()
        for event_id, kind, share in inbox.execute(
            "SELECT id, type, share FROM events WHERE NOT is_done ORDER BY rowid"
        ).fetchall():
            try:
                print(kind, share or "", await outcome(kind, share), flush=True)
            except (TransportError, TimeoutError) as failed:
                print(f"Again in 5 seconds: {failed}", file=sys.stderr)
                asyncio.get_running_loop().call_later(5, arrived.set)
                break
            inbox.execute("UPDATE events SET is_done = 1 WHERE id = ?", (event_id,))
        await arrived.wait()


async def outcome(kind: str, share: str | None) -> str:
    """The event says only that something has happened; what may be seen, the API says now."""
    if kind in {"share.withdrawn", "share.expired"}:
        return "access has ended: delete your copy"
    if kind != "share.created":
        return "nothing to fetch"
    request = gql(SHARE)
    request.variable_values = {"id": share}
    async with Client(transport=AIOHTTPTransport(URL, headers=HEADERS)) as session:
        found = (await session.execute(request))["node"]
    if found is None or found["state"] != "ACTIVE":
        return "access has ended before it was fetched"
    person, result = found["candidate"], found["result"]
    name = f"{person['firstName']} {person['familyName']}"
    exam = f"{result['exam']['name']} {result['overallScore'] or ''}"
    return f"{found['standing']['state']} {name} - {exam}"


async def main() -> None:
    application = web.Application(client_max_size=64 * 1024)
    application.router.add_post("/{path:.*}", receive)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    await work()


asyncio.run(main())
