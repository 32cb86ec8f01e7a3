/** The pause of new results: while it lasts their number stands still, on the page and in its title. */
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let frozen: number | undefined;

/** The number as it stood when the pause began; undefined while there is none. */
export function useFrozenCount(): number | undefined {
  return useSyncExternalStore(subscribe, () => frozen);
}

/** Begin a pause at this number; undefined: go on. */
export function freezeCount(count: number | undefined): void {
  frozen = count;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
