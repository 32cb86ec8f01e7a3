/** With what this page asks: the session's cookie, or a token kept in its memory and nowhere else. */
import { useSyncExternalStore } from "react";

const SCHEME = /^bearer\s+/i;
const listeners = new Set<() => void>();
let token: string | null = null;

/** A session token or an API key, with or without the word before it; null: the cookie again. */
export function askWith(pasted: string | null): void {
  const bare = pasted?.trim().replace(SCHEME, "") ?? "";
  token = bare === "" ? null : bare;
  for (const listener of [...listeners]) listener();
}

export function currentToken(): string | null {
  return token;
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, currentToken);
}

/** Whether a pasted text can stand in a header. */
export function isSendable(pasted: string): boolean {
  return /^[\x21-\x7e]+$/.test(pasted.trim().replace(SCHEME, ""));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
