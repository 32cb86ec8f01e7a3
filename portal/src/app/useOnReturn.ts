/** Does something whenever somebody comes back to this tab or window. */
import { useEffect, useRef } from "react";

// Coming back to a tab is told twice, as focus and as visibility.
const ONCE_MS = 2_000;

export function useOnReturn(act: () => void): void {
  const didAt = useRef(0);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible" || Date.now() - didAt.current < ONCE_MS) return;
      didAt.current = Date.now();
      act();
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [act]);
}
