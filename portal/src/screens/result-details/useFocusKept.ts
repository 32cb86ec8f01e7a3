/** When what had the focus leaves the page with the data, the heading takes it. */
import { useEffect, useRef } from "react";

export function useFocusKept(state: string | undefined): void {
  const before = useRef(state);
  useEffect(() => {
    const hasChanged = before.current !== undefined && before.current !== state;
    before.current = state;
    if (!hasChanged || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>("main h1")?.focus();
  }, [state]);
}
