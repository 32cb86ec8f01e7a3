/**
 * Receives webhooks, and fetches what they are about. RVS_API_KEY says who asks.
 *
 * Listens on RVS_PORT. The endpoint's secret is in the file RVS_WEBHOOK_SECRET_FILE; what was
 * received is in the SQLite file RVS_INBOX, so that nothing is lost or done anew when this program
 * ends.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { ask, line, setting } from "./ask.ts";
import { ShareDocument } from "./generated/graphql.ts";

interface WebhookEvent {
  type: string;
  data: { subjects: { sharedResult?: string } };
}

const key = setting("RVS_API_KEY");
const secretFile = process.env.RVS_WEBHOOK_SECRET_FILE ?? "webhook.secret";

const inbox = new DatabaseSync(process.env.RVS_INBOX ?? "inbox.sqlite");
inbox.exec(
  "CREATE TABLE IF NOT EXISTS events" +
    " (id TEXT PRIMARY KEY, type TEXT, share TEXT, is_done INTEGER DEFAULT 0)",
);
// One that came before is ignored.
const add = inbox.prepare("INSERT OR IGNORE INTO events (id, type, share) VALUES (?, ?, ?)");
const open = inbox.prepare("SELECT id, type, share FROM events WHERE NOT is_done ORDER BY rowid");
const done = inbox.prepare("UPDATE events SET is_done = 1 WHERE id = ?");

/** Verify the bytes as they came and keep the event; the status of the answer. */
async function receive(request: IncomingMessage): Promise<number> {
  if (!(Number(request.headers["content-length"]) <= 64 * 1024)) return 413;
  const body = await buffer(request);
  const secret = existsSync(secretFile) && readFileSync(secretFile, "utf-8").trim();
  if (!secret) return 503; // Not set up yet: it will be sent again.
  const headers = request.headers as Record<string, string>;
  let event: WebhookEvent;
  try {
    event = new Webhook(secret).verify(body, headers) as WebhookEvent;
  } catch {
    return 400;
  }
  add.run(String(headers["webhook-id"]), event.type, event.data.subjects.sharedResult ?? "");
  return 204;
}

/** The event says only that something has happened; what may be seen, the API says now. */
async function outcome(type: string, share: string): Promise<string> {
  if (type === "share.withdrawn" || type === "share.expired") {
    return "access has ended: delete your copy";
  }
  if (type !== "share.created") return "nothing to fetch";
  const { node } = await ask(ShareDocument, { id: share }, key);
  if (node?.__typename !== "SharedResult" || node.state !== "ACTIVE") {
    return "access has ended before it was fetched";
  }
  return line(node);
}

createServer((request, response) => {
  receive(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(500).end(), // Not kept: it will be sent again.
  );
}).listen(Number(process.env.RVS_PORT ?? 9000), "127.0.0.1");

// The work comes after the answer, the oldest first; when the service does not answer, later.
for (;;) {
  try {
    for (const { id, type, share } of open.all() as Record<string, string>[]) {
      console.log(type, share, await outcome(type!, share!));
      done.run(id!);
    }
    await sleep(200);
  } catch (error) {
    console.error(`Again in 5 seconds: ${(error as Error).message}`);
    await sleep(5_000);
  }
}
