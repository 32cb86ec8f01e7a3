/**
 * Prints each new share, until it is stopped. RVS_API_KEY says who asks. The file RVS_CURSOR_FILE
 * holds the cursor of the last one: after a break, or when this program is started again, it goes
 * on from there.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CloseCode, createClient } from "graphql-ws";
import { ask, line, setting, url } from "./ask.ts";
import { NowDocument, WatchDocument, type WatchSubscription } from "./generated/graphql.ts";

const key = setting("RVS_API_KEY");
const cursorFile = process.env.RVS_CURSOR_FILE ?? "cursor";
// Trying again would not help.
const finalCodes: unknown[] = ["UNAUTHENTICATED", "FORBIDDEN", "BAD_USER_INPUT"];

let silence: NodeJS.Timeout | undefined;
const client = createClient({
  url: url.replace("http", "ws"),
  connectionParams: { authorization: `Bearer ${key}` },
  retryAttempts: 0, // The loop below does it, because it knows the cursor.
  // A connection that has died without a word leaves a ping without its pong.
  keepAlive: 20_000,
  on: {
    ping: (isReceived) => {
      if (!isReceived) silence = setTimeout(() => client.terminate(), 10_000);
    },
    pong: () => clearTimeout(silence),
    closed: () => clearTimeout(silence),
  },
});

/** Written aside first, so that the file is never half written. */
function keep(cursor: unknown): void {
  if (typeof cursor !== "string") return;
  writeFileSync(`${cursorFile}.new`, cursor);
  renameSync(`${cursorFile}.new`, cursorFile);
}

/** Until the connection ends. */
async function watch(): Promise<void> {
  const variables = { after: readFileSync(cursorFile, "utf-8").trim() };
  const query = WatchDocument.toString();
  for await (const { data } of client.iterate<WatchSubscription>({ query, variables })) {
    if (!data) continue;
    console.log(data.resultShared.sharedResult.id, line(data.resultShared.sharedResult));
    keep(data.resultShared.cursor);
  }
}

/** What ended it: the errors of the operation, or how the socket was closed. */
function take(ended: unknown): void {
  if (Array.isArray(ended)) {
    const { message, extensions } = ended[0];
    if (finalCodes.includes(extensions?.code)) throw new Error(`${extensions.code}: ${message}`);
    keep(extensions?.cursor); // LAGGING has the cursor from which to go on.
  } else if ((ended as CloseEvent).code === CloseCode.Forbidden) {
    throw new Error("The key is not good, or not any more");
  }
}

if (!existsSync(cursorFile)) {
  keep((await ask(NowDocument, {}, key)).viewer.eventCursor); // The first time: from now on.
}
for (let pause = 1; ; pause = Math.min(2 * pause, 60)) {
  const begun = Date.now();
  await watch().catch(take);
  if (Date.now() - begun > 60_000) pause = 1;
  await sleep(1000 * pause * (0.5 + Math.random() / 2));
}
