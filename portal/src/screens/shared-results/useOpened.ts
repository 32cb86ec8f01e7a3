/** Which result was opened last: coming back, the focus returns to its row. */
import { useCallback, useEffect, useRef } from "react";
import { linkIdOf } from "./ResultRow";

let opened: string | undefined;

export function useOpened(isShown: boolean): (id: string) => void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isShown || isDone.current) return;
    isDone.current = true;
    const id = opened;
    opened = undefined;
    if (id === undefined) return;
    // Behind the frame, which focuses the heading of a screen as soon as it is there.
    const timer = setTimeout(() => document.getElementById(linkIdOf(id))?.focus(), 50);
    return () => clearTimeout(timer);
  }, [isShown]);
  return useCallback((id: string) => {
    opened = id;
  }, []);
}
