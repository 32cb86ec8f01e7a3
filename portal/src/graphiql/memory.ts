/**
 * Where GraphiQL keeps tabs, history and sizes: in memory, until the page is closed.
 *
 * In the browser's storage the next person at the machine would find queries and their variables.
 */
import type { Storage } from "@graphiql/toolkit";

export function memory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
