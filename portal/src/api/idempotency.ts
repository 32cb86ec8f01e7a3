/** Keys for changes that create something: one that got lost is sent again, and made once. */
import { useMemo, useRef } from "react";
import type { Outcome } from "./operations";
import { isUnanswered } from "./trouble";

export interface Keys {
  /** The same key for the same wish, until that is answered. */
  of: (wish: unknown) => string;
  /** After an answer even the same wish is a new one; without an answer its key is kept. */
  settle: (outcome: Outcome<unknown>) => void;
}

export function useKeys(): Keys {
  const kept = useRef<{ wish: string; key: string }>(null);
  return useMemo(
    () => ({
      of: (asked) => {
        const wish = JSON.stringify(asked);
        if (kept.current?.wish !== wish) kept.current = { wish, key: crypto.randomUUID() };
        return kept.current.key;
      },
      settle: ({ trouble }) => {
        if (trouble === undefined || !isUnanswered(trouble)) kept.current = null;
      },
    }),
    [],
  );
}
