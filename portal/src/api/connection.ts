/** Whether the service can be reached; while it cannot, it is asked every few seconds. */
import { useSyncExternalStore } from "react";

export type Connection = "connected" | "lost";

const PROBE_MS = 3_000;
const listeners = new Set<() => void>();
let connection: Connection = "connected";
let probe: ReturnType<typeof setTimeout> | undefined;

/** A request or a socket did not get through. */
export function wasLost(): void {
  set("lost");
  probe ??= setTimeout(ask, PROBE_MS);
}

/** Something was answered. */
export function wasReached(): void {
  clearTimeout(probe);
  probe = undefined;
  set("connected");
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function ask(): Promise<void> {
  probe = undefined;
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) wasReached();
  else wasLost();
}

function set(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of [...listeners]) listener();
}

window.addEventListener("offline", wasLost);
window.addEventListener("online", () => void ask());
