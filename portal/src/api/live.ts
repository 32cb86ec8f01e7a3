/** Subscriptions over one WebSocket, resumed where they were left, whatever ended them. */
import { createClient, type SubscribePayload } from "graphql-ws";
import { useEffect, useRef } from "react";
import { wasLost, wasReached } from "./connection";
import { idOf } from "./documents";
import type { TypedDocumentString } from "./generated/graphql";
import { type Fault, isRefusedText, isUnknownDocument, noteOutdated } from "./release";
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
  jsonMessageReplacer: withoutText,
  shouldRetry: (reason) => codeOf(reason) !== SESSION_ENDED,
  on: { connected: wasReached, closed: noteClosed },
});

interface LiveOptions<Result> {
  isPaused?: boolean;
  /** The server ends it when there is no more to come. */
  isLimited?: boolean;
  cursorOf?: (data: Result) => string;
}

/** By id, unless the server knows no document of this id: then by text. */
interface Asked {
  text: string;
  payload: SubscribePayload & { documentId?: string; variables: Record<string, unknown> };
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
    const payload = { query: "", documentId: idOf(document), variables: JSON.parse(asked) };
    const next = (data: Result) => {
      const cursor = latest.current.cursorOf?.(data);
      if (cursor !== undefined) payload.variables.after = cursor;
      latest.current.onData(data);
    };
    return watch({ text: document.toString(), payload }, next, isLimited);
  }, [document, asked, isPaused, isLimited]);
}

/** Watch until the returned function is called; ended sessions go on after signing in again. */
function watch<Result>(asked: Asked, next: (data: Result) => void, isLimited: boolean): () => void {
  let end = () => {};
  const start = () => {
    end();
    end = begin(asked, next, isLimited, start);
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
  asked: Asked,
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
  const unsubscribe = socket.subscribe<Result>(asked.payload, {
    next: ({ data }) => data && next(data),
    error: (reason) => {
      if (isWanted && isUnknownDocument(faultsOf(reason))) {
        askByText(asked);
        again();
      } else {
        if (isByText(asked) && isRefusedText(faultsOf(reason))) noteOutdated();
        if (!isOver(reason)) breakOff();
      }
    },
    complete: () => !isLimited && breakOff(),
  });
  return () => {
    isWanted = false;
    clearTimeout(timer);
    unsubscribe();
  };
}

function askByText(asked: Asked): void {
  const { documentId: _, ...payload } = asked.payload;
  asked.payload = { ...payload, query: asked.text };
}

function isByText({ payload }: Asked): boolean {
  return payload.documentId === undefined;
}

/** The client wants a text in every payload; what goes by its id is sent without. */
function withoutText(key: string, value: unknown): unknown {
  const isPayload = key === "payload" && typeof value === "object" && value !== null;
  return isPayload && "documentId" in value ? { ...value, query: undefined } : value;
}

/** A session that ended goes on after signing in; a request that cannot succeed, never. */
function isOver(reason: unknown): boolean {
  if (codeOf(reason) === SESSION_ENDED) return true;
  const faults = faultsOf(reason);
  const codes = faults.map(({ extensions }) => String(extensions?.code));
  if (codes.includes("UNAUTHENTICATED")) hasEnded();
  return codes.some((code) => FINAL.includes(code) || code === "UNAUTHENTICATED");
}

function faultsOf(reason: unknown): readonly Fault[] {
  return Array.isArray(reason) ? reason : [];
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
