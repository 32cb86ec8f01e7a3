/** What breaks graphql-transport-ws, and the code with which the service then closes the socket. */
import assert from "node:assert/strict";
import { check } from "../checks.mjs";
import * as service from "../service.mjs";
import { acknowledged, isSilent, opened, subscribe } from "./raw-socket.mjs";

const { institution, SHARED } = service;

/** Ten seconds of silence; the other checks can go on meanwhile. */
export async function closesWith4408() {
  await check("4408: nothing said in ten seconds", async () => {
    const socket = await opened();
    assert.deepEqual(await socket.ended, [4408, "Connection initialisation timeout"]);
  });
}

/** All the others. */
export async function closeCodes() {
  await closesWith4400();
  await check("4401: an operation before the acknowledgement", async () => {
    const socket = await opened();
    subscribe(socket, "1", "{ __typename }");
    assert.deepEqual(await socket.ended, [4401, "Unauthorized"]);
  });
  await check("4403: a token that is not good", async () => {
    const socket = await opened();
    const payload = { authorization: "Bearer rvs_session_nobody" };
    socket.send({ type: "connection_init", payload });
    assert.deepEqual(await socket.ended, [4403, "Forbidden"]);
  });
  await check("4403: the session ends while a subscription is open", async () => {
    const authorization = await service.signIn(service.PRIMARY);
    const socket = await acknowledged(authorization);
    subscribe(socket, "1", SHARED);
    await isSilent(socket);
    await service.ask(authorization, "mutation { signOut { userErrors { code } } }");
    assert.deepEqual(await socket.ended, [4403, "Session ended"]);
  });
  await check("4406: no sub-protocol", async () => {
    const socket = await opened([]);
    assert.deepEqual(await socket.ended, [4406, "Subprotocol not acceptable"]);
  });
  await check("4409: an id that is in use", async () => {
    const socket = await acknowledged(institution);
    subscribe(socket, "1", SHARED);
    subscribe(socket, "1", "{ __typename }");
    assert.deepEqual(await socket.ended, [4409, "Subscriber for 1 already exists"]);
  });
  await check("4429: a second connection_init", async () => {
    const socket = await acknowledged(institution);
    socket.send({ type: "connection_init" });
    assert.deepEqual(await socket.ended, [4429, "Too many initialisation requests"]);
  });
  await check("1009: a message above 256 KiB", async () => {
    const socket = await acknowledged(institution);
    socket.send({ type: "ping", payload: { fill: "x".repeat(256 * 1024) } });
    assert.equal((await socket.ended)[0], 1009);
  });
}

async function closesWith4400() {
  const wrong = {
    "a message of an unknown type": '{"type":"start","id":"1"}',
    "what only the server may send": '{"type":"connection_ack"}',
    "text that is not JSON": "{",
    "JSON that is no object": "[]",
    "a message without a type": "{}",
    "a binary frame": Buffer.from("{}"),
    "an operation without an id": '{"type":"subscribe","payload":{"query":"{ __typename }"}}',
    "an operation with an empty id":
      '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}',
    "an operation without a document": '{"type":"subscribe","id":"1","payload":{}}',
    "a ping whose payload is no object": '{"type":"ping","payload":1}',
    "half a surrogate pair": '{"type":"ping","payload":{"half":"\\ud800"}}',
  };
  for (const [name, frame] of Object.entries(wrong)) {
    await check(`4400: ${name}`, async () => {
      const socket = await acknowledged(institution);
      socket.sendRaw(frame);
      const [code, reason] = await socket.ended;
      assert.equal(code, 4400);
      assert.notEqual(reason, "");
    });
  }
}
