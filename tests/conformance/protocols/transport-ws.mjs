/** graphql-transport-ws, each message and each close code, on plain sockets. */
import assert from "node:assert/strict";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";
import { closeCodes, closesWith4408 } from "./close-codes.mjs";
import { acknowledged, isSilent, opened, PROTOCOL, subscribe } from "./raw-socket.mjs";

const { institution, SHARED } = service;
const candidate = await service.candidate();

const silence = closesWith4408();
await closeCodes();
await operations();
await subscriptions();
await silence;
report(import.meta.url, "ws");

async function operations() {
  await check("the sub-protocol is agreed, and no other is served", async () => {
    assert.equal((await opened()).protocol, PROTOCOL);
    assert.equal((await opened(["graphql-ws", PROTOCOL])).protocol, PROTOCOL);
    await assert.rejects(opened(["graphql-ws"]));
  });
  await check(
    "ping is answered by pong with its payload, even before connection_init",
    async () => {
      const socket = await opened();
      socket.send({ type: "ping" });
      assert.deepEqual(await socket.next(), { type: "pong" });
      socket.send({ type: "pong", payload: { unasked: true } });
      socket.send({ type: "ping", payload: { number: 2 } });
      assert.deepEqual(await socket.next(), { type: "pong", payload: { number: 2 } });
    },
  );
  await check("a query gives one next and complete", async () => {
    const socket = await acknowledged(institution);
    subscribe(socket, "q", service.PAGE, { first: 2 });
    const { id, type, payload } = await socket.next();
    assert.deepEqual([id, type, payload.errors], ["q", "next", undefined]);
    assert.equal(payload.data.sharedResults.edges.length, 2);
    assert.deepEqual(await socket.next(), { id: "q", type: "complete" });
  });
  await check("a mutation gives one next and complete", async () => {
    const socket = await acknowledged(candidate.authorization);
    const input = { ...(await candidate.wish()), resultId: "result_none" };
    subscribe(socket, "m", service.SHARE, { input });
    const { type, payload } = await socket.next();
    assert.equal(type, "next");
    assert.equal(payload.data.shareResult.userErrors[0].code, "NOT_FOUND");
    assert.deepEqual(await socket.next(), { id: "m", type: "complete" });
  });
  await errorsOfOperations();
}

async function errorsOfOperations() {
  const wrong = {
    "a document that does not parse": ["{", {}, "BAD_USER_INPUT"],
    "a field that does not exist": ["{ nothing }", {}, "BAD_USER_INPUT"],
    "a variable that is missing": [service.PAGE, {}, "BAD_USER_INPUT"],
    "two operations without a name": [
      "query A { __typename } query B { __typename }",
      {},
      "BAD_USER_INPUT",
    ],
    "more tokens than are allowed": [`{ ${"__typename ".repeat(1001)} }`, {}, "COST_LIMIT"],
    "a subscription that the role does not allow": [SHARED, {}, "FORBIDDEN"],
    "a cursor that is none": [SHARED, { after: "none" }, "BAD_USER_INPUT"],
  };
  for (const [name, [query, variables, code]] of Object.entries(wrong)) {
    await check(`error, and the socket stays: ${name}`, async () => {
      const forbidden = code === "FORBIDDEN";
      const socket = await acknowledged(forbidden ? candidate.authorization : institution);
      subscribe(socket, "1", query, variables);
      const { id, type, payload } = await socket.next();
      assert.deepEqual([id, type, payload[0].extensions.code], ["1", "error", code]);
      assert.ok(payload[0].message);
      await isSilent(socket);
      subscribe(socket, "1", "{ __typename }");
      assert.equal((await socket.next()).type, "next");
    });
  }
  await check("an error of a field comes with the data", async () => {
    const socket = await acknowledged(candidate.authorization);
    subscribe(socket, "1", "{ viewer { role } newShareCount { count } }");
    const { type, payload } = await socket.next();
    assert.equal(type, "next");
    assert.equal(payload.errors[0].extensions.code, "FORBIDDEN");
    assert.deepEqual(payload.errors[0].path, ["newShareCount"]);
    assert.deepEqual(await socket.next(), { id: "1", type: "complete" });
  });
}

async function subscriptions() {
  await check("a share arrives as next", async () => {
    const socket = await acknowledged(institution);
    subscribe(socket, "s", SHARED, { after: await service.head() });
    const made = await candidate.share();
    assert.deepEqual(await told(socket), ["s", made]);
  });
  await check("complete by the client ends one operation and frees its id", async () => {
    const socket = await acknowledged(institution);
    const after = await service.head();
    for (const id of ["a", "b"]) subscribe(socket, id, SHARED, { after });
    socket.send({ id: "a", type: "complete" });
    socket.send({ id: "never-was", type: "complete" });
    await isSilent(socket);
    const made = await candidate.share();
    assert.deepEqual(await told(socket), ["b", made]);
    await isSilent(socket);
    subscribe(socket, "a", SHARED, { after });
    assert.deepEqual(await told(socket), ["a", made]);
  });
  await check("after a gap, `after` brings what came meanwhile, once", async () => {
    const first = await acknowledged(institution);
    subscribe(first, "1", SHARED, { after: await service.head() });
    await candidate.share();
    const { cursor } = (await first.next()).payload.data.resultShared;
    first.close();
    const made = await candidate.share();
    const second = await acknowledged(institution);
    subscribe(second, "1", SHARED, { after: cursor });
    assert.deepEqual(await told(second), ["1", made]);
    await isSilent(second);
  });
}

/** Operation and share of the next event. */
async function told(socket) {
  const { id, type, payload } = await socket.next();
  assert.equal(type, "next", JSON.stringify(payload));
  return [id, payload.data.resultShared.sharedResult.id];
}
