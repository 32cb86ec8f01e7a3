/** Whether this page is of another release than the server, which refuses what it asks. */
import { useSyncExternalStore } from "react";

export interface Fault {
  path?: readonly (string | number)[] | undefined;
  extensions?: { code?: unknown } | undefined;
}

const listeners = new Set<() => void>();
let isOutdated = false;

/** The server knows no document of this id. It may take the text. */
export function isUnknownDocument(faults: readonly Fault[]): boolean {
  return faults.some(({ extensions }) => extensions?.code === "PERSISTED_QUERY_NOT_FOUND");
}

/** It does not take the text either, in a browser's session. What a role may not do has a path. */
export function isRefusedText(faults: readonly Fault[]): boolean {
  return faults.some(
    ({ extensions, path }) => extensions?.code === "FORBIDDEN" && path === undefined,
  );
}

/** Nothing that this page asks will be answered until it is loaded anew. */
export function noteOutdated(): void {
  isOutdated = true;
  for (const listener of [...listeners]) listener();
}

export function useIsOutdated(): boolean {
  return useSyncExternalStore(subscribe, () => isOutdated);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
