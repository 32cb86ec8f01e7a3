/** Subscriptions over one WebSocket, resumed where they were left. */
import { createClient, type SubscribePayload } from "graphql-ws";
import { useEffect, useRef } from "react";
import { wasLost, wasReached } from "./connection";
import type { TypedDocumentString } from "./generated/graphql";
import { hasEnded, onResumed } from "./session";

const AGAIN_MS = 5_000;
const PING_MS = 15_000;
const LONGEST_PAUSE_MS = 8_000;
const SESSION_ENDED = 4403;

const socket = createClient({
  url: () => `${window.location.origin.replace(/^http/, "ws")}/graphql`,
  lazy: true,
  lazyCloseTimeout: 2_000,
  keepAlive: PING_MS,
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: (tries) => pause(Math.min(500 * 2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random())),
  shouldRetry: (reason) => codeOf(reason) !== SESSION_ENDED,
  on: { connected: wasReached, closed: noteClosed },
});

/**
 * Call `onData` with everything that comes, from now on until the component goes.
 *
 * A subscription that can resume names `cursorOf`: after a gap it goes on behind the last one.
 */
export function useLive<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  onData: (data: Result) => void,
  { isPaused = false, cursorOf }: { isPaused?: boolean; cursorOf?: (data: Result) => string } = {},
): void {
  const latest = useRef({ onData, cursorOf });
  latest.current = { onData, cursorOf };
  const asked = JSON.stringify(variables);
  useEffect(() => {
    if (isPaused) return;
    // The client reads the payload anew at each reconnection: the cursor in it moves along.
    const payload = { query: document.toString(), variables: JSON.parse(asked) };
    return watch<Result>(payload, (data) => {
      const cursor = latest.current.cursorOf?.(data);
      if (cursor !== undefined) payload.variables.after = cursor;
      latest.current.onData(data);
    });
  }, [document, asked, isPaused]);
}

/** Watch until the returned function is called; ended sessions go on after signing in again. */
function watch<Result>(payload: SubscribePayload, next: (data: Result) => void): () => void {
  let stop = () => {};
  let again: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    clearTimeout(again);
    stop();
    stop = socket.subscribe<Result>(payload, {
      next: ({ data }) => data && next(data),
      error: (reason) => {
        const isOver = Array.isArray(reason) || codeOf(reason) === SESSION_ENDED;
        if (!isOver) again = setTimeout(start, AGAIN_MS);
      },
      complete: () => {},
    });
  };
  start();
  const forget = onResumed(start);
  return () => {
    clearTimeout(again);
    forget();
    stop();
  };
}

function noteClosed(event: unknown): void {
  if (codeOf(event) === SESSION_ENDED) hasEnded();
  else if (event instanceof CloseEvent && !event.wasClean) wasLost();
}

function codeOf(reason: unknown): number | undefined {
  return reason instanceof CloseEvent ? reason.code : undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
