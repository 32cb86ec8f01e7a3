/** A WebSocket that speaks graphql-transport-ws message by message, right or wrong. */
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { within } from "../checks.mjs";
import { socketUrl } from "../service.mjs";

export const PROTOCOL = "graphql-transport-ws";

/** A socket that is open; nothing has been said on it. */
export async function opened(protocols = [PROTOCOL]) {
  const socket = new WebSocket(socketUrl, protocols);
  const inbox = received(socket);
  const ended = new Promise((resolve) => {
    socket.once("close", (code, reason) => resolve([code, reason.toString()]));
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    protocol: socket.protocol,
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (frame) => socket.send(frame),
    next: () => within(20, inbox.next()),
    /** Code and reason with which the service closes. */
    ended,
    close: () => socket.close(),
  };
}

/** A socket on which the service has acknowledged who speaks. */
export async function acknowledged(authorization) {
  const socket = await opened();
  socket.send({ type: "connection_init", payload: { authorization } });
  assert.deepEqual(await socket.next(), { type: "connection_ack" });
  return socket;
}

/** Ask on an open socket. */
export function subscribe(socket, id, query, variables = {}) {
  socket.send({ id, type: "subscribe", payload: { query, variables } });
}

/** Whether everything that was sent before has been read: what comes next is the pong. */
export async function isSilent(socket) {
  socket.send({ type: "ping", payload: { is: "silent" } });
  assert.deepEqual(await socket.next(), { type: "pong", payload: { is: "silent" } });
}

/** The messages in their order, each once, whether it is asked for before or after it came. */
function received(socket) {
  const kept = [];
  const waiting = [];
  socket.on("message", (frame) => {
    const message = JSON.parse(frame.toString());
    if (waiting.length > 0) waiting.shift()(message);
    else kept.push(message);
  });
  return {
    next: async () => kept.shift() ?? (await new Promise((resolve) => waiting.push(resolve))),
  };
}
