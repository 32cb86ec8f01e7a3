/** The service through the client of npm graphql-ws. */
import assert from "node:assert/strict";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";

const candidate = await service.candidate();

await check("a query, a mutation and a refusal go through one socket", async () => {
  const { client, seen } = connected(candidate.authorization, { lazyCloseTimeout: 5_000 });
  const { data } = await once(client, { query: "{ viewer { role } }" });
  assert.equal(data.viewer.role, "CANDIDATE");
  const input = { ...(await candidate.wish()), resultId: "result_none" };
  const shared = await once(client, { query: service.SHARE, variables: { input } });
  assert.equal(shared.data.shareResult.userErrors[0].code, "NOT_FOUND");
  const refused = await once(client, { query: "{ newShareCount { count } }" });
  assert.equal(refused.errors[0].extensions.code, "FORBIDDEN");
  await client.dispose();
  assert.equal(seen.opened, 1);
});

await check("a wrong operation is an error of its own, and the socket stays", async () => {
  const { client, seen } = connected(service.institution);
  const watch = client.iterate({ query: service.SHARED });
  watch.next().catch(() => {});
  for (const query of [
    "{",
    "{ nothing }",
    "query ($first: Int!) { exams { code(first: $first) } }",
  ]) {
    const errors = await failure(client, { query });
    assert.equal(errors[0].extensions.code, "BAD_USER_INPUT");
  }
  const { data } = await once(client, { query: "{ __typename }" });
  assert.equal(data.__typename, "Query");
  assert.deepEqual([seen.opened, seen.closed], [1, []]);
  await client.dispose();
});

await check("credentials that are not good close with 4403", async () => {
  const { client } = connected("Bearer rvs_key_nobody", { retryAttempts: 0 });
  const event = await failure(client, { query: "{ __typename }" });
  assert.deepEqual([event.code, event.reason], [4403, "Forbidden"]);
});

await check("pings of the client are answered", async () => {
  let answered;
  const pong = new Promise((resolve) => {
    answered = resolve;
  });
  const on = { pong: (isReceived) => isReceived && answered() };
  const { client } = connected(service.institution, { keepAlive: 100, lazy: false, on });
  await pong;
  await client.dispose();
});

await check("a subscription gets a real share, and ends when the client completes it", async () => {
  const { client, seen } = connected(service.institution);
  const variables = { after: await service.head() };
  const watch = client.iterate({ query: service.SHARED, variables });
  const made = await candidate.share();
  assert.equal(shareOf(await watch.next()), made);
  await watch.return();
  await until(() => seen.closed.length === 1);
  assert.equal(seen.closed[0].code, 1000);
});

await check("after its connection was cut, the client goes on from the last cursor", async () => {
  let goOn;
  const isShared = new Promise((resolve) => {
    goOn = resolve;
  });
  const { client, seen } = connected(service.institution, { retryWait: () => isShared });
  const payload = { query: service.SHARED, variables: { after: await service.head() } };
  const told = [];
  // The payload is written anew for each connection, so that it can carry the cursor on.
  const next = ({ data }) => {
    payload.variables.after = data.resultShared.cursor;
    told.push(data.resultShared.sharedResult.id);
  };
  const stop = client.subscribe(payload, { next, error: () => {}, complete: () => {} });
  const made = [await candidate.share()];
  await until(() => told.length === 1);
  client.terminate();
  made.push(await candidate.share());
  goOn();
  await until(() => told.length === 2);
  assert.deepEqual(told, made);
  assert.equal(seen.opened, 2);
  stop();
});

report(import.meta.url, "graphql-ws", "graphql", "ws");

/** A client, and what has happened to its sockets. */
function connected(authorization, options = {}) {
  const seen = { opened: 0, closed: [] };
  const client = createClient({
    url: service.socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    ...options,
  });
  client.on("opened", () => {
    seen.opened += 1;
  });
  client.on("closed", (event) => seen.closed.push(event));
  return { client, seen };
}

/** The only answer of an operation. */
async function once(client, payload) {
  const answers = [];
  for await (const answer of client.iterate(payload)) answers.push(answer);
  assert.equal(answers.length, 1);
  return answers[0];
}

/** With what an operation fails. */
function failure(client, payload) {
  return new Promise((resolve, reject) => {
    const next = (answer) => reject(new Error(`It answered ${JSON.stringify(answer)}`));
    const complete = () => reject(new Error("It completed"));
    client.subscribe(payload, { next, complete, error: resolve });
  });
}

function shareOf({ value }) {
  return value.data.resultShared.sharedResult.id;
}

async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
