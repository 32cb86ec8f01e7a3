/** Subscriptions over one WebSocket, resumed where they were left, whatever ended them. */
import { createClient, type SubscribePayload } from "graphql-ws";
import { useEffect, useRef } from "react";
import { wasLost, wasReached } from "./connection";
import type { TypedDocumentString } from "./generated/graphql";
import { expectedUser, hasEnded, onResumed } from "./session";

const AGAIN_MS = 5_000;
const PING_MS = 15_000;
const LONGEST_PAUSE_MS = 8_000;
const CLOSED_BY_US = 1000;
const SESSION_ENDED = 4403;
// What asking again would not change.
const FINAL = ["BAD_USER_INPUT", "FORBIDDEN", "NOT_FOUND"];

const socket = createClient({
  url: () => `${window.location.origin.replace(/^http/, "ws")}/graphql`,
  // Read at each connection: the cookie must be of the person whom the page shows.
  connectionParams: () => ({ user: expectedUser() ?? undefined }),
  lazy: true,
  lazyCloseTimeout: 2_000,
  keepAlive: PING_MS,
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: (tries) => pause(Math.min(500 * 2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random())),
  shouldRetry: (reason) => codeOf(reason) !== SESSION_ENDED,
  on: { connected: wasReached, closed: noteClosed },
});

interface LiveOptions<Result> {
  isPaused?: boolean;
  /** The server ends it when there is no more to come. */
  isLimited?: boolean;
  cursorOf?: (data: Result) => string;
}

interface GraphQLFault {
  extensions?: { code?: string };
}

/**
 * Call `onData` with everything that comes, from now on until the component goes.
 *
 * A subscription that can resume names `cursorOf`: after a gap it goes on behind the last one.
 */
export function useLive<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  onData: (data: Result) => void,
  { isPaused = false, isLimited = false, cursorOf }: LiveOptions<Result> = {},
): void {
  const latest = useRef({ onData, cursorOf });
  latest.current = { onData, cursorOf };
  const asked = JSON.stringify(variables);
  useEffect(() => {
    if (isPaused) return;
    // The client reads the payload anew at each reconnection: the cursor in it moves along.
    const payload = { query: document.toString(), variables: JSON.parse(asked) };
    const next = (data: Result) => {
      const cursor = latest.current.cursorOf?.(data);
      if (cursor !== undefined) payload.variables.after = cursor;
      latest.current.onData(data);
    };
    return watch(payload, next, isLimited);
  }, [document, asked, isPaused, isLimited]);
}

/** Watch until the returned function is called; ended sessions go on after signing in again. */
function watch<Result>(
  payload: SubscribePayload,
  next: (data: Result) => void,
  isLimited: boolean,
): () => void {
  let end = () => {};
  const start = () => {
    end();
    end = begin(payload, next, isLimited, start);
  };
  start();
  const forget = onResumed(start);
  return () => {
    forget();
    end();
  };
}

/** Subscribe once; `again` is called a while after it broke off. Returns how to end it. */
function begin<Result>(
  payload: SubscribePayload,
  next: (data: Result) => void,
  isLimited: boolean,
  again: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = true;
  const breakOff = () => {
    // Ending it completes it, too, a moment later.
    if (isWanted) timer = setTimeout(again, AGAIN_MS);
  };
  const unsubscribe = socket.subscribe<Result>(payload, {
    next: ({ data }) => data && next(data),
    error: (reason) => !isOver(reason) && breakOff(),
    complete: () => !isLimited && breakOff(),
  });
  return () => {
    isWanted = false;
    clearTimeout(timer);
    unsubscribe();
  };
}

/** A session that ended goes on after signing in; a request that cannot succeed, never. */
function isOver(reason: unknown): boolean {
  if (codeOf(reason) === SESSION_ENDED) return true;
  if (!Array.isArray(reason)) return false;
  const codes = (reason as readonly GraphQLFault[]).map(({ extensions }) => extensions?.code);
  if (codes.includes("UNAUTHENTICATED")) hasEnded();
  return codes.some((code) => FINAL.includes(code ?? "") || code === "UNAUTHENTICATED");
}

function noteClosed(event: unknown): void {
  const code = codeOf(event);
  if (code === SESSION_ENDED) hasEnded();
  else if (code !== undefined && code !== CLOSED_BY_US) wasLost();
}

function codeOf(reason: unknown): number | undefined {
  return reason instanceof CloseEvent ? reason.code : undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
